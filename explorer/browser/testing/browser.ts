/** The page in a real browser, as a reader has it; what the page should not do is noted. */
import type { Browser, Page } from 'playwright-core';
import { chromium as driver } from 'playwright-core';
import { chromium } from '../../../checker/testing/page-bundle.ts';

/** The Chromium of this machine, or undefined: then what needs it is skipped. */
export const executable: string | undefined = chromium;

export const launch = (): Promise<Browser> =>
  driver.launch({
    executablePath: executable ?? '',
    // The sandbox needs another user than root, whom containers have.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });

export interface Opened {
  readonly page: Page;
  /** Requests for anything but the page itself, dialogs, errors, and what the policy refused. */
  readonly noted: readonly string[];
}

export interface View {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: 'light' | 'dark';
}

/** Opens an address and waits until the page is whole. */
export async function open(
  browser: Browser,
  url: string,
  { width = 1440, height = 900, theme = 'light' }: View = {},
): Promise<Opened> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    acceptDownloads: true,
  });
  const page = await context.newPage();
  const noted: string[] = [];
  const [own = ''] = url.split('#');
  page.on('request', (request) => {
    const asked = request.url();
    if (asked.split('#')[0] !== own && !/^(data|blob):/.test(asked)) noted.push(`request ${asked}`);
  });
  page.on('dialog', (dialog) => {
    noted.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => noted.push(`error ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') noted.push(`console ${message.text()}`);
  });
  await page.goto(url);
  await until(page, () => document.documentElement.dataset['ready'] === 'true');
  return { page, noted };
}

/** Waits until something is true in the page. Its policy allows no text to be run, so that the question is a function. */
export async function until(page: Page, isTrue: () => boolean, ms = 15_000): Promise<void> {
  const end = performance.now() + ms;
  while (!(await page.evaluate(isTrue))) {
    if (performance.now() > end) throw new Error(`it did not come: ${String(isTrue)}`);
    await page.waitForTimeout(20);
  }
}

/** Waits until an element has a text in it. */
export async function untilText(page: Page, selector: string, text: string, ms = 15_000): Promise<void> {
  const end = performance.now() + ms;
  for (;;) {
    const found = (await page.locator(selector).allInnerTexts()).join('\n');
    if (found.includes(text)) return;
    if (performance.now() > end)
      throw new Error(`${selector} has "${found.slice(0, 400)}", and not "${text}"`);
    await page.waitForTimeout(20);
  }
}
