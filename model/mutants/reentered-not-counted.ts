import { also, changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const reenteredNotCounted: Mutant = {
  name: 'reentered-not-counted',
  change: 'a nested acquire does not count itself in reentered',
  why: 'its release lowers the flag of the outer section',
  source: 'runtime/traceruntime.go, traceAcquireEnabled',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      AcquireReentrant: also((next, { m }) => {
        next.m.at(Number(m)).reentered = 0;
      }),
    }),
  fails: {
    tiny: { LockParityAndBalance: 16, NoFlushUnderSection: 19 },
    small: { LockParityAndBalance: 16, NoFlushUnderSection: 19 },
  },
};
