/** Edits of go1.26.8 that are about goroutines in system calls, and what a check of the edited tree has to say at `statuses-syscalls`. */
import type { Edit } from '../../testing/go-trees.ts';
import { violated } from './edits.ts';
import type { NamedEdit } from './edits.ts';

const r = (from: string, to: string): Edit => ({ file: 'traceruntime.go', from, to });
const p = (from: string, to: string): Edit => ({ file: 'proc.go', from, to });

const ends = '\ttl.eventWriter(tracev2.GoSyscall, procStatus).event(ev)\n';
const begins = 'tl.eventWriter(tracev2.GoRunning, tracev2.ProcRunning).event(tracev2.EvGoSyscallBegin';
const enters =
  '\tif gp.bubble != nil || !gp.atomicstatus.CompareAndSwap(_Grunning, _Gsyscall) {\n\t\tcasgstatus(gp, _Grunning, _Gsyscall)\n\t}\n';
const leaves =
  '\tif gp.bubble != nil || !gp.atomicstatus.CompareAndSwap(_Gsyscall, _Grunning) {\n\t\tcasgstatus(gp, _Gsyscall, _Grunning)\n\t}\n';
const blocks = '\ttrace := traceAcquire()\n\tcasgstatus(gp, _Grunning, _Grunnable)\n';
const blocked = '\t\ttrace.GoSysExit(true)\n\t\ttraceRelease(trace)\n\t}\n\tdecGSyscallNoP';

const ticks = '\tgp.m.syscalltick = gp.m.p.ptr().syscalltick\n';

export const statusSyscallEdits: readonly NamedEdit[] = [
  {
    name: 'who has lost its P ends the system call as if it had not',
    edits: [r('\t\tev = tracev2.EvGoSyscallEndBlocked\n', '\t\tev = tracev2.EvGoSyscallEnd\n')],
    expected: violated('EventFitsStatus', 24),
  },
  {
    name: 'GoSyscallEndBlocked is written before the status of its goroutine',
    edits: [r(ends, `\tif lostP {\n\t\ttraceEventWriter{tl: tl}.event(ev)\n\t\treturn\n\t}\n${ends}`)],
    expected: violated('StatusPrecedesEvents', 22),
  },
  {
    name: 'GoSysExit says that the goroutine ran before',
    edits: [r(ends, ends.replace('GoSyscall', 'GoRunning'))],
    expected: violated('EventFitsStatus', 22),
  },
  {
    name: 'GoSysCall says that the goroutine was in a system call before',
    edits: [r(begins, begins.replace('GoRunning', 'GoSyscall'))],
    expected: violated('EventFitsStatus', 9),
  },
  {
    name: 'a goroutine is in its system call before the section begins',
    edits: [
      p('\tgp.m.oldp.set(pp)\n', `\tgp.m.oldp.set(pp)\n${enters}`),
      p(`${enters}\tif static`, '\tif static'),
    ],
    expected: violated('GenerationsAgree', 18),
  },
  {
    // suspendG waits for a goroutine whose status says that it runs.
    name: 'a goroutine is in its system call after the section has ended',
    edits: [
      p(enters, ''),
      p(
        '\t\ttraceRelease(trace)\n\t}\n\tif sched.sysmonwait.Load() {\n\t\tsystemstack(entersyscallWake',
        `\t\ttraceRelease(trace)\n\t}\n${enters}\tif sched.sysmonwait.Load() {\n\t\tsystemstack(entersyscallWake`,
      ),
    ],
    expected: { holds: 175_947 },
  },
  {
    name: 'a goroutine stays in its system call when it leaves it',
    edits: [p(leaves, '')],
    expected: violated('ClaimsHold', 17),
  },
  {
    name: 'a goroutine begins its system call without an event',
    edits: [
      p(
        '\t\t\ttrace.GoSysCall()\n\t\t})\n\t\t// systemstack clobbered',
        '\t\t})\n\t\t// systemstack clobbered',
      ),
    ],
    expected: violated('EventFitsStatus', 21),
  },
  {
    name: 'a goroutine that has kept its P ends its system call without an event',
    edits: [p('\t\t\t\t\ttrace.GoSysExit(false)\n', '')],
    expected: violated('EventFitsStatus', 21),
  },
  {
    name: 'who has lost its P is runnable before the section begins',
    edits: [p(blocks, '\tcasgstatus(gp, _Grunning, _Grunnable)\n\ttrace := traceAcquire()\n')],
    expected: violated('GenerationsAgree', 33),
  },
  {
    name: 'who has lost its P waits for another without an event',
    edits: [p(blocked, blocked.replace('\t\ttrace.GoSysExit(true)\n', ''))],
    expected: violated('EventFitsStatus', 23),
  },
  {
    name: 'who has lost its P goes on running',
    edits: [p(blocks, '\ttrace := traceAcquire()\n')],
    expected: violated('NoDeadlock', 19),
  },
  {
    name: 'who has lost its P keeps its goroutine',
    edits: [p('\tdecGSyscallNoP(getg().m)\n\tdropg()\n', '\tdecGSyscallNoP(getg().m)\n')],
    expected: violated('EventFitsStatus', 24),
  },
  {
    name: 'who has lost its P goes on without it',
    edits: [p('\tmcall(exitsyscallNoP)\n', '')],
    expected: violated('ClaimsHold', 13),
  },
  {
    name: 'who finds another P at once does not start again',
    edits: [
      p(
        '\t\t\t\t\ttrace.ProcStart()\n\t\t\t\t\ttrace.GoSysExit(true)\n\t\t\t\t\ttrace.GoStart()\n\t\t\t\t\ttraceRelease',
        '\t\t\t\t\ttrace.ProcStart()\n\t\t\t\t\ttrace.GoSysExit(true)\n\t\t\t\t\ttraceRelease',
      ),
    ],
    expected: violated('EventFitsStatus', 29),
  },
  {
    name: 'who ends its system call does not release',
    edits: [p('\t\t\t\t}\n\t\t\t\ttraceRelease(trace)\n\t\t\t})\n', '\t\t\t\t}\n\t\t\t})\n')],
    expected: violated('EventFitsStatus', 17),
  },
  {
    name: 'an M forgets that it has kept its P, and says in ProcSteal that its goroutine runs',
    edits: [
      p(`${ticks}\n\tpp :=`, '\n\tpp :='),
      r('\t\tgoStatus = tracev2.GoSyscall\n', '\t\tgoStatus = tracev2.GoRunning\n'),
    ],
    expected: violated('EventFitsStatus', 24),
  },
  {
    name: 'an unknown event',
    edits: [r('ev = tracev2.EvGoSyscallEndBlocked', 'ev = tracev2.EvGoSyscallVanish')],
    expected: { refused: /GoSysExit at traceruntime\.go:\d+ .*EvGoSyscallVanish/ },
  },
];
