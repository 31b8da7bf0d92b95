import { correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const stealSwapsStatus: Mutant = {
  name: 'steal-swaps-status',
  change: 'a thief begins its section first, and then swaps the status of the P, as to 1.25',
  why: 'the P may have been back, and in another system call of the next generation: ProcSteal is written to the one before',
  source: 'runtime/proc.go, setBlockOnExitSyscall',
  design: { ...correct, syscalls: 'procStatus' },
  fails: { 'syscalls-small': { SequenceContiguous: 39, EventFitsStatus: 39, GenerationsAgree: 46 } },
};
