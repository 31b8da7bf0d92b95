// Copies into `dist` what the compiler does not, as a step of the build: tree-sitter and the Go grammar, licences included, the
// tracer's waivers, the known shapes of the releases and the driver of a search on Spark, which are looked for beside the modules. What the compiler wrote into `build`
// for the tests has them beside it, too.
//
// tree-sitter-go stays a development dependency because only its .wasm file is used: as a dependency it would
// run an install script on the user's machine, which compiles C wherever no prebuilt binary loads (Alpine, say).
// So does web-tree-sitter: its script and its .wasm file are 0.4 MB of the 5.8 MB that it would install.
// The code finds the copies as `#go-grammar` and `#tree-sitter`, entries of `imports` in package.json.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { licences } from './inlined.js';

const repository = fileURLToPath(new URL('..', import.meta.url));
const treeSitter = dirname(fileURLToPath(import.meta.resolve('web-tree-sitter')));
const goGrammar = dirname(fileURLToPath(import.meta.resolve('tree-sitter-go/tree-sitter-go.wasm')));

/** @param {string} source @param {string} target */
function copy(source, target) {
  mkdirSync(dirname(join(repository, 'dist', target)), { recursive: true });
  copyFileSync(source, join(repository, 'dist', target));
}

copy(join(treeSitter, 'tree-sitter.wasm'), 'grammar/tree-sitter.wasm');
// Its map of the source is not copied, and who looks for it would say that it is missing.
const script = readFileSync(join(treeSitter, 'tree-sitter.js'), 'utf8');
writeFileSync(
  join(repository, 'dist/grammar/tree-sitter.js'),
  script.replace(/^\/\/# sourceMappingURL=.*$/m, ''),
);
copy(join(treeSitter, 'LICENSE'), 'grammar/LICENSE.tree-sitter');
copy(join(goGrammar, 'tree-sitter-go.wasm'), 'grammar/tree-sitter-go.wasm');
copy(join(goGrammar, 'LICENSE'), 'grammar/LICENSE.tree-sitter-go');
for (const [name, licence] of Object.entries(licences)) copy(licence, `licences/LICENSE.${name}`);
for (const file of [
  'model/vacuity-waivers.json',
  'model/program/releases/releases.json',
  'facts/closed/known.json',
  'cli/spark/nosplit_spark.py',
]) {
  copy(join(repository, file), file);
  copy(join(repository, file), join('../build', file));
}
