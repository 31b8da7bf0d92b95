/** Of system calls, and of Ps that are taken from them. */
import type { ReferenceMutant } from './mutant.ts';

const bounds = 'syscalls-small';
const syscall = 'runtime/proc/syscall';
const retake = 'runtime/proc/retake';
const events = 'runtime/traceruntime-events';

export const syscallMutants: readonly ReferenceMutant[] = [
  {
    name: 'syscall-before-event',
    story: 'a goroutine is in its system call before GoSyscallBegin is written',
    file: syscall,
    bounds,
    edits: [
      ['if (isOk(tl)) yield* goSysCall(tl);', "gp.status = 'syscall'; if (isOk(tl)) yield* goSysCall(tl);"],
    ],
  },
  {
    name: 'syscall-end-blocked',
    story: 'a goroutine that has kept its P ends its system call as blocked',
    file: syscall,
    bounds,
    edits: [['yield* goSysExit(tl, false);', 'yield* goSysExit(tl, true);']],
  },
  {
    name: 'syscall-m-not-noted',
    story: 'the thread that enters a system call is not noted with its P',
    file: events,
    bounds,
    edits: [['pp.mSyscallID = tl.mp.procid;', ';']],
  },
  {
    name: 'syscall-end-from-running',
    story: 'the status before GoSyscallEnd says that the P runs',
    file: events,
    bounds,
    edits: [["lostP ? 'running' : 'syscall'", "lostP ? 'running' : 'running'"]],
  },
  {
    name: 'stolen-from-syscall',
    story: 'the status before ProcSteal says that the P is in a system call, on the thief',
    file: events,
    bounds,
    edits: [["writeProcStatus(tl, pp.id, 'syscallAbandoned'", "writeProcStatus(tl, pp.id, 'syscall'"]],
  },
  {
    name: 'steal-counts-elsewhere',
    story: "ProcSteal takes its number from the other generation's count",
    file: events,
    bounds,
    edits: [['ev.procSteal, pp.id, pp.trace.nextSeq(gen)', 'ev.procSteal, pp.id, pp.trace.nextSeq(gen + 1)']],
  },
  {
    name: 'steal-leaves-status',
    story: 'a P that has been taken from a system call runs, for others',
    file: retake,
    bounds,
    edits: [['pp.status = status;', ';']],
  },
  {
    name: 'steal-before-section',
    story: 'a P is taken from its thread before the section of ProcSteal begins',
    file: retake,
    bounds,
    edits: [['if (gp === null) return false;', 'if (gp === null) return false; pp.m.p = null;']],
  },
  {
    name: 'steal-without-scan-bit',
    story: 'a goroutine can end its system call while its P is taken',
    file: retake,
    bounds,
    edits: [['gp.scan = true;', ';']],
  },
  {
    name: 'swap-unchecked',
    story: 'a thief of 1.25 takes a P that has left its system call',
    file: retake,
    bounds,
    design: '1.25',
    edits: [["isWanted() && pp.status === 'syscall'", 'isWanted()']],
  },
  {
    name: 'window-not-seen',
    story: 'a P of 1.25 is said to run when its thread has written that it enters a system call',
    file: 'runtime/tracestatus',
    bounds,
    design: '1.25',
    edits: [
      [
        "mp.curg?.status === 'syscall' ? 'syscall' : 'running'",
        "mp.curg?.status === 'syscall' ? 'running' : 'running'",
      ],
    ],
  },
];
