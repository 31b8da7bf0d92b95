import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nosplit } from '../../cli/testing/world.ts';
import { lostBuffer, words } from './testing/lost-buffer.ts';
import { executable, launch, open, until, untilText } from './testing/browser.ts';

const id = await lostBuffer();
const folder = mkdtempSync(join(tmpdir(), 'nosplit-explorer-'));
const file = join(folder, 'bug.html');
const url = `file://${file}`;
let browser: Browser;

if (executable === undefined)
  console.log('skipped: the page is tried in no browser, for there is no Chromium on the PATH');

const at = (page: Page): Promise<string> => page.locator('footer .count').innerText();
const rows = (page: Page, side = 'own'): Promise<readonly string[]> =>
  page.locator(`.lanes.${side} [role=option]`).allInnerTexts();

describe.skipIf(executable === undefined)('the page', () => {
  beforeAll(async () => {
    browser = await launch();
    const { exit, stderr } = await nosplit(['report', id, ...words, '--html', file]);
    expect([exit, stderr]).toEqual([0, '']);
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  test('is one file below 420 kB that opens from disk and asks for nothing', async () => {
    expect(statSync(file).size).toBeLessThan(420_000);
    const { page, noted } = await open(browser, url);
    expect(await page.locator('h1').innerText()).toContain('The buffer and its events are gone for ever');
    expect(await page.locator('.cure').innerText()).toContain('Cure: //go:nosplit above traceWriter.refill');
    expect(await rows(page)).toHaveLength(26);
    expect(await page.locator('.moment').allInnerTexts()).toHaveLength(6);
    expect(await page.locator('.picture').innerText()).toContain('buffer 1, gen 1, event 0: nobody holds it');
    expect(noted).toEqual([]);
    const painted = await page.evaluate(
      () => performance.getEntriesByName('painted')[0]?.startTime ?? Infinity,
    );
    expect(painted).toBeLessThan(1000);
  });

  test('is walked through by keys and by clicks', async () => {
    const { page, noted } = await open(browser, url);
    expect(await at(page)).toBe('25 / 25');
    const steps: readonly (readonly [key: string, at: string])[] = [
      ['k', '24 / 25'],
      ['ArrowUp', '23 / 25'],
      ['j', '24 / 25'],
      ['g', '0 / 25'],
      ['n', '8 / 25'],
      ['n', '11 / 25'],
      ['p', '8 / 25'],
      ['End', '25 / 25'],
      ['Home', '0 / 25'],
      ['Shift+G', '25 / 25'],
    ];
    for (const [key, expected] of steps) {
      await page.keyboard.press(key);
      expect([key, await at(page)]).toEqual([key, expected]);
    }
    await page.click('#panel-step button.link >> text=set at 20');
    expect(await at(page)).toBe('20 / 25');
    await page.click('#own-11');
    expect(await at(page)).toBe('11 / 25');
    expect(await page.locator('#panel-step').innerText()).toContain(
      'is not nosplit: its prologue grows the stack',
    );
    await page.click('.moment >> nth=4');
    expect(await at(page)).toBe('22 / 25');
    // Its function in the table of functions.
    expect(await page.locator('#panel-step a >> nth=0').getAttribute('href')).toMatch(
      /^https:\/\/github\.com\/nosplit\/nosplit\/blob\/v[\d.]+\/reference\/runtime\/\w+\.ts$/,
    );
    expect(await page.locator('#panel-step').innerText()).toContain('steps of the model: ');
    await page.click('footer [aria-label=First]');
    expect(await at(page)).toBe('0 / 25');
    await page.click('.strip:enabled >> nth=0');
    expect(page.url()).toContain('at=25');
    // Ctrl and a field's focus keep the keys to themselves.
    await page.keyboard.press('Control+k');
    expect(await at(page)).toBe('25 / 25');
    expect(noted).toEqual([]);
  });

  test(
    'takes any step, keeps the run, undoes and redoes, and comes back by its address',
    { tags: 'exhaustive' },
    async () => {
      const { page, noted } = await open(browser, url);
      await page.keyboard.press('k');
      await untilText(page, '#panel-next', 'after step 24');
      await page.keyboard.press('2');
      await untilText(page, 'footer .runs', 'Branch 1');
      expect(await at(page)).toBe('25 / 25');
      expect((await rows(page)).at(-1)).toContain('traceAdvance:657');
      await untilText(page, '#panel-next', 'after step 25');
      await page.click('#panel-next .take >> nth=0');
      await untilText(page, 'footer .count', '26 / 26');
      expect(await page.locator('footer .runs button').count()).toBe(3);
      await page.keyboard.press('u');
      expect(await at(page)).toBe('25 / 25');
      await page.keyboard.press('u');
      expect(await page.locator('footer .runs button').count()).toBe(2);
      await page.keyboard.press('Shift+U');
      await page.keyboard.press('Shift+U');
      expect(await at(page)).toBe('26 / 26');
      await page.keyboard.press('[');
      expect((await rows(page)).at(-1)).toContain('traceWriter.end');
      await page.keyboard.press(']');
      // The run's own next step is no branch.
      await page.keyboard.press('[');
      await page.click('#own-24');
      await untilText(page, '#panel-next', 'after step 24');
      await page.keyboard.press('1');
      await untilText(page, 'footer .count', '25 / 25');
      expect(await page.locator('footer .runs button').count()).toBe(3);
      await page.keyboard.press('b');
      await untilText(page, 'footer .runs', 'Branch 2');
      const address = page.url();
      const again = await open(browser, address);
      expect(await again.page.locator('footer .runs').innerText()).toContain('Branch 2');
      expect(await at(again.page)).toBe('25 / 25');
      expect([...noted, ...again.noted]).toEqual([]);
    },
  );

  test('loses no key that is typed before an answer has come', async () => {
    const { page, noted } = await open(browser, url);
    // In one task, so that the steps of state 23 are not known yet when their number is typed.
    await page.evaluate(() => {
      for (const key of ['k', 'k', '2', '1'])
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    });
    await untilText(page, 'footer .count', '25 / 25');
    await untilText(page, 'footer .runs', 'Branch 1');
    expect((await rows(page)).slice(-2).join(' ')).toMatch(/traceAdvance:657.*traceBuf\.varint/s);
    expect(noted).toEqual([]);
  });

  test('finds a state, says how far it looked, and can be cancelled', { tags: 'exhaustive' }, async () => {
    const { page, noted } = await open(browser, url);
    const find = async (text: string, depth = ''): Promise<void> => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('/');
      await until(page, () => document.activeElement?.matches('.over input.mono') === true);
      await page.fill('.over input.mono', text);
      await page.fill('.over input[inputmode=numeric]', depth);
      await page.keyboard.press('Enter');
    };
    await find('m[0].read == 1');
    await untilText(page, '.over', 'more steps');
    expect(await page.locator('footer .runs').innerText()).toContain('Branch 1');
    await find('m[0].read == 2');
    await untilText(page, '.over', 'None within the bounds: all');
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.keyboard.press('/');
    await page.click('.over >> text=The shortest way back to another run');
    await untilText(page, '.over', 'This very state is on another run, too.');
    await find('m[0].locks == 3', '5');
    await untilText(page, '.over', 'None up to depth 5');
    await find('m[0].lock == 3');
    await untilText(page, '.over [role=alert]', 'no field, action or property m[0].lock');
    await find('trace.gen');
    await untilText(page, '.over [role=alert]', 'only what is true or false can be looked for');
    // The names that the last word may become.
    await page.fill('.over input.mono', 'm[0].own.traceBuf == 0 && NoLostBuf');
    await page.click('.completion >> text="NoLostBuffer"');
    expect(await page.inputValue('.over input.mono')).toBe('m[0].own.traceBuf == 0 && NoLostBuffer');
    await page.click('.over >> text=Show along the run');
    await untilText(page, '#own-8', 'true');
    expect(page.url()).toContain('x=m[0].own.traceBuf%20%3D%3D%200');
    expect(noted).toEqual([]);
    const large = await open(browser, `${url}#s=design:1.25/ci&t=`);
    await large.page.keyboard.press('/');
    await large.page.fill('.over input.mono', 'm[0].locks == 3 && m[0].locks == 2');
    await large.page.keyboard.press('Enter');
    // At once: on a fast machine the search soon reaches the bound of memory.
    await until(large.page, () => {
      const button = [...document.querySelectorAll<HTMLElement>('.over button')].find(
        ({ textContent }) => textContent.trim() === 'Cancel',
      );
      button?.click();
      return button !== undefined;
    });
    await untilText(large.page, '.over', 'Cancelled after');
  });

  test('pins, hides and follows a field, and keeps that in its address', { tags: 'exhaustive' }, async () => {
    const { page, noted } = await open(browser, url);
    await page.click('#panel-step .leaf >> nth=0');
    await untilText(page, '.over', 'm[0].buf[1]');
    expect(await page.locator('.history li').count()).toBeGreaterThan(2);
    // It is among those that tell the run.
    await page.keyboard.press('.');
    await page.keyboard.press('.');
    await untilText(page, '.over', 'Unpin');
    await page.keyboard.press('Escape');
    expect(await page.locator('.lanes .cols button[title^="m[0].buf[1]"]').count()).toBe(1);
    await page.hover('#panel-step .leaf >> text=.traceBuf');
    await page.keyboard.press('h');
    await untilText(page, '#panel-step', '1 hidden');
    const again = await open(browser, page.url());
    expect(await again.page.locator('.lanes .cols button[title^="m[0].buf[1]"]').count()).toBe(1);
    expect(await again.page.locator('#panel-step').innerText()).toContain('1 hidden');
    expect([...noted, ...again.noted]).toEqual([]);
  });

  test('is shared as text, as a picture and as a test', { tags: 'exhaustive' }, async () => {
    const { page, noted } = await open(browser, url);
    await page.keyboard.press('s');
    const command = await page.inputValue('#shared');
    expect(command).toBe(`nosplit replay ${id} ${words.join(' ')}`);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.click('.over >> text=Go golden test');
    await untilText(page, '.over [role=status]', 'Go golden test: ');
    expect(readFileSync(file, 'utf8')).toContain('-- expect --\\nSUCCESS\\n-- trace --\\nTrace Go1.26');
    const saved = async (button: string): Promise<Buffer> => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.click(`.over >> text=${button}`),
      ]);
      return readFileSync(await download.path());
    };
    const svg = (await saved('SVG of the lanes')).toString();
    expect(svg).toMatch(/^<svg xmlns/);
    expect(svg).toContain('StackGrowth');
    expect(svg).not.toMatch(/<script|foreignObject|\bon\w+=/);
    expect((await saved('PNG of the lanes')).subarray(1, 4).toString()).toBe('PNG');
    expect(noted).toEqual([]);
  });

  test('has two themes, a list of keys, and prints the whole run', { tags: 'exhaustive' }, async () => {
    const { page, noted } = await open(browser, url, { theme: 'dark' });
    const theme = (): Promise<string | undefined> =>
      page.evaluate(() => document.documentElement.dataset['theme']);
    expect(await theme()).toBe('dark');
    await page.keyboard.press('t');
    expect(await theme()).toBe('light');
    await page.keyboard.press('?');
    await untilText(page, '.over', 'take the step of that number');
    await page.keyboard.press('Escape');
    await until(page, () => document.querySelector('.over') === null);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('footer').isVisible()).toBe(false);
    expect(await page.locator('#own-25').isVisible()).toBe(true);
    expect(noted).toEqual([]);
  });

  test.each([1440, 1280, 390])(
    'no column of the lanes lies outside the sheet at %i px',
    { tags: 'exhaustive' },
    async (width) => {
      await columnsLieInside(width);
    },
  );

  test('an address that is wrong is told so, and the rest is shown', async () => {
    await toldWrong('#v=1&at=99', 'this run has the steps 0 to 25');
  });
  test.each([
    ['#v=1&at=x', 'at=x is no number of a step'],
    ['#v=7', 'this address is of version 7'],
    ['#pin=m[9].buf', 'no field is called m[9].buf'],
    ['#s=design:9.9/tiny&t=', 'this page does not have design:9.9/tiny'],
    ['#s=design:1.26/huge&t=', 'this page does not have design:1.26/huge'],
    ['#s=nonsense', 'nonsense names no system'],
    ['#t=00000000-5-abcdef', 'wrong or missing character'],
    ['#t=%', 'is not encoded as an address is'],
    ['#if=without:StackGrowth.nothing', 'the guard of StackGrowth has no conjunct nothing'],
  ])(
    'an address that is wrong is told so, and the rest is shown: %s',
    { tags: 'exhaustive' },
    async (hash, reason) => {
      await toldWrong(hash, reason);
    },
  );
});

async function columnsLieInside(width: number): Promise<void> {
  const { page } = await open(browser, url, { width });
  // A branch has five fields beside it, which leave little room for the function.
  await page.keyboard.press('k');
  await page.keyboard.press('k');
  await page.keyboard.press('2');
  await untilText(page, 'footer .runs', 'Branch 1');
  const outside = await page.evaluate(() => {
    const right = document.querySelector('.lanes.own .sheet')?.getBoundingClientRect().right ?? 0;
    return [...document.querySelectorAll('.lanes.own .cols > *, .lanes.own .row > *')]
      .filter((cell) => cell.getBoundingClientRect().right > right + 0.5)
      .map(({ outerHTML }) => outerHTML);
  });
  expect(outside).toEqual([]);
}

async function toldWrong(hash: string, reason: string): Promise<void> {
  const { page } = await open(browser, `${url}${hash}`);
  await untilText(page, '.notices', reason);
  expect(await rows(page)).toHaveLength(26);
}
