import { changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const flushWrongSlot: Mutant = {
  name: 'flush-wrong-slot',
  change: 'traceAdvance flushes the slot of the generation that begins',
  why: 'the buffers of the generation that ends stay behind, and those of the new one are taken from under their writers',
  source: 'runtime/trace.go, traceAdvance',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      AdvanceFlush: (action) => ({
        ...action,
        effect: (next, params) => {
          const { gen } = next.advancer;
          // Of the other parity, by which the slot is chosen; the last generation has no next one.
          next.advancer.gen = Math.abs(gen - 1);
          action.effect(next, params);
          next.advancer.gen = gen;
        },
      }),
    }),
  fails: {
    tiny: { NoBufferLeftBehind: 18, NoBufferQueuedTwice: 22 },
    small: { NoBufferLeftBehind: 20, NoBufferQueuedTwice: 22 },
  },
};
