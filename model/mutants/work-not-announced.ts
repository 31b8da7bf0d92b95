import { changed, correct, quietly } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const workNotAnnounced: Mutant = {
  name: 'work-not-announced',
  change: 'a writer that queues a buffer does not set workAvailable',
  why: 'the reader that waits is not told that there is something to read',
  source: 'runtime/tracebuf.go, traceBufFlush',
  design: correct,
  part: 'reader',
  mutate: (actions) =>
    changed(actions, {
      Refill: quietly,
      AdvanceFlush: quietly,
    }),
  fails: { 'reader-tiny': { NoLostWakeUp: 19 }, 'reader-small': { NoLostWakeUp: 19 } },
};
