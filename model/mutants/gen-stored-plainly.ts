import { changed, correct, without } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const genStoredPlainly: Mutant = {
  name: 'gen-stored-plainly',
  change: 'trace.gen is stored plainly, and no lock is taken before the flags are read',
  why: 'the reads of the flags overtake it: an M goes into the old generation after its flag was seen down',
  source: 'runtime/trace.go, traceAdvance',
  design: correct,
  mutate: (actions) =>
    changed(actions, { StopClearEnabled: without('drained'), AdvanceSnapshot: without('drained') }),
  fails: {
    'memory-tiny': { NoFlushUnderSection: 11, NoWriteAfterFlushed: 13, EventExactlyOnce: 20 },
    'memory-small': { NoFlushUnderSection: 11, NoWriteAfterFlushed: 13, EventExactlyOnce: 20 },
  },
};
