import { also, changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';
import { NESTED } from '../state.ts';

export const releaseLeavesLocks: Mutant = {
  name: 'release-leaves-locks',
  change: 'a nested release does not count m.locks down',
  why: 'the M can never be preempted again',
  source: 'runtime/traceruntime.go, traceRelease',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      Release: also((next, { m, depth }) => {
        if (depth === NESTED) next.m.at(Number(m)).locks++;
      }),
    }),
  fails: { tiny: { LocksZeroOutside: 26 }, small: { LocksZeroOutside: 26 } },
};
