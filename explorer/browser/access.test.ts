import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nosplit } from '../../cli/testing/world.ts';
import { axe } from './testing/axe.ts';
import { executable, launch, open, untilText } from './testing/browser.ts';
import { lostBuffer, words } from './testing/lost-buffer.ts';

const folder = mkdtempSync(join(tmpdir(), 'nosplit-access-'));
const file = join(folder, 'bug.html');
const url = `file://${file}`;
let browser: Browser;

if (executable === undefined)
  console.log('skipped: axe looks at no page, for there is no Chromium on the PATH');

describe.skipIf(executable === undefined)('the page is for everybody', () => {
  beforeAll(async () => {
    browser = await launch();
    await nosplit(['report', await lostBuffer(), ...words, '--html', file]);
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  test('axe finds nothing in the dark theme at 1440 px', async () => {
    await looked('dark', 1440);
  });
  test.each([
    ['light', 1440],
    ['light', 800],
    ['light', 390],
    ['dark', 390],
  ] as const)('axe finds nothing in the %s theme at %i px', { tags: 'exhaustive' }, async (theme, width) => {
    await looked(theme, width);
  });

  test('says to a screen reader where one is', async () => {
    const { page } = await open(browser, url);
    await page.keyboard.press('k');
    await page.keyboard.press('j');
    await untilText(
      page,
      '[aria-live]',
      'M0 stores buffer 2 over buffer 1 in buf[1]. NoLostBuffer is violated',
    );
    const list = page.locator('.lanes [role=listbox]');
    expect(await list.getAttribute('aria-activedescendant')).toBe('own-25');
    expect(await page.locator('#own-25').innerText()).toContain('violates');
  });
});

async function looked(theme: 'light' | 'dark', width: number): Promise<void> {
  const { page } = await open(browser, url, { theme, width, height: 844 });
  await axe(page);
  await page.keyboard.press('k');
  await page.keyboard.press('2');
  await untilText(page, 'footer .runs', 'Branch 1');
  await axe(page);
  await page.keyboard.press('/');
  await axe(page);
  await page.keyboard.press('Escape');
  const compared = await open(browser, `${url}#vs=design:1.26-nosplit/tiny`, { theme, width, height: 844 });
  await axe(compared.page);
}
