import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nosplit } from '../../cli/testing/world.ts';
import { gorootOf } from '../../facts/testing/go-trees.ts';
import { executable, launch, open } from './testing/browser.ts';

const tree = gorootOf('go1.26.8');
const cwd = mkdtempSync(join(tmpdir(), 'nosplit-source-'));
let browser: Browser;

if (executable === undefined)
  console.log('skipped: the lines of a tree are shown in no browser, for there is no Chromium on the PATH');

describe.skipIf(executable === undefined || tree === null)('a page of a Go tree', () => {
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(cwd, { recursive: true });
  });

  test(
    'has the line of each step, and with --with-source the lines around it',
    { tags: 'exhaustive' },
    async () => {
      const words = ['--go', tree ?? ''];
      const checked = await nosplit(['check', 'tiny', ...words, '--format', 'json', '--out', 'r.json'], {
        cwd,
      });
      expect([checked.exit, checked.stderr]).toEqual([1, '']);
      for (const more of [[], ['--with-source']]) {
        const html = `page${more.length}.html`;
        const { exit, stderr } = await nosplit(['report', 'r.json', ...words, '--html', html, ...more], {
          cwd,
        });
        expect([exit, stderr]).toEqual([0, '']);
      }
      // The last step begins at the prologue of refill, where the stack has grown.
      const lines = readFileSync(join(tree ?? '', 'src/runtime/tracebuf.go'), 'utf8').split('\n');
      const line = lines.findIndex((text) => text.includes(') refill(')) + 1;
      const { page, noted } = await open(browser, `file://${join(cwd, 'page1.html')}`);
      expect(await page.locator('#panel-step .where').innerText()).toBe(
        `traceWriter.refill tracebuf.go:${line}`,
      );
      // It runs to the store of end().
      const store = lines.find((text) => /w\.mp\.trace\.buf.*= w\.traceBuf$/.test(text)) ?? 'no store';
      expect(await page.locator('#panel-step .code').innerText()).toContain(store);
      expect(await page.locator('#panel-step .code div').count()).toBeGreaterThan(5);
      // Without it, the page has no line of the tree.
      const plain = await open(browser, `file://${join(cwd, 'page0.html')}`);
      expect(await plain.page.locator('#panel-step .where').innerText()).toContain(`tracebuf.go:${line}`);
      expect(await plain.page.locator('#panel-step .code').innerText()).not.toContain(store);
      expect(readFileSync(join(cwd, 'page0.html'), 'utf8')).not.toContain(store.trim());
      expect([...noted, ...plain.noted]).toEqual([]);
    },
  );
});
