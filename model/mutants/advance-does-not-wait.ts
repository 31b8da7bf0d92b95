import { changed, correct, without } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const advanceDoesNotWait: Mutant = {
  name: 'advance-does-not-wait',
  change: 'traceAdvance ends without waiting for the reader',
  why: 'the next advance begins while the reader is a generation behind, and the slots are used again',
  source: 'runtime/trace.go, traceAdvance',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      AdvanceDone: without('readerDone'),
    }),
  fails: { tiny: { EventExactlyOnce: 20 }, small: { EventExactlyOnce: 22 } },
};
