import { also, changed, correct, without } from './mutant.ts';
import type { Mutant } from './mutant.ts';
import { isBeingDestroyed } from '../threads/lists.ts';

export const destroyWithoutSchedLock: Mutant = {
  name: 'destroy-without-sched-lock',
  change: 'allocm takes an M off freem and destroys it after it has given sched.lock up',
  why: 'the snapshot does not find the M, and the generation counts as flushed before the M is',
  source: 'runtime/proc.go, allocm',
  design: correct,
  mutate: (actions, k) =>
    changed(actions, {
      AdvanceSnapshot: (action) =>
        also((next) => {
          for (let id = 0; id < k.ms; id++) {
            const mp = next.m.at(id);
            if (isBeingDestroyed(mp) && k.bounds.programs[id]?.thread !== 'extra')
              next.advancer.toFlush.set(id, false);
          }
        })(without('schedLockFree')(action)),
    }),
  fails: {
    'threads-tiny': { SnapshotMissesNone: 19, NoBufferLeftBehind: 22, FullQueueEmptyWhenDone: 24 },
    'threads-small': { SnapshotMissesNone: 20, NoBufferLeftBehind: 23 },
  },
};
