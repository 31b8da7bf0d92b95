// Copies into `dist` what the compiler does not, as a step of the build: the Go grammar, licence included, the tracer's
// waivers and the known shapes of the releases, which are looked for beside the compiled modules.
//
// tree-sitter-go stays a development dependency because only its .wasm file is used: as a dependency it would
// run an install script on the user's machine, which compiles C wherever no prebuilt binary loads (Alpine, say).
// The code finds the copy as `#go-grammar`, an entry of `imports` in package.json.
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('..', import.meta.url));
const wasm = fileURLToPath(import.meta.resolve('tree-sitter-go/tree-sitter-go.wasm'));

/** @param {string} source @param {string} target */
function copy(source, target) {
  mkdirSync(dirname(join(repository, 'dist', target)), { recursive: true });
  copyFileSync(source, join(repository, 'dist', target));
}

copy(wasm, 'grammar/tree-sitter-go.wasm');
copy(join(dirname(wasm), 'LICENSE'), 'grammar/LICENSE');
copy(join(repository, 'model/vacuity-waivers.json'), 'model/vacuity-waivers.json');
copy(join(repository, 'model/program/releases.json'), 'model/program/releases.json');
copy(join(repository, 'facts/closed/known.json'), 'facts/closed/known.json');
