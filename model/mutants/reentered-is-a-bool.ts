import { also, changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const reenteredIsABool: Mutant = {
  name: 'reentered-is-a-bool',
  change: 'reentered is a boolean: whether the M is in a nested section',
  why: 'the inner of two nested releases clears it, and the outer of them lowers the flag of the outermost section',
  source: 'runtime/traceruntime.go, mTraceState.reentered',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      AcquireReentrant: also((next, { m }) => {
        next.m.at(Number(m)).reentered = 1;
      }),
    }),
  fails: { 'sections-tiny': { LockParityAndBalance: 32 }, 'sections-small': { LockParityAndBalance: 33 } },
};
