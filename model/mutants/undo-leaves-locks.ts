import { also, changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const undoLeavesLocks: Mutant = {
  name: 'undo-leaves-locks',
  change: 'an acquire that finds generation 0 does not count m.locks down',
  why: 'the M can never be preempted again',
  source: 'runtime/traceruntime.go, traceAcquireEnabled',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      AcquireUndo: also((next, { m }) => {
        next.m.at(Number(m)).locks++;
      }),
    }),
  fails: { tiny: { LocksZeroOutside: 6 }, small: { LocksZeroOutside: 6 } },
};
