import { changed, correct, without } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const flagStoredPlainly: Mutant = {
  name: 'flag-stored-plainly',
  change: 'the flag goes up by a plain or a release store',
  why: 'the load of trace.gen overtakes it: traceAdvance still sees the flag down and flushes',
  source: 'runtime/traceruntime.go, traceAcquireEnabled',
  design: correct,
  mutate: (actions) => changed(actions, { AcquireLoadGen: without('drained') }),
  fails: {
    'memory-tiny': {
      FlagUpInMemory: 7,
      NoFlushUnderSection: 11,
      NoWriteAfterFlushed: 13,
      EventExactlyOnce: 20,
    },
    'memory-small': {
      FlagUpInMemory: 7,
      NoFlushUnderSection: 11,
      NoWriteAfterFlushed: 13,
      EventExactlyOnce: 20,
    },
  },
};
