/** The mutants of goroutines in system calls. */
import { statusSyscallEdits } from '../../../facts/program/testing/status-syscall-edits.ts';
import { among } from './edit.ts';
import type { MutantEdits } from './edit.ts';

const known = among(statusSyscallEdits);

export const statusSyscallMutants: MutantEdits = {
  'end-blocked-before-status': {
    edits: known('GoSyscallEndBlocked is written before the status of its goroutine'),
  },
  'end-blocked-keeps-g': {
    edits: known('who has lost its P ends the system call as if it had not'),
  },
};
