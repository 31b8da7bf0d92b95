import { changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const refillForgetsBuffer: Mutant = {
  name: 'refill-forgets-buffer',
  change: 'refill does not queue the buffer that is full',
  why: 'it and its events are known to nobody',
  source: 'runtime/tracebuf.go, traceWriter.refill',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      Refill: (action) => ({
        ...action,
        effect: (next, params) => {
          next.m.at(Number(params['m'])).stack.at(Number(params['depth'])).traceBuf = 0;
          action.effect(next, params);
        },
      }),
    }),
  fails: { tiny: { NoLostBuffer: 21 }, small: { NoLostBuffer: 21 } },
};
