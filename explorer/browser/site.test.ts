import { existsSync, readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axe } from './testing/axe.ts';
import { executable, launch } from './testing/browser.ts';

// The site as `npm run site` builds it, in a browser.
const folder = fileURLToPath(new URL('../../site/dist/site', import.meta.url));
const isBuilt = existsSync(join(folder, 'index.html'));
const base = process.env['SITE_BASE'] ?? '/';
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
let [browser, server, origin]: [Browser?, Server?, string?] = [];

if (executable === undefined || !isBuilt)
  console.log(
    `skipped: axe looks at no page of the site, for ${isBuilt ? 'there is no Chromium on the PATH' : 'npm run site has not built it'}`,
  );

describe.skipIf(executable === undefined || !isBuilt)('the site is for everybody', () => {
  beforeAll(async () => {
    browser = await launch();
    server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      const path = join(folder, pathname.slice(base.length - 1));
      const file = [path, `${path}.html`, join(path, 'index.html')].find(
        (one) => one.startsWith(folder) && existsSync(one) && extname(one) !== '',
      );
      response.writeHead(file === undefined ? 404 : 200, {
        'content-type': types[extname(file ?? '')] ?? 'application/octet-stream',
      });
      response.end(file === undefined ? '' : readFileSync(file));
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  test.each([
    ['', 'light', 1440],
    ['reference', 'dark', 1440],
    ['tutorial-1-a-bug-in-a-lock', 'light', 390],
    ['proofs-notes', 'dark', 390],
  ] as const)(
    'axe finds nothing in /%s, %s, at %i px',
    { tags: 'exhaustive' },
    async (page, theme, width) => {
      await looked(page, theme, width);
    },
  );
});

async function looked(path: string, colorScheme: 'light' | 'dark', width: number): Promise<void> {
  if (browser === undefined) throw new Error('there is no browser');
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
  const page = await context.newPage();
  const response = await page.goto(`${origin ?? ''}${base}${path}`);
  expect(response?.status()).toBe(200);
  await page.waitForSelector('.vp-doc h1');
  expect(await page.evaluate(() => document.documentElement.classList.contains('dark'))).toBe(
    colorScheme === 'dark',
  );
  await axe(page);
  await context.close();
}
