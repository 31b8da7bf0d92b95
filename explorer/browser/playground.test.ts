import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { examples } from '../../examples/index.ts';
import { axe } from './testing/axe.ts';
import type { View } from './testing/browser.ts';
import { executable, launch, untilText } from './testing/browser.ts';

const folder = mkdtempSync(join(tmpdir(), 'nosplit-playground-'));
const types: Readonly<Record<string, string>> = {
  html: 'text/html',
  js: 'text/javascript',
  css: 'text/css',
};
/** What was asked of the server that is no file of the playground. */
const strange: string[] = [];
let [browser, server, origin]: [Browser?, Server?, string?] = [];

/** Until something has failed: a busy machine is no failure. */
const MS = 120_000;

interface Opened {
  readonly page: Page;
  /** Dialogs, errors, and requests to others. */
  readonly noted: readonly string[];
}

async function open({ width = 1440, height = 900, theme = 'light' }: View = {}, hash = ''): Promise<Opened> {
  if (browser === undefined) throw new Error('there is no browser');
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme });
  const page = await context.newPage();
  page.setDefaultTimeout(MS);
  const noted: string[] = [];
  page.on('pageerror', (error) => noted.push(`error ${error.message}`));
  page.on('dialog', (dialog) => noted.push(`dialog ${dialog.message()}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(`${origin ?? ''}/`) && !/^(data|blob):/.test(request.url()))
      noted.push(`request ${request.url()}`);
  });
  await page.goto(`${origin ?? ''}/index.html${hash}`);
  await page.waitForSelector('html[data-ready]');
  return { page, noted };
}

const shows = (page: Page, text: string): Promise<void> => untilText(page, '.result', text, MS);
const check = (page: Page): Promise<void> => page.click('text="Check"');
/** The explorer in its frame, once it can take steps. */
async function explorerOf(page: Page): Promise<Frame> {
  const frame = await (await page.waitForSelector('iframe')).contentFrame();
  if (frame === null) throw new Error('the frame has no page');
  await frame.waitForSelector('html[data-ready]');
  return frame;
}

const model = (before: string): string => `import { int, over, record } from 'nosplit/checker';
${before}
const { action, always, system } = over(record({ n: int(0, 9) }));
export default ({ most = 5 }: { readonly most?: number }) =>
  system({
    name: 'counter',
    initial: [{ n: 0 }],
    actions: { Up: action({ guard: { more: (s) => s.n < 9 }, effect: (next) => { next.n++; } }) },
    properties: { Small: always({ holds: (s) => s.n < most }) },
  });
`;

if (executable === undefined)
  console.log('skipped: nobody plays in the playground, for there is no Chromium on the PATH');

// Every day `explorer/playground/playground.test.ts` judges models as its worker does.
describe.skipIf(executable === undefined)('the playground', { tags: 'exhaustive' }, () => {
  beforeAll(async () => {
    const { bundlePlayground } = (await import(
      new URL('../../scripts/bundle-playground.js', import.meta.url).href
    )) as { readonly bundlePlayground: (out: string) => Promise<void> };
    await bundlePlayground(folder);
    server = createServer(({ url = '' }, response) => {
      const [, name = '', type = ''] = /^\/([\w-]+\.(\w+))$/.exec(url) ?? [];
      try {
        const body = readFileSync(join(folder, name));
        response.writeHead(200, { 'content-type': types[type] ?? 'text/plain' }).end(body);
      } catch {
        strange.push(url);
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
    rmSync(folder, { recursive: true });
  });

  test('finds the bug of the tutorial, shows its run, and takes another step from it', async () => {
    const { page, noted } = await open({ theme: 'dark' });
    await axe(page);
    await check(page);
    await shows(page, 'OneInside is violated after 4 steps');
    const frame = await explorerOf(page);
    expect(await frame.locator('h1').innerText()).toContain('Two threads are inside');
    const lanes = frame.locator('.lanes [role=listbox]');
    await lanes.press('k');
    await lanes.press('2');
    await frame.waitForSelector('footer .runs :text("Branch 1")');
    await axe(page);
    await axe(frame);
    expect(noted).toEqual([]);
  });

  test.each([
    ['light', 1440],
    ['light', 390],
    ['dark', 390],
  ] as const)('axe finds nothing in the %s theme at %i px', async (theme, width) => {
    const { page } = await open({ theme, width, height: 844 });
    await page.selectOption('select', 'peterson');
    await check(page);
    await shows(page, 'MutualExclusion is violated after 7 steps');
    const frame = await explorerOf(page);
    await axe(page);
    await axe(frame);
    await page.click('text="BothWait is reached"');
    expect(await (await explorerOf(page)).locator('.story, h1').first().innerText()).not.toContain(
      'MutualExclusion',
    );
  });

  test('checks each example as it is', async () => {
    const { page, noted } = await open();
    for (const { name } of examples) {
      await page.selectOption('select', name);
      expect(await page.locator('.result').innerText()).toContain('Check the model');
      await check(page);
      await shows(page, 'states generated');
    }
    expect(noted).toEqual([]);
  });

  test('leaves out types, and says in which line a model is wrong', async () => {
    const { page } = await open();
    const write = async (text: string, params = ''): Promise<void> => {
      await page.fill('textarea', text);
      await page.fill('input', params);
      await page.press('textarea', 'Control+Enter');
    };
    await write(model('const unused: number = 1;'), 'most=3');
    await shows(page, 'Small is violated after 3 steps');
    await write(model('enum Colour { red }'));
    await shows(page, 'line 2: TypeScript enum is not supported');
    await write(model('const = 1;'));
    await shows(page, 'line 2: ');
    await write(model("import { readFileSync } from 'node:fs';"));
    await shows(page, 'a model can import nosplit/checker, and not node:fs');
    await write(model(''), 'most');
    await shows(page, 'a parameter is written as n=3 or broken=true, and not as most');
    await write('export default 1;');
    await shows(page, 'the model has no system as its default export');
    await write(model('throw new Error("no luck");'));
    await shows(page, 'no luck');
  });

  test('a model that does not end can be stopped', async () => {
    const { page } = await open();
    await page.fill('textarea', model('for (;;) {}'));
    await check(page);
    await shows(page, 'Searching');
    await page.click('text="Stop"');
    await shows(page, 'Check the model');
    await page.selectOption('select', 'mutex');
    await check(page);
    await shows(page, 'hold in every reachable state');
  });

  test('a link has the model, which runs when the reader says so', async () => {
    const { page } = await open();
    await page.fill('textarea', model('// ∀ models'));
    await page.fill('input', 'most=2');
    await page.click('text="Copy a link"');
    await untilText(page, '.buttons', 'The link is', MS);
    const { hash } = new URL(page.url());
    const other = await open({}, hash);
    expect(await other.page.inputValue('textarea')).toBe(model('// ∀ models'));
    expect(await other.page.locator('.result').innerText()).toContain('Check the model');
    await check(other.page);
    await shows(other.page, 'Small is violated after 2 steps');
    for (const bad of ['#m=AAAA', '#m=x', '#nothing', '#m=q1YqLU4tBgA']) {
      const { page: first, noted } = await open({}, bad);
      expect(await first.inputValue('textarea')).toContain('Two threads share a lock');
      expect(noted).toEqual([]);
    }
  });

  test('a model reaches nobody, whatever it tries', async () => {
    const { page } = await open();
    await page.fill(
      'textarea',
      model(`const here = globalThis as any;
here.fetch('${origin ?? ''}/strange-fetch').catch(() => undefined);
import('${origin ?? ''}/strange-import.js').catch(() => undefined);
try { const r = new here.XMLHttpRequest(); r.open('GET', '${origin ?? ''}/strange-xhr', false); r.send(); } catch {}
try { new here.WebSocket('${(origin ?? '').replace('http', 'ws')}/strange-socket'); } catch {}`),
    );
    await check(page);
    await shows(page, 'Small is violated after 5 steps');
    await explorerOf(page);
    expect(strange.filter((url) => !url.startsWith('/strange-import'))).toEqual([]);
    // The server does hear who may speak.
    await fetch(`${origin ?? ''}/strange-test`);
    expect(strange).toContain('/strange-test');
  });
});
