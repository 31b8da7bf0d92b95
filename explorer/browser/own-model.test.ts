import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nosplit } from '../../cli/testing/world.ts';
import { executable, launch, open, untilText } from './testing/browser.ts';

const folder = mkdtempSync(join(tmpdir(), 'nosplit-own-'));
const checker = new URL('../../dist/browser/checker/public.js', import.meta.url).href.replace('file://', '');

/** A model in TypeScript, with a module of its own, and what `also` says before it. */
function model(name: string, also = ''): string {
  writeFileSync(join(folder, 'limits.ts'), 'export const top: number = 9;\n');
  const file = join(folder, name);
  writeFileSync(
    file,
    `import { int, over, record } from '${checker}';
import { top } from './limits.ts';
${also}
const { action, always, system } = over(record({ n: int(0, 9), m: int(0, 3) }));
export const params = { most: 5 };
export default ({ most }: { readonly most: number }) =>
  system({
    name: 'counter',
    initial: [{ n: 0, m: 0 }],
    actions: {
      Up: action({ guard: { more: (s) => s.n < top }, effect: (next) => { next.n++; }, process: () => 'a' }),
      Other: action({ guard: { more: (s) => s.m < 3 }, effect: (next) => { next.m++; }, process: () => 'b' }),
    },
    properties: { Small: always({ holds: (s) => s.n < most, otherwise: 'n is large' }) },
  });
`,
  );
  return file;
}

/** Writes the page of the model's counterexample, with n up to 4. */
async function page(file: string): Promise<{ readonly html: string; readonly stderr: string }> {
  const words = ['--model', file, '--set', 'most=4'];
  const [report, html] = [`${file}.json`, `${file}.html`];
  await nosplit(['check', ...words, '--format', 'json', '--out', report]);
  const { exit, stderr } = await nosplit(['report', report, ...words, '--html', html]);
  expect(exit).toBe(0);
  return { html, stderr };
}

let browser: Browser;
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('a model that needs Node stays out of the page, and a line says why', async () => {
  const { html, stderr } = await page(
    model(
      'needs-node.ts',
      "import { readFileSync } from 'node:fs';\nexport const text = readFileSync('/dev/null');",
    ),
  );
  expect(stderr).toMatch(/^nosplit: the code of \S+needs-node\.ts is not in the file, .*node:fs.*\n$/);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(readFileSync(html, 'utf8')).not.toContain('id="worker"');
});

describe.skipIf(executable === undefined)("a user's model in the page", () => {
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  test('runs when the reader allows it, and not before', async () => {
    const { html, stderr } = await page(model('counter.ts'));
    expect(stderr).toBe('');
    const { page: shown, noted } = await open(browser, `file://${html}`);
    expect(await shown.locator('h1').innerText()).toContain('n is large');
    expect(await shown.locator('#panel-next .take').count()).toBe(2);
    await shown.keyboard.press('2');
    expect(await shown.locator('footer .runs button').count()).toBe(2);
    await shown.keyboard.press('/');
    await untilText(shown, '.over', "The model's code runs only if you allow it");
    await shown.keyboard.press('Escape');
    await shown.click('text="Run the model\'s code"');
    await shown.keyboard.press('k');
    await shown.keyboard.press('2');
    await untilText(shown, 'footer .runs', 'Branch 1');
    await shown.keyboard.press('/');
    await shown.fill('.over input.mono', 'n == 9 && m == 3');
    await shown.keyboard.press('Enter');
    await untilText(shown, '.over', 'Found after 8 more steps');
    // The branches of an address are shown as soon as the code runs.
    const again = await open(browser, shown.url());
    await again.page.click('text="Run the model\'s code"');
    await untilText(again.page, 'footer .runs', 'Branch 1');
    expect([...noted, ...again.noted].filter((one) => !one.includes('at=x'))).toEqual([]);
  });

  test('reaches nobody, whatever it tries', async () => {
    const asked: string[] = [];
    const server = createServer(({ url = '' }, response) => {
      asked.push(url);
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { html } = await page(
      model(
        'evil.ts',
        `const here = globalThis as any;
if ('importScripts' in here) {
  here.fetch('${at}/fetch').catch(() => undefined);
  try { here.importScripts('${at}/script'); } catch {}
  try { const r = new here.XMLHttpRequest(); r.open('GET', '${at}/xhr', false); r.send(); } catch {}
  try { new here.WebSocket('${at.replace('http', 'ws')}/socket'); } catch {}
}`,
      ),
    );
    const { page: shown } = await open(browser, `file://${html}`);
    await shown.click('text="Run the model\'s code"');
    await shown.keyboard.press('k');
    await shown.keyboard.press('2');
    await untilText(shown, 'footer .runs', 'Branch 1');
    expect(asked).toEqual([]);
    // The server does hear who may speak.
    await fetch(`${at}/test`);
    expect(asked).toEqual(['/test']);
    server.close();
  });
});
