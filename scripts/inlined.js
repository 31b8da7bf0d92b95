// For esbuild: packages that are bundled into what loads them, so that a command finds and reads no files of theirs. They are development
// dependencies; `scripts/copy-into-dist.js` puts their licences beside.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const pathOf = (/** @type {string} */ name) => fileURLToPath(import.meta.resolve(name));

/** Where the licence of each lies. */
export const licences = {
  commander: join(dirname(pathOf('commander')), 'LICENSE'),
  'ts-pattern': join(dirname(pathOf('ts-pattern')), '../LICENSE'),
  valibot: join(dirname(pathOf('valibot')), '../LICENSE.md'),
};

/** The types of Commander are those of another package, which only passes its classes on. */
const commander = Object.entries({
  argument: 'Argument',
  command: 'Command',
  error: 'CommanderError, InvalidArgumentError',
  option: 'Option',
}).map(([file, names]) => `export { ${names} } from './lib/${file}.js';`);

/**
 * CommonJS of Commander as a module of its own kind, which esbuild can take apart. Throws where it has what is not known here.
 *
 * @param {string} text
 */
function asModule(text) {
  const module = text
    // Loads a third of Node's library, for commands that are programs of their own. We have none.
    .replace("const childProcess = require('node:child_process');", '')
    .replace(/^const (\w+) = require\('(node:\w+)'\)\.(\w+);$/gm, "import { $3 as $1 } from '$2';")
    .replace(/^const (\w+) = require\('(node:\w+)'\);$/gm, "import $1 from '$2';")
    .replace(/^const (\{.*\}) = require\('(\.\/\w+)(?:\.js)?'\);$/gm, "import $1 from '$2.js';")
    .replace(/^exports\.(\w+) = \1;/gm, 'export { $1 };');
  if (/\brequire\(|\bexports\./.test(module)) throw new Error('commander has changed: scripts/inlined.js');
  return module;
}

/** @type {import('esbuild').Plugin} */
export const inlined = {
  name: 'inlined',
  setup(building) {
    building.onResolve({ filter: /^(valibot|ts-pattern)$/ }, ({ path }) => ({
      path: pathOf(path),
      sideEffects: false,
    }));
    building.onResolve({ filter: /^@commander-js\/extra-typings$/ }, () => ({
      path: pathOf('commander'),
      namespace: 'commander',
      sideEffects: false,
    }));
    building.onLoad({ filter: /.*/, namespace: 'commander' }, ({ path }) => ({
      contents: commander.join('\n'),
      resolveDir: dirname(path),
    }));
    building.onLoad({ filter: /[\\/]commander[\\/]lib[\\/]\w+\.js$/ }, ({ path }) => ({
      contents: asModule(readFileSync(path, 'utf8')),
    }));
  },
};
