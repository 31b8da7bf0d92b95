import { changed, correct, without } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const stealHandsOffFirst: Mutant = {
  name: 'steal-hands-off-first',
  change: 'a stolen P is handed to others before ProcSteal is written',
  why: 'another M starts the P before it has been stolen, and takes the number before',
  source: 'runtime/proc.go, retake',
  design: correct,
  mutate: (actions) => changed(actions, { AcquireP: without('onIdleList') }),
  fails: {
    'syscalls-small': {
      StatusPrecedesEvents: 29,
      StatusOnce: 30,
      SequenceContiguous: 29,
      EventFitsStatus: 26,
      GenerationsAgree: 35,
    },
  },
};
