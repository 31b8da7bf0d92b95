/** What only store buffers show: a store or a load does not wait for its turn. */
import { instead } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const memoryMutants: readonly Mutant[] = [
  {
    name: 'flag-stored-plainly',
    change: 'the flag goes up by a plain or a release store',
    why: 'the load of trace.gen overtakes it: traceAdvance still sees the flag down and flushes',
    source: 'runtime/traceruntime.go, traceAcquireEnabled',
    edits: [instead('traceAcquireEnabled', 'gen := trace.gen', 'gen := trace.gen, early')],
    fails: {
      'memory-tiny': {
        FlagUpInMemory: 7,
        NoFlushUnderSection: 11,
        NoWriteAfterFlushed: 13,
        EventExactlyOnce: 15,
      },
      'memory-small': {
        FlagUpInMemory: 7,
        NoFlushUnderSection: 11,
        NoWriteAfterFlushed: 13,
        EventExactlyOnce: 15,
      },
    },
  },
  {
    name: 'gen-stored-plainly',
    change: 'trace.gen is stored plainly, and no lock is taken before the flags are read',
    why: 'the reads of the flags overtake it: an M goes into the old generation after its flag was seen down',
    source: 'runtime/trace.go, traceAdvance',
    edits: [
      instead('traceAdvance', 'lock(sched.lock)', 'lock(sched.lock), early'),
      instead('traceAdvance', 'trace.enabled := 0', 'trace.enabled := 0, early'),
    ],
    fails: {
      'memory-tiny': { NoFlushUnderSection: 11, NoWriteAfterFlushed: 14, EventExactlyOnce: 16 },
      'memory-small': { NoFlushUnderSection: 11, NoWriteAfterFlushed: 14, EventExactlyOnce: 16 },
    },
  },
  {
    name: 'flag-down-overtakes',
    change:
      'the store that lowers the flag overtakes older stores of its M, as a relaxed one may on weaker machines',
    why: 'traceAdvance sees the flag down and flushes a pointer that end() has replaced',
    source: 'runtime/traceruntime.go, traceRelease',
    edits: [instead('traceRelease', 'm.trace.writing := 0', 'm.trace.writing := 0, early')],
    fails: {
      'memory-tiny': { SlotsInMemoryWhileFlagDown: 10, NoBufferLeftBehind: 16, EventExactlyOnce: 17 },
      'memory-small': { SlotsInMemoryWhileFlagDown: 10, NoBufferLeftBehind: 16, EventExactlyOnce: 17 },
    },
  },
];
