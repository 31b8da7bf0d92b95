import { also, changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';
import { isOnFreem } from '../threads/lists.ts';

export const snapshotWithoutFreem: Mutant = {
  name: 'snapshot-without-freem',
  change: 'the snapshot leaves out freem',
  why: 'an M that has exited still has its buffer, and nobody flushes it in time',
  source: 'runtime/trace.go, traceAdvance',
  design: correct,
  part: 'threads',
  mutate: (actions, k) =>
    changed(actions, {
      AdvanceSnapshot: also((next) => {
        for (let id = 0; id < k.ms; id++) if (isOnFreem(next.m.at(id))) next.advancer.toFlush.set(id, false);
      }),
    }),
  fails: {
    'threads-tiny': {
      SnapshotMissesNone: 10,
      NoWriteAfterFlushed: 12,
      NoBufferLeftBehind: 18,
      EventExactlyOnce: 19,
      FullQueueEmptyWhenDone: 23,
    },
    'threads-small': { SnapshotMissesNone: 11, NoBufferLeftBehind: 20 },
  },
};
