/**
 * The census: statements of a tree are edited one at a time, and each edit has to be violated, to be refused, or to be no part of
 * the protocol for a stated reason. `npm run census` takes a sample of the tree of the go command, with refill nosplit; `--full` takes
 * every edit, `--core` only those of functions that the programs of steps have, `--seed N` and `--sample N` another sample, `--go DIR`
 * another tree, `--verbose` lists each edit. `--write FILE` puts the tables into a page that shows this run.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { hasStep, readTree } from '../../facts/index.ts';
import { closedAnswers } from './closed.ts';
import type { Closed } from './closed.ts';
import { withFound } from './page.ts';
import { editsSteps, partsOf, stepsAnswer } from './steps.ts';
import type { Steps } from './steps.ts';
import type { Answer } from './table.ts';
import { tables } from './table.ts';
import { curedCopy, everyEdit, sampled, typeChecked } from './tree.ts';

const { values } = parseArgs({
  options: {
    go: { type: 'string' },
    seed: { type: 'string', default: '1' },
    sample: { type: 'string', default: '250' },
    full: { type: 'boolean', default: false },
    core: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    write: { type: 'string' },
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
  const dir = curedCopy(goroot, scratch);
  const before = await readTree(dir);
  const parts = await partsOf(dir);
  const every = await everyEdit(dir, before);
  const inSteps = (func: string): boolean => parts.some(({ functions }) => functions.has(func));
  const all = values.core ? every.filter(({ func }) => inSteps(func)) : every;
  const chosen = values.full ? all : sampled(all, Number(values.sample), Number(values.seed));
  const checked = typeChecked(chosen, dir, goroot);
  const progress = (words: string): void => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${words}`);
  };
  const closed = await closedAnswers(dir, before, checked, (done) => {
    progress(`read ${done} of ${checked.length}`);
  });
  const answers: Answer[] = [];
  for (const edit of checked) {
    const steps = await stepsAnswer(dir, parts, edit);
    answers.push({
      edit,
      ...outcomeOf(closed.get(edit) ?? { kind: 'same' }, steps),
      isStep: inSteps(edit.func) ? editsSteps(parts, edit) : hasStep(before.comparison, edit),
      inSteps: steps.kind !== 'none',
      ...(steps.kind !== 'none' && { steps: saidOf(steps) }),
    });
    progress(`judged ${answers.length} of ${checked.length}`);
  }
  progress('');
  const functions = new Set(all.map(({ func }) => func)).size;
  const size = (count: number): string => count.toLocaleString('en');
  const tried =
    `${before.version ?? goroot} with \`refill\` nosplit: ${size(all.length)} edits of ${functions} functions, ` +
    `${values.full ? 'all' : chosen.length} tried${values.full ? '' : ` (seed ${values.seed})`}, ${size(checked.length)} type-check`;
  console.log(`${tried}\n\n${tables(answers, values.verbose)}`);
  if (values.write !== undefined) {
    const page = readFileSync(values.write, 'utf8');
    const filled = withFound(page, words(before.version ?? goroot), `${tried}:\n\n${tables(answers, false)}`);
    const style = await resolveConfig(values.write);
    writeFileSync(values.write, await format(filled, { ...style, filepath: values.write }));
  }
  if (answers.some(({ outcome }) => outcome === 'silent')) process.exitCode = 1;
}

/** How to run it again, and on the tree of which release. */
function words(release: string): string {
  const count = values.full ? '--full' : `--sample ${values.sample} --seed ${values.seed}`;
  return `npm run census -- ${values.core ? '--core ' : ''}${count} (${release})`;
}

function saidOf(steps: Exclude<Steps, { kind: 'none' }>): string {
  if (steps.kind === 'refused') return `not read: ${steps.why}`;
  if (steps.kind === 'same') return 'those without the edit';
  return steps.kind === 'holds' ? 'others, which hold' : 'others, which do not hold';
}

/** What `nosplit check --go` says: a violation counts, whatever else is unknown; then a refusal. */
function outcomeOf(closed: Closed, steps: Steps): Pick<Answer, 'outcome' | 'why'> {
  if (steps.kind === 'violated') return { outcome: 'violated', why: `${steps.property} (${steps.part})` };
  if (steps.kind === 'fails') return { outcome: 'silent', why: `nosplit fails: ${steps.why}` };
  if (closed.kind === 'refused' && steps.kind === 'holds' && steps.about)
    return { outcome: 'holds', why: 'the steps of every part are about it' };
  if (closed.kind === 'refused')
    return { outcome: 'refused', why: `${closed.at}${steps.kind === 'holds' ? '; its steps hold' : ''}` };
  if (closed.kind === 'no part') return { outcome: 'no part', why: closed.why };
  return { outcome: 'silent', why: 'the tree is taken for the known one' };
}
