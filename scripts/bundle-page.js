// Bundles the explorer's page into `dist/explorer`, as a step of the build: the application, the worker that has checker, model and
// examples in itself, and the style. Classic scripts, because a module worker does not start from a file's page.
import { readFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';

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
    jsx: 'automatic',
    jsxImportSource: 'preact',
    charset: 'utf8',
    legalComments: 'none',
    // Modules say where they are to threads and to import(); a page has neither.
    define: { 'import.meta.url': '"page:/"' },
    logLevel: 'warning',
  });

const { code } = await transform(readFileSync(`${repository}explorer/app/theme.css`, 'utf8'), {
  loader: 'css',
  minify: true,
});
writeFileSync(`${out}app.css`, code);
await Promise.all([bundle('main.tsx', 'app.js'), bundle('worker.ts', 'worker.js')]);
