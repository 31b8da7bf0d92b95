import { also, changed, correct, instead } from './mutant.ts';
import type { Mutant } from './mutant.ts';
import { isOffTheLists, isOnFreem } from '../threads/lists.ts';

export const snapshotFreemFirst: Mutant = {
  name: 'snapshot-freem-first',
  change: 'the snapshot reads freem, gives sched.lock up, and then reads allm',
  why: 'an M that exits in between is on neither list when it is looked at',
  source: 'runtime/trace.go, traceAdvance',
  design: correct,
  part: 'threads',
  mutate: (actions, k) =>
    changed(actions, {
      AdvanceStoreGen: also((next) => {
        for (let id = 0; id < k.ms; id++) next.advancer.toFlush.set(id, isOnFreem(next.m.at(id)));
      }),
      AdvanceSnapshot: instead((next) => {
        for (let id = 0; id < k.ms; id++) {
          const mp = next.m.at(id);
          const isOnAllm = !isOffTheLists(mp) && !isOnFreem(mp);
          if (isOnAllm) next.advancer.toFlush.set(id, true);
        }
        next.advancer.phase = 'scan';
      }),
    }),
  fails: { 'threads-tiny': { SnapshotMissesNone: 11, NoBufferLeftBehind: 19 } },
};
