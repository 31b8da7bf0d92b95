// Bundles the playground into a folder: its page, the checker as a module, what leaves out types, and the explorer in a frame.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { pageTwins } from './page-twins.js';

const repository = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(`${repository}package.json`, 'utf8'));

/** As much of Node's `util` and `buffer` as the library needs that leaves out types. */
const nodeShims = {
  name: 'node-shims',
  /** @param {import('esbuild').PluginBuild} building */
  setup(building) {
    building.onResolve({ filter: /^(util|node:buffer)$/ }, ({ path }) => ({ path, namespace: 'shim' }));
    building.onLoad({ filter: /.*/, namespace: 'shim' }, ({ path }) => ({
      contents:
        path === 'util'
          ? 'module.exports = { TextDecoder, TextEncoder };'
          : 'exports.Buffer = { from: (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)) };',
    }));
  },
};

/** The policy of both pages: their own scripts, what they make of a model, and no connection. */
const policy = [
  "default-src 'none'",
  "script-src 'self' blob: 'unsafe-eval'",
  "style-src 'self'",
  "worker-src 'self' blob:",
  "frame-src 'self'",
  'img-src data: blob:',
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** @param {string} title @param {string} from @param {string} style @param {string} body */
const page = (title, from, style, body) =>
  [
    '<!doctype html>',
    `<html lang="en" data-from="${from}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    `<title>${title}</title>`,
    '<link rel="icon" href="data:,">',
    `<link rel="stylesheet" href="${style}">`,
    `</head><body><div id="page"></div>${body}</body></html>`,
    '',
  ].join('\n');

/** The examples with their texts, the tutorial's lock first. */
async function examplesShown() {
  const { examples } = await import('../dist/examples/index.js');
  const tutorial = readFileSync(join(repository, 'docs/tutorial-1-a-bug-in-a-lock.md'), 'utf8');
  const [, lock = ''] = /^```js lock\.mjs\n([\s\S]*?)^```/m.exec(tutorial) ?? [];
  return [
    { name: 'lock', title: 'a lock with a bug (tutorial)', text: lock, params: '', about: '' },
    ...examples.map(({ name, title, params }) => ({
      name,
      title,
      text: readFileSync(join(repository, 'examples', `${name}.ts`), 'utf8').replaceAll(
        "'../checker/index.ts'",
        "'nosplit/checker'",
      ),
      params: 'broken' in params ? 'broken=true' : '',
      about: Object.entries(params)
        .map(([key, one]) => `${key} (default ${one.default}): ${one.about}`)
        .join('; '),
    })),
  ];
}

/** @param {string} out where the playground is to be */
export async function bundlePlayground(out) {
  mkdirSync(out, { recursive: true });
  /** @type {(entry: string, name: string, more: import('esbuild').BuildOptions) => Promise<unknown>} */
  const bundle = (entry, name, more) =>
    build({
      entryPoints: [join(repository, 'explorer/app', entry)],
      outfile: join(out, name),
      bundle: true,
      minify: true,
      platform: 'browser',
      target: 'es2022',
      conditions: ['nosplit-source'],
      jsx: 'automatic',
      jsxImportSource: 'preact',
      charset: 'utf8',
      legalComments: 'none',
      logLevel: 'warning',
      ...more,
    });
  await Promise.all([
    bundle('playground/main.tsx', 'playground.js', { format: 'iife' }),
    bundle('playground/worker.ts', 'checker.js', {
      format: 'esm',
      plugins: [pageTwins],
      define: { VERSION: JSON.stringify(version) },
    }),
    bundle('playground/strip.ts', 'strip.js', {
      format: 'esm',
      plugins: [nodeShims],
    }),
    bundle('playground/playground.css', 'playground.css', {}),
    bundle('main.tsx', 'app.js', { format: 'iife', define: { 'import.meta.url': '"page:/"' } }),
    bundle('graph/graphviz.ts', 'graph.js', { format: 'iife', define: { 'import.meta.url': '"page:/"' } }),
    bundle('theme.css', 'app.css', {}),
  ]);
  const data = JSON.stringify(await examplesShown()).replaceAll('<', '\\u003c');
  writeFileSync(
    join(out, 'index.html'),
    page(
      'nosplit: playground',
      'site',
      'playground.css',
      `<script type="application/json" id="examples">${data}</script><script src="playground.js"></script>`,
    ),
  );
  writeFileSync(
    join(out, 'explorer.html'),
    page('nosplit: a run', 'playground', 'app.css', '<script src="app.js"></script>'),
  );
}
