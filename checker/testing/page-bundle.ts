/** Checker and model as a page gets them, and a browser to run them in. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Plugin } from 'esbuild';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** As the page of `explore` is bundled. */
async function pageTwins(): Promise<Plugin> {
  const module = (await import(new URL('../../scripts/page-twins.js', import.meta.url).href)) as {
    readonly pageTwins: Plugin;
  };
  return module.pageTwins;
}

/** One classic script of `text`, a module's TypeScript whose imports are relative to the repository. Rejects where a module of Node's is imported. */
export async function pageScript(text: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: text, resolveDir: repository, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    conditions: ['nosplit-source'],
    plugins: [await pageTwins()],
    // Only worker threads ask a module where it is, and a page has none.
    logOverride: { 'empty-import-meta': 'silent' },
  });
  return outputFiles[0]?.text ?? '';
}

/** The Chromium of this machine, or undefined. */
export const chromium = ['chromium', 'chromium-browser', 'google-chrome'].flatMap((name) =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .filter((file) => existsSync(file)),
)[0];

/** What stands in the body of a page once its script has run: the script puts it there. */
export function bodyAfter(browser: string, script: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'nosplit-page-'));
  try {
    writeFileSync(join(folder, 'script.js'), script);
    const page = join(folder, 'page.html');
    writeFileSync(
      page,
      '<!doctype html><meta charset="utf-8"><body><script src="script.js"></script></body>',
    );
    const options = `--headless --disable-gpu --dump-dom --virtual-time-budget=600000 --user-data-dir=${folder}`;
    const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const { stdout, error } = spawnSync(browser, [...options.split(' '), ...root, `file://${page}`], {
      encoding: 'utf8',
      timeout: 120_000,
    });
    if (error !== undefined) throw error;
    return /<body>([^]*)<\/body>/.exec(stdout)?.[1] ?? stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
