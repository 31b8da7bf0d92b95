/**
 * The census: statements of a tree are edited one at a time, and each edit has to be refused, to change the verdict, or to be no
 * part of the protocol for a stated reason. `npm run census` takes a sample of the tree of the go command, with refill nosplit;
 * `--full` takes every edit, `--seed N` and `--sample N` another sample, `--go DIR` another tree.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Facts } from '../../facts/index.ts';
import { UnrecognizedShape, designOf, findGoTree, parseGo, readFacts, reasonAt } from '../../facts/index.ts';
import { check } from '../../checker/index.ts';
import { tracerOf } from '../../model/index.ts';
import { editsOf, kinds, random } from './edits.ts';
import type { Edit } from './edits.ts';

const knownOrder = 'order of statements of which one only sets locals that the other does not use';

type Outcome = 'violated' | 'refused' | 'no part' | 'silent';

const { values } = parseArgs({
  options: {
    go: { type: 'string' },
    seed: { type: 'string', default: '1' },
    sample: { type: 'string', default: '250' },
    full: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});
const goroot = values.go ?? execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();

const scratch = mkdtempSync(join(tmpdir(), 'nosplit-census-'));
try {
  await census();
} finally {
  rmSync(scratch, { recursive: true });
}

async function census(): Promise<void> {
  const tree = curedCopy(goroot, scratch);
  const facts = await readFacts(tree);
  const all = await everyEdit(tree, facts);
  const chosen = values.full ? all : sampled(all, Number(values.sample), Number(values.seed));
  const checked = typeChecked(chosen, tree);
  const table = new Map<string, Map<string, number>>();
  const reasons = new Map<string, number>();
  const silent: string[] = [];
  for (const edit of checked) {
    const [outcome, why] = await outcomeOf(edit, tree, facts);
    const row = table.get(edit.kind) ?? new Map<string, number>();
    row.set(outcome, (row.get(outcome) ?? 0) + 1);
    table.set(edit.kind, row);
    if (outcome === 'no part') reasons.set(why, (reasons.get(why) ?? 0) + 1);
    const told = `${edit.kind} ${edit.func} ${edit.file}:${edit.line}: ${outcome}: ${why}`;
    if (outcome === 'silent') silent.push(told);
    if (values.verbose) console.log(told);
  }
  const outcomes: readonly Outcome[] = ['violated', 'refused', 'no part', 'silent'];
  console.log(
    `${facts.version.value ?? goroot} with refill nosplit: ${all.length} edits of ${facts.coverage.functions} functions, ` +
      `${chosen.length} tried${values.full ? '' : ` (seed ${values.seed})`}, ${checked.length} type-check`,
  );
  console.log(`\n| edit | ${outcomes.join(' | ')} |\n| --- | ${outcomes.map(() => '---').join(' | ')} |`);
  for (const kind of kinds) {
    const row = table.get(kind);
    console.log(`| ${kind} | ${outcomes.map((outcome) => row?.get(outcome) ?? 0).join(' | ')} |`);
  }
  console.log('\nno part of the protocol, because:');
  for (const [why, count] of [...reasons].sort(([, a], [, b]) => b - a)) console.log(`- ${count}: ${why}`);
  for (const one of silent) console.log(one);
  if (silent.length > 0) process.exitCode = 1;
}

/** A copy of the runtime in which refill is nosplit, so that an unchanged tree holds. */
function curedCopy(from: string, to: string): string {
  const copy = join(to, 'tree');
  cpSync(join(from, 'src/runtime'), join(copy, 'src/runtime'), {
    recursive: true,
    filter: (path) => !/testdata|_test\.go$/.test(path),
  });
  cpSync(join(from, 'VERSION'), join(copy, 'VERSION'));
  const file = join(copy, 'src/runtime/tracebuf.go');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(/^func \(w traceWriter\) refill\(/m, '//go:nosplit\n$&'));
  return copy;
}

async function everyEdit(dir: string, facts: Facts): Promise<Edit[]> {
  const tree = findGoTree(dir);
  const files = [...new Set(facts.comparison.functions.map(({ shape }) => shape.file))];
  const source = await parseGo(tree, files);
  try {
    const names = new Set(facts.comparison.functions.map(({ shape }) => shape.name));
    const texts = new Map(files.map((file) => [file, readFileSync(join(tree.runtimeDir, file), 'utf8')]));
    return [...source.functions.values()]
      .filter(({ name }) => names.has(name))
      .flatMap(({ name, file, body }) => editsOf(name, file, body, texts.get(file) ?? ''));
  } finally {
    source.free();
  }
}

function sampled(edits: readonly Edit[], count: number, seed: number): Edit[] {
  const next = random(seed);
  const rest = [...edits];
  const taken: Edit[] = [];
  while (taken.length < count && rest.length > 0)
    taken.push(...rest.splice(Math.floor(next() * rest.length), 1));
  return taken;
}

/** The edits that the compiler would take, as a small Go program judges them. */
function typeChecked(edits: readonly Edit[], dir: string): Edit[] {
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
  const answers = execFileSync('go', ['run', program, goroot, join(dir, 'src/runtime')], {
    input: `${lines.join('\n')}\n`,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    env: { ...process.env, GOFLAGS: '', CGO_ENABLED: '0', GOTOOLCHAIN: 'local' },
  }).split('\n');
  return edits.filter((_, index) => answers[index] === 'true');
}

async function outcomeOf(edit: Edit, dir: string, before: Facts): Promise<[Outcome, string]> {
  const path = join(dir, 'src/runtime', edit.file);
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.slice(0, edit.start) + edit.text + text.slice(edit.end));
  try {
    const after = await readFacts(dir);
    const inside = (facts: Facts): string => JSON.stringify({ ...designOf(facts), name: '', title: '' });
    if (inside(after) !== inside(before)) {
      const report = await check(tracerOf({ design: designOf(after), bounds: 'tiny' }));
      return [report.verdict === 'violated' ? 'violated' : 'silent', 'the design is another one'];
    }
    const why = reasonAt(before.comparison, edit) ?? reasonAt(after.comparison, edit);
    if (why !== null) return ['no part', why];
    // Nothing of either is left out, and the canonical order of both trees is the same.
    if (edit.kind === 'swap') return ['no part', knownOrder];
    return ['silent', 'the tree is taken for the known one'];
  } catch (error) {
    if (error instanceof UnrecognizedShape) return ['refused', `${error.file}:${error.line}`];
    throw error;
  } finally {
    writeFileSync(path, text);
  }
}
