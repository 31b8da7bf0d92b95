// Copies the Go grammar into `dist`, licence included, as a step of the build.
//
// tree-sitter-go stays a development dependency because only its .wasm file is used: as a dependency it would
// run an install script on the user's machine, which compiles C wherever no prebuilt binary loads (Alpine, say).
// The code finds the copy as `#go-grammar`, an entry of `imports` in package.json.
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const wasm = fileURLToPath(import.meta.resolve('tree-sitter-go/tree-sitter-go.wasm'));
const target = fileURLToPath(new URL('../dist/grammar/', import.meta.url));

mkdirSync(target, { recursive: true });
copyFileSync(wasm, join(target, 'tree-sitter-go.wasm'));
copyFileSync(join(dirname(wasm), 'LICENSE'), join(target, 'LICENSE'));
