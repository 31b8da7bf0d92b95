// Bundles what the package shows, its command and its threads into `dist`, as a step of the build: a command that loads some ten
// files starts in a third of the time of one that loads six hundred. Entries share what they have in common, so that each module is
// there once.
//
// The compiler's own output in `build` has the same folders. Tests start threads from there, since these import the tests' own modules.
import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { inlined } from './inlined.js';
import { merged } from './merge-chunks.js';
import { pastIndexes } from './past-indexes.js';

const repository = fileURLToPath(new URL('..', import.meta.url));
const dist = `${repository}dist`;

/** What package.json's `exports` name. */
const { exports } = JSON.parse(readFileSync(`${repository}package.json`, 'utf8'));
const shown = Object.values(exports).flatMap(({ default: path = '' }) =>
  path.startsWith('./dist/') ? [path.slice('./dist/'.length).replace(/\.js$/, '.ts')] : [],
);
const examples = readdirSync(`${repository}examples`).filter((name) => /^[^.]+\.ts$/.test(name));

/** What Node is told to load by its place: programs, threads, loaders, and the systems that threads import. */
const loaded = [
  'cli/bin.ts',
  'cli/action/main.ts',
  'cli/process/thread.ts',
  'cli/searching/search-worker.ts',
  'cli/typescript/register.ts',
  'cli/typescript/hooks.ts',
  'checker/check/worker.ts',
  // The test of the runtimes has a short search shared by two workers.
  'checker/search/parallel/sharing.ts',
  'model/module.ts',
  'model/program/module.ts',
  ...examples.map((name) => `examples/${name}`),
];

/**
 * A module still finds what lies beside it in `dist`, whichever file it has been bundled into: `placeOfModule` stands for its
 * import.meta.url. Texts that have these words, as those of programs that are written, stay as they are.
 *
 * @type {import('esbuild').Plugin}
 */
const places = {
  name: 'places',
  setup(building) {
    building.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const text = pastIndexes(readFileSync(path, 'utf8'), path);
      if (!text.includes('import.meta.url')) return { contents: text, loader: 'ts' };
      const place = relative(repository, path).replaceAll('\\', '/').replace(/\.ts$/, '.js');
      const [, hashbang = '', rest] = /^(#!.*\n)?([^]*)$/.exec(text) ?? [];
      const url = `url.replace(/\\/dist\\/(?!.*\\/dist\\/).*/, ${JSON.stringify(`/dist/${place}`)})`;
      const head = `const placeOfModule = /* @__PURE__ */ (({ url }) => ${url})(import.meta);`;
      return { contents: `${hashbang}${head}${rest}`, loader: 'ts' };
    });
  },
};

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  splitting: true,
  format: 'esm',
  outbase: repository,
  conditions: ['nosplit-source'],
  // Names stay, so that a stack still says where an error came from.
  minifySyntax: true,
  minifyWhitespace: true,
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
};

rmSync(`${dist}/browser`, { recursive: true, force: true });
const [package_] = await Promise.all([
  build({
    ...common,
    entryPoints: [...new Set([...shown, ...loaded])].map((entry) => `${repository}${entry}`),
    outdir: dist,
    chunkNames: 'chunks/[name]-[hash]',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    external: ['#tree-sitter', '#go-grammar'],
    plugins: [inlined, places],
    ...{ write: false, metafile: true },
    define: { 'import.meta.url': 'placeOfModule' },
  }),
  // The checker in a page, and with it what the explorer's page asks a user's own model by.
  build({
    ...common,
    entryPoints: ['checker/public.ts', 'explorer/own-model.ts'].map((entry) => `${repository}${entry}`),
    outdir: `${dist}/browser`,
    chunkNames: '[name]-[hash]',
    platform: 'browser',
    target: 'es2022',
    packages: 'external',
    define: { 'import.meta.url': '"page:/"' },
  }),
]);
const shownAs = (/** @type {string} */ path) => relative(dist, path).replaceAll('\\', '/');
const { outputs } = package_.metafile;
const entries = new Set(
  Object.keys(outputs)
    .filter((path) => outputs[path]?.entryPoint !== undefined)
    .map((path) => shownAs(resolve(path))),
);
const files = await merged(
  new Map(
    package_.outputFiles.map(({ path, text }) => [
      shownAs(path),
      { text, entry: entries.has(shownAs(path)) },
    ]),
  ),
  'chunks',
);
// Not before the new ones are at hand: somebody may be using the old ones.
rmSync(`${dist}/chunks`, { recursive: true, force: true });
for (const [path, text] of files) {
  mkdirSync(dirname(`${dist}/${path}`), { recursive: true });
  writeFileSync(`${dist}/${path}`, text);
  // As esbuild leaves it where it writes itself: `npx nosplit` in a clone runs the file.
  if (text.startsWith('#!')) chmodSync(`${dist}/${path}`, 0o755);
}
