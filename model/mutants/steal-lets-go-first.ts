import { changed, correct, without } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const stealLetsGoFirst: Mutant = {
  name: 'steal-lets-go-first',
  change: 'a goroutine may leave its system call while its P is being taken',
  why: 'two Ms have the P, and each writes what it does with it',
  source: 'runtime/proc.go, setBlockOnExitSyscall',
  design: correct,
  mutate: (actions) => changed(actions, { ExitSyscall: without('notStopped') }),
  fails: {
    'syscalls-small': {
      StatusPrecedesEvents: 28,
      StatusOnce: 29,
      SequenceContiguous: 28,
      EventFitsStatus: 26,
      GenerationsAgree: 36,
      StealNamesM: 26,
    },
  },
};
