import { also, changed, correct, instead } from './mutant.ts';
import type { Mutant } from './mutant.ts';
import { pushFull } from '../state.ts';

export const destroyWithoutTraceLock: Mutant = {
  name: 'destroy-without-trace-lock',
  change: 'traceThreadDestroy pushes the buffers and clears the slots later, not under one trace.lock',
  why: 'traceAdvance, which saw the flag down before it was raised, pushes the same buffer',
  source: 'runtime/traceruntime.go, traceThreadDestroy',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      DestroyFlush: instead((next, params) => {
        const mp = next.m.at(Number(params['m']));
        for (let parity = 0; parity < 2; parity++)
          if (mp.buf.at(parity) !== 0) pushFull(mp, parity, mp.buf.at(parity));
        mp.life = 'flushed';
      }),
      DestroyDone: also((next, params) => {
        const mp = next.m.at(Number(params['m']));
        mp.buf.set(0, 0);
        mp.buf.set(1, 0);
      }),
    }),
  fails: {
    'threads-tiny': { EventExactlyOnce: 18, NoBufferQueuedTwice: 23 },
    'threads-small': { EventExactlyOnce: 17, NoBufferQueuedTwice: 23 },
  },
};
