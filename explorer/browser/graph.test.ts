import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nosplit } from '../../cli/testing/world.ts';
import { axe } from './testing/axe.ts';
import { executable, launch, open, until, untilText } from './testing/browser.ts';

const id = '2eb14a80-7-2d5el1';
const words = ['--model', 'peterson', '--set', 'broken=true'];
const folder = mkdtempSync(join(tmpdir(), 'nosplit-graph-'));
const url = `file://${join(folder, 'graph.html')}`;
let browser: Browser;

if (executable === undefined)
  console.log('skipped: the graph is drawn in no browser, for there is no Chromium on the PATH');

describe.skipIf(executable === undefined)('the graph of states', () => {
  beforeAll(async () => {
    browser = await launch();
    for (const [name, ...more] of [['graph.html', '--with-graph'], ['plain.html']])
      await nosplit(['report', id, ...words, '--html', join(folder, name ?? ''), ...more]);
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  test('shows every state and the run among them, and a click goes there', async () => {
    const { page, noted } = await open(browser, url);
    await page.keyboard.press('m');
    await until(page, () => document.querySelectorAll('.nodes > g').length === 48);
    expect(await page.locator('.graph .head').innerText()).toContain('all 48, up to 8 steps far');
    expect(await page.locator('.nodes .broken').count()).toBe(2);
    expect(await page.locator('.taken path').count()).toBe(7);
    await untilText(page, '.graph .legend', '✗ MutualExclusion');
    await axe(page);
    await page.selectOption('.graph select >> nth=1', 'MutualExclusion');
    expect(await page.locator('.nodes .bad').count()).toBe(2);
    // The other state of the two is on no run yet.
    await page.selectOption('.graph select >> nth=1', 'runs');
    expect(await page.locator('.nodes .good').count()).toBe(8);
    await page.locator('.nodes .broken.plain').click();
    await untilText(page, 'footer .runs', 'Branch 1');
    expect(await page.locator('footer .count').innerText()).toBe('7 / 7');
    await page.locator('.nodes > g >> nth=0').click();
    await untilText(page, 'footer .count', '0 / 7');
    const again = await open(browser, page.url());
    await until(again.page, () => document.querySelectorAll('.nodes > g').length === 48);
    await page.keyboard.press('m');
    await until(page, () => document.querySelector('.graph') === null);
    expect([...noted, ...again.noted]).toEqual([]);
  });

  test('begins at the state that is shown, where one wants that', { tags: 'exhaustive' }, async () => {
    const { page, noted } = await open(browser, `${url}#at=3&graph=here`);
    await untilText(page, '.graph .head', 'all 48');
    await untilText(page, '.graph .legend', 'State 0:');
    await page.locator('.nodes > g >> nth=40').click();
    await untilText(page, 'footer .runs', 'Branch 1');
    expect(noted).toEqual([]);
  });

  test(
    'is left out of a file that was written without it, which says so',
    { tags: 'exhaustive' },
    async () => {
      const { page } = await open(browser, `file://${join(folder, 'plain.html')}#graph=start`);
      await untilText(page, '.graph', '--with-graph of nosplit report puts it in');
    },
  );
});
