/** A schedule that real programs follow: the tree as it is beside the cured one, several runs of each, and what became of them. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventCounts, ForcedRun, JudgedBy, LogVerdict, ScheduledStep } from '../../runtime/index.ts';
import type { Validation } from '../../wire/index.ts';
import { WireError, validate } from '../../wire/index.ts';
import type { Plan } from './plans.ts';
import { LogReader, buildForced, countEvents, judgeLog } from '../../runtime/index.ts';

/** The runs of one build. */
export interface Reproduced {
  readonly version: string;
  readonly runtime: 'as it is' | 'cured';
  readonly runs: readonly JudgedRun[];
}

/** A schedule, and what became of it. */
export interface Forced {
  readonly title: string;
  readonly schedule: readonly ScheduledStep[];
  readonly builds: readonly Reproduced[];
  /** The counterexamples of --all that the schedule is of. */
  readonly plans: readonly Plan[];
}

export interface JudgedRun {
  readonly run: ForcedRun;
  /** Of the run's log, by the steps of the tree that was built; null where there is no log. */
  readonly verdict: LogVerdict | null;
  /** Null where the run did not end by itself, so that nobody read the rest. */
  readonly events: EventCounts | null;
  /** What validate says of the run's execution trace; null where the run did not end by itself, or its format is not known. */
  readonly trace: Validation | null;
}

/** What is being done now; `share` is how much of all the building and running is done. */
export type OnWork = (words: string, share: number) => void;

/** Builds both and runs them; the cured one where there are lines that prevent the schedule. Throws a RecordError, an AnchorError, and facts/' errors. */
export async function reproduced(
  go: string,
  schedule: readonly ScheduledStep[],
  runs: number,
  cwd: string,
  onWork: OnWork,
): Promise<Reproduced[]> {
  const folder = mkdtempSync(join(tmpdir(), 'nosplit-reproduce-'));
  try {
    const all: Reproduced[] = [];
    for (const [index, runtime] of (['as it is', 'cured'] as const).entries()) {
      onWork(`building the runtime ${runtime}`, index / 2);
      const program = await buildForced(go, schedule, runtime, cwd);
      if (program === null) continue;
      const { version, judgedBy, remove } = program;
      const judged = Array.from({ length: runs }, (_, run) => {
        onWork(`the runtime ${runtime}: run ${run + 1} of ${runs}`, (index + run / runs) / 2);
        const trace = join(folder, 'trace');
        return judgedRun(program.run(join(folder, 'log'), trace), trace, judgedBy);
      });
      remove();
      all.push({ version, runtime, runs: judged });
    }
    return all;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function judgedRun(run: ForcedRun, tracePath: string, by: JudgedBy): JudgedRun {
  const isWhole = run.ended === 'exit 0';
  const trace = isWhole ? judgedTrace(tracePath) : null;
  if (run.log === null) return { run, verdict: null, events: null, trace };
  const log = new LogReader(run.log);
  const verdict = judgeLog(log, by);
  log.close();
  return { run, verdict, events: isWhole ? countEvents(run.log) : null, trace };
}

function judgedTrace(path: string): Validation | null {
  try {
    return validate(readFileSync(path));
  } catch (error) {
    if (error instanceof WireError) return null;
    throw error;
  }
}
