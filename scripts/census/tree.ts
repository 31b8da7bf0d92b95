/** The tree that is edited: a copy in which `refill` is nosplit, its edits, and which of them the compiler would take. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ReadTree } from '../../facts/index.ts';
import { findGoTree, parseGo } from '../../facts/index.ts';
import { editsOf, random } from './edits.ts';
import type { Edit } from './edits.ts';

/** A copy of the runtime in which refill is nosplit, so that an unchanged tree holds. */
export function curedCopy(from: string, to: string): string {
  const copy = join(to, 'tree');
  cpSync(join(from, 'src/runtime'), join(copy, 'src/runtime'), {
    recursive: true,
    filter: (path) => !/testdata|_test\.go$/.test(path),
  });
  cpSync(join(from, 'src/internal/buildcfg'), join(copy, 'src/internal/buildcfg'), { recursive: true });
  cpSync(join(from, 'VERSION'), join(copy, 'VERSION'));
  const file = join(copy, 'src/runtime/tracebuf.go');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(/^func \(w traceWriter\) refill\(/m, '//go:nosplit\n$&'));
  return copy;
}

/** Every edit of every function that is read. */
export async function everyEdit(dir: string, { comparison }: ReadTree): Promise<Edit[]> {
  const tree = findGoTree(dir);
  const files = [...new Set(comparison.functions.map(({ shape }) => shape.file))];
  const source = await parseGo(tree, files);
  try {
    const names = new Set(comparison.functions.map(({ shape }) => shape.name));
    const texts = new Map(files.map((file) => [file, readFileSync(join(tree.runtimeDir, file), 'utf8')]));
    return [...source.functions.values()]
      .filter(({ name }) => names.has(name))
      .flatMap(({ name, file, body }) => editsOf(name, file, body, texts.get(file) ?? ''));
  } finally {
    source.free();
  }
}

export function sampled(edits: readonly Edit[], count: number, seed: number): Edit[] {
  const next = random(seed);
  const rest = [...edits];
  const taken: Edit[] = [];
  while (taken.length < count && rest.length > 0)
    taken.push(...rest.splice(Math.floor(next() * rest.length), 1));
  return taken;
}

/** The edits that the compiler would take, as a small Go program judges them with the tree's own release. */
export function typeChecked(edits: readonly Edit[], dir: string, goroot: string): Edit[] {
  const texts = new Map<string, string>();
  const bytes = (file: string, offset: number): number => {
    const text = texts.get(file) ?? readFileSync(join(dir, 'src/runtime', file), 'utf8');
    texts.set(file, text);
    return Buffer.byteLength(text.slice(0, offset));
  };
  const lines = edits.map(({ file, start, end, text }) =>
    JSON.stringify({ File: file, Start: bytes(file, start), End: bytes(file, end), Text: text }),
  );
  const program = fileURLToPath(new URL('typecheck.go', import.meta.url));
  const own = join(goroot, 'bin/go');
  const answers = execFileSync(
    existsSync(own) ? own : 'go',
    ['run', program, goroot, join(dir, 'src/runtime')],
    {
      input: `${lines.join('\n')}\n`,
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
      env: { ...process.env, GOFLAGS: '', CGO_ENABLED: '0', GOTOOLCHAIN: 'local' },
    },
  ).split('\n');
  return edits.filter((_, index) => answers[index] === 'true');
}

/** What `read` gives while these edits stand in the tree; no two of them overlap. */
export async function withEdits<T>(dir: string, edits: readonly Edit[], read: () => Promise<T>): Promise<T> {
  const before = new Map<string, string>();
  for (const { file, start, end, text } of edits.toSorted((a, b) => b.start - a.start)) {
    const path = join(dir, 'src/runtime', file);
    const whole = readFileSync(path, 'utf8');
    if (!before.has(path)) before.set(path, whole);
    writeFileSync(path, whole.slice(0, start) + text + whole.slice(end));
  }
  try {
    return await read();
  } finally {
    for (const [path, text] of before) writeFileSync(path, text);
  }
}
