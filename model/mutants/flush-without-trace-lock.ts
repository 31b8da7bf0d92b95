import { also, changed, correct, instead } from './mutant.ts';
import type { Mutant } from './mutant.ts';
import { pushFull } from '../state.ts';

export const flushWithoutTraceLock: Mutant = {
  name: 'flush-without-trace-lock',
  change: 'traceAdvance pushes the buffer that it finds and clears the slot later, not under one trace.lock',
  why: 'traceThreadDestroy finds the same buffer in the slot, and pushes it again',
  source: 'runtime/trace.go, traceAdvance',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      AdvanceReadFlag: also((next, params) => {
        const mp = next.m.at(Number(params['m']));
        const buf = mp.buf.at(next.advancer.gen % 2);
        if (buf !== 0) pushFull(mp, next.advancer.gen, buf);
      }),
      AdvanceFlush: instead((next) => {
        const { advancer } = next;
        next.m.at(advancer.m).buf.set(advancer.gen % 2, 0);
        advancer.toFlush.set(advancer.m, false);
        advancer.m = 0;
        advancer.phase = 'scan';
      }),
    }),
  fails: {
    'threads-tiny': { EventExactlyOnce: 17, NoBufferQueuedTwice: 22 },
    'threads-small': { EventExactlyOnce: 18, NoBufferQueuedTwice: 22 },
  },
};
