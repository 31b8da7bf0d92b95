/**
 * Builds the runtime with a mutant and the hooks of record, runs it, and judges its logs by the design of the tree without the mutant. The
 * tree is one in which refill is nosplit: as shipped, bug A would be found instead.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogVerdict } from '../../runtime/index.ts';
import {
  LogReader,
  bugs,
  buildForced,
  counterexampleOf,
  judgeLog,
  keptPrograms,
  record,
  scheduleOf,
} from '../../runtime/index.ts';
import { designOf, readFacts, splitPoints } from '../../facts/index.ts';
import type { Design } from '../../model/index.ts';
import type { Change } from '../../runtime/index.ts';
import type { RuntimeMutant } from './mutants.ts';
import { partsFor } from './mutants.ts';

type Judged = Pick<LogVerdict, 'verdict' | 'reason' | 'rejection'>;

/** What the logs of a mutant were: the first that is rejected or violated, or else the worst of them. */
export interface Shown extends Judged {
  readonly mutant: RuntimeMutant;
  /** How many runs there were. */
  readonly runs: number;
}

const RUNS_MAX = 3;
/** A mutant may hang. */
const SECONDS = 20;
const LOG_BYTES = 2 ** 30;

/** The tree with //go:nosplit where bug A needs a growth, and its design. */
export interface Tree {
  readonly heads: Change['heads'];
  readonly design: Design;
}

export async function curedTree(goroot: string): Promise<Tree> {
  const facts = await readFacts(goroot);
  const heads = splitPoints(facts).filter(({ insideWriter }) => insideWriter);
  const inside = new Set(heads.map(({ name }) => name));
  const read = designOf(facts);
  return { heads, design: { ...read, splitPoints: read.splitPoints.filter((name) => !inside.has(name)) } };
}

/** Throws a RecordError where a mutant does not build, and an AnchorError where the tree has no place for it. */
export async function shown(mutant: RuntimeMutant, tree: Tree): Promise<Shown> {
  const folder = mkdtempSync(join(tmpdir(), 'nosplit-mutant-'));
  try {
    return await (mutant.schedule === undefined
      ? recorded(mutant, tree, folder)
      : forced(mutant, tree, folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function recorded(mutant: RuntimeMutant, { heads, design }: Tree, folder: string): Promise<Shown> {
  const source = join(folder, 'program');
  mkdirSync(source);
  copyFileSync(new URL('main.go', import.meta.url), join(source, 'main.go'));
  writeFileSync(join(source, 'go.mod'), 'module mutated\n\ngo 1.22\n');
  const [program, out] = [join(folder, 'mutated'), join(folder, 'log')];
  const about = {
    out,
    capacity: LOG_BYTES,
    cwd: source,
    env: {
      ...process.env,
      GOFLAGS: '',
      GOWORK: 'off',
      GODEBUG: 'traceallocfree=1',
    },
  };
  const change = { heads, edits: mutant.edits };
  const { ended } = await record({
    ...about,
    command: ['go', 'build', '-o', program, '.'],
    change,
    parts: partsFor(mutant),
  });
  if (ended !== 'exit 0') throw new Error(`${mutant.name} does not build`);
  // Its last words are of no interest here.
  const script = `exec timeout -s KILL ${SECONDS} "$0" 2>/dev/null`;
  let all: Judged = { verdict: 'accepted', reason: null, rejection: null };
  const most = mutant.edits.length === 0 ? 1 : RUNS_MAX;
  for (let runs = 1; runs <= most; runs++) {
    const { log } = await record({
      ...about,
      command: ['sh', '-c', script, program],
    });
    const judged = log === null ? noLog : verdictOf(out, design);
    if (isShown(judged)) return { mutant, runs, ...judged };
    if (judged.verdict === 'inconclusive') all = judged;
  }
  return { mutant, runs: most, ...all };
}

async function forced(mutant: RuntimeMutant, { heads, design }: Tree, folder: string): Promise<Shown> {
  const [bug] = bugs[mutant.schedule ?? ''] ?? [];
  const counterexample = bug === undefined ? null : await counterexampleOf(bug, keptPrograms('1.25'));
  if (counterexample === null) throw new Error(`${mutant.name} has no schedule`);
  const program = await buildForced('go', scheduleOf(counterexample), { heads, edits: mutant.edits }, folder);
  const run = program?.run(join(folder, 'log'));
  program?.remove();
  const log = run?.log ?? null;
  return { mutant, runs: 1, ...(log === null ? noLog : verdictOf(log, design)) };
}

const noLog: Judged = { verdict: 'inconclusive', reason: null, rejection: null };

export const isShown = ({ verdict }: Judged): boolean => verdict === 'rejected' || verdict === 'violated';

function verdictOf(path: string, design: Design): Judged {
  const log = new LogReader(path);
  try {
    const { verdict, reason, rejection } = judgeLog(log, design);
    return { verdict, reason, rejection };
  } finally {
    log.close();
  }
}
