/**
 * Free runs: the reference goes where a seed sends it, and each of its steps is a step of the model.
 */
import type { Disagreement } from './lockstep.ts';
import { Lockstep } from './lockstep.ts';
import type { Subject } from './run/run.ts';

export interface FreeRuns {
  readonly runs: number;
  readonly steps: number;
  /** Runs that came to a damaged state, or one beyond what the model counts. */
  readonly over: number;
  readonly longest: number;
  readonly failure: { readonly seed: number; readonly disagreement: Disagreement } | null;
}

/** Runs of the seeds `seed`, `seed` + 1, …, until one disagrees. */
export async function freeRuns(
  subject: Subject,
  seed: number,
  runsMax: number,
  { onRun, pause }: FreeRunOptions = {},
): Promise<FreeRuns> {
  const lockstep = new Lockstep(subject);
  let [runs, steps, over, longest] = [0, 0, 0, 0];
  let failure: FreeRuns['failure'] = null;
  while (runs < runsMax && failure === null) {
    const disagreement = freeRun(lockstep, seed + runs);
    if (disagreement !== null) failure = { seed: seed + runs, disagreement };
    runs++;
    steps += lockstep.schedule.length;
    longest = Math.max(longest, lockstep.schedule.length);
    if (lockstep.isOver) over++;
    onRun?.(runs);
    if (pause !== undefined && runs % runsPerPause === 0 && (await pause())) break;
  }
  return { runs, steps, over, longest, failure };
}

export interface FreeRunOptions {
  readonly onRun?: (done: number) => void;
  /** Lets others run, now and then; true ends the work. */
  readonly pause?: () => Promise<boolean>;
}

const runsPerPause = 10;

/** Some runs have no end: a thread can borrow an M and give it back for ever. */
const stepsMax = 1000;

/** One run to its end. How long a thread likes to go on before another comes depends on the seed, too. */
export function freeRun(lockstep: Lockstep, seed: number): Disagreement | null {
  const below = random(seed);
  // In sixteenths.
  const stays = [0, 8, 14][below(3)] ?? 0;
  lockstep.reset();
  const { open, instances, schedule } = lockstep;
  let process: unknown;
  let disagreement = lockstep.compare();
  while (disagreement === null && open.length > 0 && schedule.length < stepsMax) {
    let choice = open[below(open.length)] ?? 0;
    if (below(16) < stays)
      choice = open.find((one) => instances.steps[one]?.params['m'] === process) ?? choice;
    process = instances.steps[choice]?.params['m'];
    disagreement = lockstep.take(choice);
  }
  return disagreement;
}

/** Numbers below a bound, of a seed (mulberry32). */
export function random(seed: number): (bound: number) => number {
  let state = seed | 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound);
  };
}
