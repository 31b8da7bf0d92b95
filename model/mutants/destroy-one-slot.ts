import { changed, correct, instead } from './mutant.ts';
import type { Mutant } from './mutant.ts';
import { flushSlot } from '../state.ts';

export const destroyOneSlot: Mutant = {
  name: 'destroy-one-slot',
  change: 'traceThreadDestroy flushes only the slot of the current generation',
  why: 'a buffer of the generation that is just ending goes with the M',
  source: 'runtime/traceruntime.go, traceThreadDestroy',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      DestroyFlush: instead((next, params) => {
        const mp = next.m.at(Number(params['m']));
        flushSlot(mp, next.trace.gen % 2);
        mp.life = 'flushed';
      }),
    }),
  fails: {
    'threads-tiny': { NoBufferOffTheLists: 20, SnapshotMissesNone: 21, NoBufferLeftBehind: 24 },
    'threads-small': { NoBufferOfAnotherThread: 19, NoBufferOffTheLists: 20, NoBufferLeftBehind: 25 },
  },
};
