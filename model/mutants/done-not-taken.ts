import { changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const doneNotTaken: Mutant = {
  name: 'done-not-taken',
  change: 'traceAdvance sees that doneSema is up, and leaves it up',
  why: 'the advance that next has a generation of its parity does not wait for the reader',
  source: 'runtime/trace.go, traceAdvance',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      AdvanceDone: (action) => ({
        ...action,
        effect: (next, params) => {
          const parity = next.advancer.gen % 2;
          action.effect(next, params);
          next.trace.doneSema.set(parity, true);
        },
      }),
    }),
  fails: { 'reader-small': { DoneSemaAtMostOne: 26, StopLeavesNoReader: 24, NoLostWakeUp: 28 } },
};
