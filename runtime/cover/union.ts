/** What several logs took together. */
import type { LogCoverage, StepCoverage } from '../judge/coverage.ts';
import type { LineCoverage, ProgramCoverage } from './program-steps.ts';

/** Null where there are no logs. Steps of different trees stand beside each other, and lines are those of the tree of the first log. */
export function unionOf(all: readonly LogCoverage[]): LogCoverage | null {
  const [first, ...others] = all;
  return first === undefined ? null : others.reduce(both, first);
}

function both(one: LogCoverage, other: LogCoverage): LogCoverage {
  const joined = new Map(Object.entries(one.joined));
  for (const [what, times] of Object.entries(other.joined)) joined.set(what, (joined.get(what) ?? 0) + times);
  return {
    steps: byKey([...one.steps, ...other.steps], ({ step }) => step, bothSteps),
    joined: Object.fromEntries(joined),
    program: bothPrograms(one.program, other.program),
  };
}

const bothSteps = (one: StepCoverage, other: StepCoverage): StepCoverage => ({
  step: one.step,
  taken: one.taken + other.taken,
  hidden: one.hidden + other.hidden,
});

function bothPrograms(one: ProgramCoverage | null, other: ProgramCoverage | null): ProgramCoverage | null {
  if (one === null || other?.release !== one.release) return one;
  const seen = ['never', 'perhaps', 'run'] as const;
  const lines = byKey(
    [...one.lines, ...other.lines],
    ({ thread, fn, place }) => `${thread} ${fn} ${place}`,
    (a, b): LineCoverage => (seen.indexOf(a.seen) < seen.indexOf(b.seen) ? b : a),
  );
  return { release: one.release, lines };
}

/** One for each key, in the order of their first. */
function byKey<T>(all: readonly T[], keyOf: (one: T) => string, join: (a: T, b: T) => T): T[] {
  const kept = new Map<string, T>();
  for (const one of all) {
    const was = kept.get(keyOf(one));
    kept.set(keyOf(one), was === undefined ? one : join(was, one));
  }
  return [...kept.values()];
}
