import { changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const endWrongSlot: Mutant = {
  name: 'end-wrong-slot',
  change: 'end() stores into the slot of trace.gen instead of that of the locker',
  why: 'after an advance the two differ',
  source: 'runtime/tracebuf.go, traceWriter.end',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      End: (action) => ({
        ...action,
        effect: (next, params) => {
          const section = next.m.at(Number(params['m'])).stack.at(Number(params['depth']));
          const { gen } = section;
          if (next.trace.gen !== 0) section.gen = next.trace.gen;
          action.effect(next, params);
          section.gen = gen;
        },
      }),
    }),
  fails: {
    tiny: { EventExactlyOnce: 13, NoLostBuffer: 22 },
    small: { EventExactlyOnce: 13, NoLostBuffer: 22 },
  },
};
