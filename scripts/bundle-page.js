// Bundles the explorer's page into `dist/explorer`, as a step of the build: the application, for each kind of system a worker that
// has the checker and the systems of that kind in itself, the worker that lays out graphs, and the style. Classic scripts, because
// a module worker does not start from a file's page.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { explorerTwins } from './page-twins.js';

const repository = fileURLToPath(new URL('..', import.meta.url));
const out = `${repository}dist/explorer/`;
mkdirSync(out, { recursive: true });

/** @param {string} entry @param {string} outfile */
const bundle = (entry, outfile) =>
  build({
    entryPoints: [`${repository}explorer/app/${entry}`],
    outfile: `${out}${outfile}`,
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    conditions: ['nosplit-source'],
    plugins: [explorerTwins],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    charset: 'utf8',
    legalComments: 'none',
    // Modules say where they are to threads and to import(); a page has neither.
    define: { 'import.meta.url': '"page:/"' },
    logLevel: 'warning',
  });

await Promise.all([
  bundle('main.tsx', 'app.js'),
  ...['programs', 'examples'].map((name) => bundle(`workers/${name}.ts`, `worker-${name}.js`)),
  bundle('graph/graphviz.ts', 'graph.js'),
  build({
    entryPoints: [`${repository}explorer/app/theme.css`],
    outfile: `${out}app.css`,
    bundle: true,
    minify: true,
    logLevel: 'warning',
  }),
]);
