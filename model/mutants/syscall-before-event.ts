import { nextProcs } from '../procs/state.ts';
import { also, changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const syscallBeforeEvent: Mutant = {
  name: 'syscall-before-event',
  change: 'a P may be taken before GoSyscallBegin has been written',
  why: 'ProcSteal comes before the system call that the P is stolen from, or the M has no P to write about',
  source: 'runtime/proc.go, reentersyscall',
  design: correct,
  part: 'procs',
  mutate: (actions) =>
    changed(actions, {
      EnterSyscall: also((next, { m }) => {
        nextProcs(next).p.at(nextProcs(next).m.at(Number(m)).p - 1).status = 'syscall';
      }),
    }),
  fails: {
    'syscalls-small': {
      StatusPrecedesEvents: 22,
      StatusOnce: 23,
      SequenceContiguous: 22,
      EventFitsStatus: 12,
      GenerationsAgree: 25,
      StealNamesM: 12,
    },
  },
};
