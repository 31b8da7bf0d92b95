import { also, changed, correct, insteadWhere } from './mutant.ts';
import type { Mutant } from './mutant.ts';
import { isOffTheLists } from '../threads/lists.ts';

export const genAfterSnapshot: Mutant = {
  name: 'gen-after-snapshot',
  change: 'traceAdvance takes its snapshot before it stores the new generation',
  why: 'a thread that starts in between writes into the generation that ends, and is on no list of it',
  source: 'runtime/trace.go, traceAdvance',
  design: correct,
  part: 'threads',
  mutate: (actions, k) =>
    changed(actions, {
      AdvanceStoreGen: also((next) => {
        next.trace.gen--;
        for (let id = 0; id < k.ms; id++) next.advancer.toFlush.set(id, !isOffTheLists(next.m.at(id)));
      }),
      AdvanceSnapshot: insteadWhere(
        // A stop stores its generation before, as it should.
        (next) => next.trace.gen === next.advancer.gen,
        (next) => {
          next.trace.gen++;
          next.advancer.phase = 'scan';
        },
      ),
    }),
  fails: {
    'threads-tiny': { SnapshotMissesNone: 9, NoWriteAfterFlushed: 12, NoBufferLeftBehind: 18 },
  },
};
