/** Edits of go1.26.8 that are about system calls, and what a check of the edited tree has to say, at `syscalls-blocked`. */
import type { Edit } from '../../testing/go-trees.ts';
import { violated } from './edits.ts';
import type { NamedEdit } from './edits.ts';

const r = (from: string, to: string): Edit => ({ file: 'traceruntime.go', from, to });
const p = (from: string, to: string): Edit => ({ file: 'proc.go', from, to });

const stolen =
  '\ttl.eventWriter(goStatus, procStatus).event(tracev2.EvProcSteal, traceArg(pp.id), pp.trace.nextSeq(tl.gen), traceArg(mStolenFrom))\n';
const abandoned =
  '\t\ttl.writer().writeProcStatus(uint64(pp.id), tracev2.ProcSyscallAbandoned, pp.trace.inSweep).end()\n';
const began = '\tpp.trace.mSyscallID = int64(tl.mp.procid)\n';
const begin =
  '\ttl.eventWriter(tracev2.GoRunning, tracev2.ProcRunning).event(tracev2.EvGoSyscallBegin, pp.trace.nextSeq(tl.gen), tl.stack(1))\n';
const enters =
  '\tif gp.bubble != nil || !gp.atomicstatus.CompareAndSwap(_Grunning, _Gsyscall) {\n\t\tcasgstatus(gp, _Grunning, _Gsyscall)\n\t}\n';
const takes = '\ttrace := traceAcquire()\n\ts.pp.m = 0\n\ts.mp.p = 0\n\tatomic.Store(&s.pp.status, state)\n';
const steals = '\tif trace.ok() {\n\t\ttrace.ProcSteal(s.pp)\n\t\ttraceRelease(trace)\n\t}\n';

/** What the tree has as it stands. */
const whole = { holds: 41_532 };

export const syscallEdits: readonly NamedEdit[] = [
  {
    name: 'ProcSteal writes no status of the P',
    edits: [r(abandoned, '')],
    expected: violated('StatusPrecedesEvents', 35),
  },
  {
    name: 'ProcSteal writes the status after the event',
    edits: [
      r(
        '\tif !pp.trace.statusWasTraced(tl.gen) && pp.trace.acquireStatus(tl.gen) {\n\t\t// Careful',
        '\tacquired := !pp.trace.statusWasTraced(tl.gen) && pp.trace.acquireStatus(tl.gen)\n\tif false {\n\t\t// Careful',
      ),
      r(stolen, `${stolen}\tif acquired {\n${abandoned}\t}\n`),
    ],
    expected: violated('StatusPrecedesEvents', 35),
  },
  {
    name: 'ProcSteal names the M that steals',
    edits: [r('\tmStolenFrom := pp.trace.mSyscallID\n', '\tmStolenFrom := int64(tl.mp.procid)\n')],
    expected: violated('StealNamesM', 32),
  },
  {
    name: 'ProcSteal takes no sequence number',
    edits: [
      r(
        'traceArg(pp.id), pp.trace.nextSeq(tl.gen), traceArg(mStolenFrom)',
        'traceArg(pp.id), 0, traceArg(mStolenFrom)',
      ),
    ],
    expected: { refused: /event at traceevent\.go:\d+ .*argument 2 is not followed/ },
  },
  {
    name: 'a function that is handed to systemstack hands it one that hands off the P',
    edits: [
      p(
        'func entersyscallWakeSysmon() {\n',
        'func handsOff() {\n\thandoffp(releasep())\n}\n\nfunc entersyscallWakeSysmon() {\n\tsystemstack(handsOff)\n',
      ),
    ],
    expected: { refused: /reentersyscall at proc\.go:\d+ .*systemstack\(entersyscallWakeSysmon\)/ },
  },
  {
    name: 'GoSyscallBegin says that the P was idle',
    edits: [
      r(
        'tl.eventWriter(tracev2.GoRunning, tracev2.ProcRunning).event(tracev2.EvGoSyscallBegin',
        'tl.eventWriter(tracev2.GoRunning, tracev2.ProcIdle).event(tracev2.EvGoSyscallBegin',
      ),
    ],
    expected: violated('EventFitsStatus', 24),
  },
  {
    name: 'GoSysCall notes the M down after its event',
    edits: [r(began, ''), r(begin, `${begin}${began}`)],
    expected: whole,
  },
  {
    name: 'GoSysCall does not note the M down',
    edits: [r(began, '')],
    expected: violated('StealNamesM', 32),
  },
  {
    name: 'the M is noted down once the goroutine is in its system call',
    edits: [
      r(began, ''),
      p(enters, `${enters}\tif trace.ok() {\n\t\tpp.trace.mSyscallID = int64(gp.m.procid)\n\t}\n`),
    ],
    expected: violated('StealNamesM', 32),
  },
  {
    name: 'who has lost its P ends the system call as if it had not',
    edits: [r('\t\tev = tracev2.EvGoSyscallEndBlocked\n', '\t\tev = tracev2.EvGoSyscallEnd\n')],
    expected: violated('EventFitsStatus', 47),
  },
  {
    name: 'GoSysExit says that the P runs',
    edits: [
      r('\tprocStatus := tracev2.ProcSyscall // Procs', '\tprocStatus := tracev2.ProcRunning // Procs'),
    ],
    expected: violated('EventFitsStatus', 31),
  },
  {
    name: 'a goroutine is in its system call before the section begins',
    edits: [
      p('\tgp.m.oldp.set(pp)\n', `\tgp.m.oldp.set(pp)\n${enters}`),
      p(`${enters}\tif static`, '\tif static'),
    ],
    expected: violated('StealNamesM', 27),
  },
  {
    name: 'a goroutine is in its system call after the section has ended',
    edits: [
      p(enters, ''),
      p(
        '\t\ttraceRelease(trace)\n\t}\n\tif sched.sysmonwait.Load() {\n\t\tsystemstack(entersyscallWake',
        `\t\ttraceRelease(trace)\n\t}\n${enters}\tif sched.sysmonwait.Load() {\n\t\tsystemstack(entersyscallWake`,
      ),
    ],
    expected: { holds: 40806 },
  },
  {
    // The goroutine is kept in its system call meanwhile.
    name: 'a thief takes the P before it begins its section',
    edits: [
      p(
        takes,
        '\ts.pp.m = 0\n\ts.mp.p = 0\n\tatomic.Store(&s.pp.status, state)\n\ttrace := traceAcquire()\n',
      ),
    ],
    expected: { holds: 41484 },
  },
  {
    // Of two Ms, the other is kept in its system call, so that nobody can take the P.
    name: 'a thief hands the P over before ProcSteal',
    edits: [
      p(steals, `\thandoffp(s.pp)\n${steals}`),
      p('\t\thandoffp(pp)\n\n\t\t// The P', '\n\t\t// The P'),
    ],
    expected: { holds: 40250 },
  },
  {
    name: 'a thief takes the P, and lets the goroutine go, before it begins its section',
    edits: [
      p(
        takes,
        '\ts.pp.m = 0\n\ts.mp.p = 0\n\tatomic.Store(&s.pp.status, state)\n\ts.resume()\n\ttrace := traceAcquire()\n',
      ),
      p('\t\tthread.takeP()\n\t\tthread.resume()\n\t\tn++', '\t\tthread.takeP()\n\t\tn++'),
    ],
    expected: violated('EndBlockedAfterSteal', 43),
  },
  {
    name: 'a thief hands the P over, and lets the goroutine go, before ProcSteal',
    edits: [
      p(steals, `\ts.resume()\n\thandoffp(s.pp)\n${steals}`),
      p(
        '\t\tthread.takeP()\n\t\tthread.resume()\n\t\tn++\n\n\t\t// Handoff the P for some other thread to run it.\n\t\thandoffp(pp)\n',
        '\t\tthread.takeP()\n\t\tn++\n',
      ),
    ],
    expected: violated('StatusPrecedesEvents', 47),
  },
  {
    name: 'a goroutine may leave its system call while its P is being taken',
    edits: [
      p('takeP() {\n\ts.releaseP(_Pidle)\n', 'takeP() {\n\ts.resume()\n\ts.releaseP(_Pidle)\n'),
      p('\t\tthread.takeP()\n\t\tthread.resume()\n\t\tn++', '\t\tthread.takeP()\n\t\tn++'),
    ],
    expected: violated('StealNamesM', 37),
  },
  {
    name: 'a thief does not stop the goroutine',
    edits: [p('\tif !castogscanstatus(gp, status, status|_Gscan) {\n\t\t// Not', '\tif false {\n\t\t// Not')],
    expected: violated('StealNamesM', 36),
  },
  {
    name: 'a thief hands the P over twice',
    edits: [p('\t\thandoffp(pp)\n\n\t\t// The P', '\t\thandoffp(pp)\n\t\thandoffp(pp)\n\n\t\t// The P')],
    expected: violated('LockDiscipline', 35),
  },
  {
    name: 'a thief writes no event',
    edits: [p(steals, '\tif trace.ok() {\n\t\ttraceRelease(trace)\n\t}\n')],
    expected: violated('EventFitsStatus', 45),
  },
  {
    name: 'a thief leaves the M its P',
    edits: [p('\ts.pp.m = 0\n\ts.mp.p = 0\n', '\ts.pp.m = 0\n')],
    expected: violated('EventFitsStatus', 39),
  },
  {
    name: 'a thief does not say that the P is idle',
    edits: [p('\ts.mp.p = 0\n\tatomic.Store(&s.pp.status, state)\n', '\ts.mp.p = 0\n')],
    expected: violated('ClaimsHold', 40),
  },
  {
    name: 'a thief does not look again whether the M has the P',
    edits: [p('\tif gp.m != mp || gp.m.p.ptr() != pp {\n', '\tif gp.m != mp {\n')],
    expected: whole,
  },
  {
    name: 'a goroutine ends its system call without a section',
    edits: [p('\t\t\t\t\ttrace.GoSysExit(false)\n', '')],
    expected: violated('EventFitsStatus', 32),
  },
  {
    name: 'a P that was lost in a system call is taken from the idle list without ProcStart',
    edits: [
      p(
        '\t\t\t\t\ttrace.ProcStart()\n\t\t\t\t\ttrace.GoSysExit(true)\n\t\t\t\t\ttrace.GoStart()\n\t\t\t\t\ttraceRelease',
        '\t\t\t\t\ttrace.GoSysExit(true)\n\t\t\t\t\ttrace.GoStart()\n\t\t\t\t\ttraceRelease',
      ),
    ],
    expected: violated('EventFitsStatus', 46),
  },
  {
    name: 'an unknown event',
    edits: [r('event(tracev2.EvProcSteal', 'event(tracev2.EvProcVanish')],
    expected: { refused: /ProcSteal at traceruntime\.go:\d+ .*EvProcVanish/ },
  },
  {
    name: 'a thief swaps the status of the P in an unknown way',
    edits: [p('\tatomic.Store(&s.pp.status, state)\n', '\tatomic.Xchg(&s.pp.status, state)\n')],
    expected: { refused: /syscallingThread\.releaseP at proc\.go:\d+ .*Xchg/ },
  },
  {
    name: 'an M forgets its P in an unknown way',
    edits: [p('\ts.mp.p = 0\n', '\ts.mp.p.swap(0)\n')],
    expected: { refused: /syscallingThread\.releaseP at proc\.go:\d+ .*swap/ },
  },
];
