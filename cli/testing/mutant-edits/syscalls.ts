/** The mutants of system calls. */
import { handoffEdits } from '../../../facts/program/testing/handoff-edits.ts';
import { syscallEdits } from '../../../facts/program/testing/syscall-edits.ts';
import { among } from './edit.ts';
import type { MutantEdits } from './edit.ts';

const known = among([...syscallEdits, ...handoffEdits]);

export const syscallMutants: MutantEdits = {
  'steal-leaves-status': { edits: known('ProcSteal writes no status of the P') },
  'steal-status-after-event': { edits: known('ProcSteal writes the status after the event') },
  'steal-names-itself': { edits: known('ProcSteal names the M that steals') },
  'steal-hands-off-first': {
    edits: known('a thief hands the P over, and lets the goroutine go, before ProcSteal'),
  },
  'steal-lets-go-first': {
    edits: known('a goroutine may leave its system call while its P is being taken'),
  },
  'steal-before-section': {
    edits: known('a thief takes the P, and lets the goroutine go, before it begins its section'),
  },
  'syscall-before-event': { edits: known('a goroutine is in its system call before the section begins') },
  'syscall-m-after-event': {
    edits: known('the M is noted down once the goroutine is in its system call'),
  },
  'handoff-ends-section': { edits: known('the section ends before the P is handed off') },
  'handoff-after-status': {
    edits: known('the goroutine is in its system call before its P is handed off'),
  },
  'syscall-end-not-blocked': { edits: known('who has lost its P ends the system call as if it had not') },
};
