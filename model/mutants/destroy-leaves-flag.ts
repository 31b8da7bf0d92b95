import { also, changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const destroyLeavesFlag: Mutant = {
  name: 'destroy-leaves-flag',
  change: 'traceThreadDestroy does not lower the flag that it raised',
  why: 'traceAdvance waits for ever for an M that no longer runs',
  source: 'runtime/traceruntime.go, traceThreadDestroy',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      DestroyDone: also((next, params) => {
        next.m.at(Number(params['m'])).writing = true;
      }),
    }),
  fails: {
    'threads-tiny': { LockParityAndBalance: 6, NoDeadlock: 13 },
    'threads-small': { LockParityAndBalance: 6, NoDeadlock: 19 },
  },
};
