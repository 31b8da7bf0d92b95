import { changed, correct, also } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const snapshotMissesAnM: Mutant = {
  name: 'snapshot-misses-an-m',
  change: 'the snapshot of allm misses an M',
  why: 'its buffer is not flushed',
  source: 'runtime/trace.go, traceAdvance',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      AdvanceSnapshot: also((next) => {
        next.advancer.toFlush.set(0, false);
      }),
    }),
  fails: { tiny: { NoBufferLeftBehind: 15 }, small: { NoBufferLeftBehind: 17 } },
};
