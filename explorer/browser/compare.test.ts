import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nosplit } from '../../cli/testing/world.ts';
import { lostBuffer, words } from './testing/lost-buffer.ts';
import { executable, launch, open, until, untilText } from './testing/browser.ts';

const folder = mkdtempSync(join(tmpdir(), 'nosplit-compare-'));
const file = join(folder, 'bug.html');
const url = `file://${file}`;
let browser: Browser;

if (executable === undefined)
  console.log('skipped: nothing is compared in a browser, for there is no Chromium on the PATH');

const at = (page: Page): Promise<string> => page.locator('footer .count').innerText();
const rows = (page: Page, side: string): Promise<readonly string[]> =>
  page.locator(`.lanes.${side} [role=option]`).allInnerTexts();

describe.skipIf(executable === undefined)('the page', () => {
  beforeAll(async () => {
    browser = await launch();
    await nosplit(['report', await lostBuffer(), ...words, '--html', file]);
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  test('compares two designs on one schedule, and goes back in the history', async () => {
    const { page, noted } = await open(browser, url);
    await page.keyboard.press('c');
    await page.selectOption('.over select >> nth=0', 'design:1.26-nosplit/tiny');
    await page.click('.over >> text="Compare" >> nth=-1');
    await untilText(
      page,
      '.lanes.other .side',
      'The run is no longer possible at step 11, where prologueIsSplit of StackGrowth fails',
    );
    expect(await page.locator('.lanes.other .side').innerText()).toContain('nothing is violated');
    expect((await rows(page, 'other'))[11]).toContain('not possible here');
    expect(page.url()).toContain('vs=design:1.26-nosplit/tiny');
    await page.goBack();
    await until(page, () => document.querySelector('.lanes.other') === null);
    await page.goForward();
    await until(page, () => document.querySelector('.lanes.other') !== null);
    await page.keyboard.press('c');
    await until(page, () => document.querySelector('.lanes.other') === null);
    expect(noted).toEqual([]);
  });

  test('compares two trees on one schedule, step by step', { tags: 'exhaustive' }, async () => {
    const [report, two] = [join(folder, 'steps.json'), join(folder, 'two.html')];
    await nosplit(['check', 'tiny', '--design', '1.26', '--format', 'json', '--out', report]);
    const { exit, stderr } = await nosplit(['report', report, '--compare', '1.25', '--html', two]);
    expect([exit, stderr]).toEqual([0, '']);
    const { page, noted } = await open(browser, `file://${two}`);
    await page.keyboard.press('c');
    await page.selectOption('.over select >> nth=0', 'beside');
    await page.click('.over >> text="Compare" >> nth=-1');
    await untilText(page, '.lanes.other .side', 'The run is no longer possible at step 13, where place of');
    const side = await page.locator('.lanes.other .side').innerText();
    expect(side).toMatch(/design 1\.25 at tiny/);
    expect(side).toMatch(/fails \(M0 is at traceAcquireEnabled:\d+ in a growth\); 3 steps fall away\./);
    // Each side has the lines of its own tree.
    const [left, right] = [await rows(page, 'own'), await rows(page, 'other')];
    expect(right[13]).toMatch(/it is at traceAcquireEnabled:\d+ in a growth/);
    expect(left[1]).not.toBe(right[1]);
    expect(left[1]?.replaceAll(/\d/g, '')).toBe(right[1]?.replaceAll(/\d/g, ''));
    // The address of the comparison, and of the other tree by itself, show the same again.
    const again = await open(browser, page.url());
    await untilText(again.page, '.lanes.other .side', 'no longer possible at step 13');
    await page.keyboard.press('c');
    await page.keyboard.press('c');
    await page.selectOption('.over select >> nth=0', 'beside');
    await page.click('.over >> text=Explore it from its start');
    await untilText(page, 'header', 'design 1.25');
    expect(page.url()).toContain('s=beside');
    await page.keyboard.press('s');
    expect(await page.inputValue('#shared')).toMatch(/^nosplit replay \S+ tiny --design 1\.25$/);
    await page.keyboard.press('Escape');
    expect([...noted, ...again.noted]).toEqual([]);
  });

  test('asks what if a guard were not there', { tags: 'exhaustive' }, async () => {
    const { page, noted } = await open(browser, url);
    await page.keyboard.press('c');
    await page.selectOption('.over select >> nth=0', 'design:1.26-nosplit/tiny');
    await page.selectOption('.over select >> nth=1', 'without:StackGrowth.prologueIsSplit');
    await page.click('.over >> text="Compare" >> nth=-1');
    await untilText(page, '.lanes.other .side', 'without StackGrowth.prologueIsSplit');
    await page.keyboard.press('c');
    await untilText(page, '#panel-next', 'without it');
    await page.click('#panel-next .no >> nth=0 >> text=without it');
    await untilText(page, '.lanes.other .side', 'without readTrace0');
    await page.keyboard.press('c');
    // And walk through it from its start.
    await page.keyboard.press('c');
    await page.selectOption('.over select >> nth=1', 'without:StackGrowth.prologueIsSplit');
    await page.click('.over >> text=Explore it from its start');
    await untilText(page, 'header', 'without StackGrowth.prologueIsSplit');
    expect(page.url()).toContain('if=without:StackGrowth.prologueIsSplit');
    expect(await at(page)).toBe('0 / 0');
    expect(noted).toEqual([]);
  });

  test(
    'asks what if a fact were another, a mutant on, or a guard asked more',
    { tags: 'exhaustive' },
    async () => {
      const { page, noted } = await open(browser, url);
      const compared = async (): Promise<string> => {
        await page.click('.over >> text="Compare" >> nth=-1');
        await untilText(page, '.lanes.other .side', 'step');
        const side = await page.locator('.lanes.other .side').innerText();
        await page.keyboard.press('c');
        await page.keyboard.press('c');
        return side;
      };
      await page.keyboard.press('c');
      await page.selectOption('.over select >> nth=1', 'split:-traceWriter.refill');
      expect(await compared()).toContain('traceWriter.refill is nosplit');
      await page.selectOption('.over select >> nth=1', 'mutant:end-does-not-store');
      expect(await compared()).toContain('mutant end-does-not-store');
      await page.selectOption('.over [aria-label=action]', 'StackGrowth');
      await page.fill('.over form input', 'm[0].own.at != 6');
      await page.click('.over >> text="Put it on"');
      expect(await compared()).toMatch(
        /StackGrowth only if m\[0\]\.own\.at != 6.*no longer possible at step 11, where m\[0\]/s,
      );
      await page.keyboard.press('Escape');
      await page.goBack();
      await untilText(page, '.lanes.other .side', 'no longer possible at step 11');
      expect(page.url()).toContain('vsif=with:StackGrowth:');
      const again = await open(browser, page.url());
      await untilText(again.page, '.lanes.other .side', 'no longer possible at step 11');
      expect([...noted, ...again.noted]).toEqual([]);
    },
  );
});
