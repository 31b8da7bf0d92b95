import { also, changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const undoLeavesFlag: Mutant = {
  name: 'undo-leaves-flag',
  change: 'an acquire that finds generation 0 leaves the flag up',
  why: 'traceAdvance waits for a section that never was',
  source: 'runtime/traceruntime.go, traceAcquireEnabled',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      AcquireUndo: also((next, { m }) => {
        next.m.at(Number(m)).writing = true;
      }),
    }),
  fails: {
    tiny: { LockParityAndBalance: 6, NoDeadlock: 18, AdvanceEnds: 9, StopReturns: 10 },
    'endless-small': { AdvanceEnds: 9, StopReturns: 10 },
    small: { LockParityAndBalance: 6, NoDeadlock: 23 },
  },
};
