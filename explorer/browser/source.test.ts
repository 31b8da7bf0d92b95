import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accepting } from '../../cli/testing/accepting.ts';
import { nosplit } from '../../cli/testing/world.ts';
import { fixture } from '../../facts/testing/known.ts';
import { executable, launch, open } from './testing/browser.ts';

const cwd = mkdtempSync(join(tmpdir(), 'nosplit-source-'));
let browser: Browser;

if (executable === undefined)
  console.log('skipped: the lines of a tree are shown in no browser, for there is no Chromium on the PATH');

describe.skipIf(executable === undefined)('a page of a Go tree', () => {
  beforeAll(async () => {
    browser = await launch();
    cpSync(fixture('entry-gen'), join(cwd, 'go'), { recursive: true });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(cwd, { recursive: true });
  });

  test(
    'has the line of each step, and with --with-source the lines around it',
    { tags: 'exhaustive' },
    async () => {
      const tree = join(cwd, 'go');
      const words = ['--go', tree, ...(await accepting(tree))];
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
      const lines = readFileSync(join(cwd, 'go/src/runtime/tracebuf.go'), 'utf8').split('\n');
      const line = lines.findIndex((text) => text.includes(') end()')) + 1;
      const { page, noted } = await open(browser, `file://${join(cwd, 'page1.html')}`);
      expect(await page.locator('#panel-step .where').innerText()).toBe(
        `traceWriter.end tracebuf.go:${line}`,
      );
      expect(await page.locator('#panel-step .code .here').innerText()).toBe(
        `${line}${lines[line - 1] ?? ''}`,
      );
      expect(await page.locator('#panel-step .code div').count()).toBeGreaterThan(5);
      // Without it, the page has no line of the tree.
      const plain = await open(browser, `file://${join(cwd, 'page0.html')}`);
      expect(await plain.page.locator('#panel-step .where').innerText()).toContain(`tracebuf.go:${line}`);
      expect(await plain.page.locator('#panel-step .code').count()).toBe(0);
      expect(readFileSync(join(cwd, 'page0.html'), 'utf8')).not.toContain(lines[line - 1]);
      expect([...noted, ...plain.noted]).toEqual([]);
    },
  );
});
