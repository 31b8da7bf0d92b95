/** Of goroutines in system calls, and what their threads do without a P. */
import type { ReferenceMutant } from './mutant.ts';

const bounds = 'statuses-syscalls';
const file = 'runtime/proc/syscall';

export const statusSyscallMutants: readonly ReferenceMutant[] = [
  {
    name: 'syscall-status-after-section',
    story: 'a goroutine is in its system call when the section of GoSyscallBegin is over',
    file,
    bounds,
    edits: [
      [
        "gp.status = 'syscall'; if (isOk(tl)) yield* traceRelease(tl);",
        "if (isOk(tl)) yield* traceRelease(tl); gp.status = 'syscall';",
      ],
    ],
  },
  {
    name: 'syscall-end-goroutine-runs',
    story: 'the status before the end of a system call says that the goroutine runs',
    file: 'runtime/traceruntime-events',
    bounds,
    edits: [["eventWriter(tl, 'syscall', lostP ?", "eventWriter(tl, 'running', lostP ?"]],
  },
  {
    name: 'start-after-syscall-forgotten',
    story: 'a goroutine that has lost its P and found another does not say that it starts',
    file,
    bounds,
    edits: [
      ['yield* goStart(tl); yield* traceRelease(tl); return true;', 'yield* traceRelease(tl); return true;'],
    ],
  },
  {
    name: 'blocked-runnable-after-section',
    story: 'a goroutine without a P can run only when the section of GoSyscallEndBlocked is over',
    file,
    bounds,
    edits: [
      [
        "gp.status = 'runnable'; if (isOk(tl)) { yield* goSysExit(tl, true); yield* traceRelease(tl); }",
        "if (isOk(tl)) { yield* goSysExit(tl, true); yield* traceRelease(tl); } gp.status = 'runnable';",
      ],
    ],
  },
  {
    name: 'blocked-stays-on-thread',
    story: 'a thread without a P keeps the goroutine that it has left to others',
    file,
    bounds,
    edits: [['gp.m = null; mp.curg = null; const { finds }', 'const { finds }']],
  },
  {
    name: 'syscall-runs-before-event',
    story: 'a goroutine of 1.25 runs before GoSyscallEnd is written',
    file,
    bounds,
    design: '1.25',
    edits: [
      [
        'const tl = yield* traceAcquire(mp); if (isOk(tl)) { const lostP',
        "const tl = yield* traceAcquire(mp); gp.status = 'running'; if (isOk(tl)) { const lostP",
      ],
    ],
  },
];
