/** Ps that Ms leave behind in system calls. */
import { after, before, instead, leftOut } from './mutant.ts';
import type { Mutant } from './mutant.ts';

/** The status of a goroutine in a system call, as it stands in a place of its own before each event that may be the first. */
const syscallStatus = 'event(result.gen, 1, curg, 0, 6)';

/** Of the places that begin a system call, the one that is known to block: by its order in the program. */
const BLOCKING = 1;

export const syscallsMutants: readonly Mutant[] = [
  {
    name: 'steal-leaves-status',
    change: 'ProcSteal does not write the status of the P that is stolen',
    why: 'the P’s own M wrote it in the generation before, if at all: this one does not know the P',
    source: 'runtime/traceruntime.go, traceLocker.ProcSteal',
    edits: [leftOut('traceWriter.writeProcStatus', 'event(result.gen, 9, pid, 7, 0)')],
    fails: { 'syscalls-small': { StatusPrecedesEvents: 34 } },
  },
  {
    name: 'steal-status-after-event',
    change: 'the status of a stolen P is written after ProcSteal',
    why: 'a reader does not know the P that the event is about; nor, once it does, that it is idle',
    source: 'runtime/traceruntime.go, traceLocker.ProcSteal',
    edits: [
      instead('traceWriter.writeProcStatus', 'event(result.gen, 9, pid, 7, 0)', 'abandoned := 1'),
      after('traceEventWriter.event', 'event(result.gen, 15, ($p - 1), seq, mSyscallID)', [
        'when abandoned: event(result.gen, 9, ($p - 1), 7, 0)',
        'abandoned := 0',
      ]),
    ],
    fails: {
      'syscalls-small': {
        StatusPrecedesEvents: 34,
        StatusOnce: 35,
        SequenceContiguous: 49,
        EventFitsStatus: 49,
      },
    },
  },
  {
    name: 'steal-names-itself',
    change: 'ProcSteal names the M that steals',
    why: 'a reader finds that this M does not have the P, and never frees the one that has',
    source: 'runtime/traceruntime.go, traceLocker.ProcSteal',
    edits: [instead('traceLocker.ProcSteal', 'mSyscallID := p.trace.mSyscallID of $p', 'mSyscallID := ownM')],
    fails: { 'syscalls-blocked': { StealNamesM: 31 } },
  },
  {
    name: 'steal-hands-off-first',
    change: 'a stolen P is handed to others before ProcSteal is written',
    why: 'another M starts the P before it has been stolen, and takes the number before',
    source: 'runtime/proc.go, retake',
    edits: [
      leftOut('syscallingThread.resume', [
        'clearScan(result.gp)',
        'lock(sched.lock)',
        'putP(pp)',
        'unlock(sched.lock)',
      ]),
      before(
        'traceLocker.ok',
        ['result := (result.gen != 0)', 'if result', 'if (result.pp == 0)'],
        ['clearScan(result.gp)', 'lock(sched.lock)', 'putP(result.pp)', 'unlock(sched.lock)'],
        { nth: 0 },
      ),
    ],
    fails: {
      'syscalls-small': {
        StatusPrecedesEvents: 46,
        StatusOnce: 47,
        SequenceContiguous: 43,
        EventFitsStatus: 43,
        GenerationsAgree: 50,
      },
    },
  },
  {
    name: 'steal-lets-go-first',
    change: 'a goroutine may leave its system call while its P is being taken',
    why: 'two Ms have the P, and each writes what it does with it',
    source: 'runtime/proc.go, setBlockOnExitSyscall',
    edits: [
      instead('syscallingThread.resume', ['clearScan(result.gp)', 'lock(sched.lock)'], 'lock(sched.lock)'),
      instead(
        'syscallingThread.resume',
        ['clearScan(result.gp)', 'go on', 'enter traceAcquire'],
        ['clearScan(result.gp)', 'go on', 'clearScan(result.gp)', 'enter traceAcquire'],
      ),
    ],
    fails: {
      'syscalls-small': {
        StatusPrecedesEvents: 35,
        StatusOnce: 40,
        SequenceContiguous: 39,
        EventFitsStatus: 37,
        GenerationsAgree: 45,
        StealNamesM: 36,
      },
    },
  },
  {
    name: 'steal-before-section',
    change: 'a thief takes the P before it begins its section',
    why: 'the goroutine finds that it lost the P, and says so in a generation that the ProcSteal may come too late for',
    source: 'runtime/proc.go, syscallingThread.releaseP',
    edits: [
      instead('syscallingThread.resume', ['clearScan(result.gp)', 'lock(sched.lock)'], 'lock(sched.lock)'),
      leftOut('syscallingThread.releaseP', 'p.m[taken] of result.pp := 0', { nth: 0 }),
      leftOut('syscallingThread.releaseP', 'm.p[taken] of result.mp := 0', { nth: 0 }),
      leftOut('syscallingThread.releaseP', 'p.status[taken] of result.pp := 5', { nth: 0 }),
      instead(
        'syscallingThread.resume',
        ['clearScan(result.gp)', 'go on', 'enter traceAcquire'],
        [
          'clearScan(result.gp)',
          'go on',
          'p.m[taken] of result.pp := 0',
          'm.p[taken] of result.mp := 0',
          'p.status[taken] of result.pp := 5',
          'clearScan(result.gp)',
          'enter traceAcquire',
        ],
      ),
    ],
    fails: { 'syscalls-blocked': { EndBlockedAfterSteal: 42 } },
  },
  {
    name: 'syscall-before-event',
    change: 'a P may be taken before GoSyscallBegin has been written',
    why: 'ProcSteal comes before the system call that the P is stolen from, or the M has no P to write about',
    source: 'runtime/proc.go, reentersyscall',
    edits: [
      instead(
        'reentersyscall',
        ['swapped := swap m.curg.atomicstatus of gp from 2 to 6', 'if swapped'],
        'if 1',
      ),
      instead(
        'reentersyscall',
        ['m.oldp of gp := $p', 'enter traceAcquire'],
        ['m.oldp of gp := $p', 'entered := swap m.curg.atomicstatus of gp from 2 to 6', 'enter traceAcquire'],
      ),
    ],
    fails: {
      'syscalls-small': {
        StatusPrecedesEvents: 29,
        StatusOnce: 34,
        SequenceContiguous: 30,
        EventFitsStatus: 27,
        GenerationsAgree: 34,
        StealNamesM: 27,
      },
    },
  },
  {
    name: 'syscall-m-after-event',
    change: 'mSyscallID is noted down once the goroutine is in its system call',
    why: 'a thief may have come by then, and names the M of an earlier system call, or none',
    source: 'runtime/traceruntime.go, traceLocker.GoSysCall',
    edits: [
      leftOut('traceLocker.GoSysCall', 'p.trace.mSyscallID of $p := ownM'),
      after('reentersyscall', 'closing(result.gen)', 'p.trace.mSyscallID of p[taken] := ownM'),
    ],
    fails: { 'syscalls-blocked': { StealNamesM: 31 } },
  },
  {
    name: 'syscall-end-not-blocked',
    change: 'a goroutine that has lost its P ends the system call with GoSyscallEnd',
    why: 'a reader wants a P in a system call on this M, and there is none, or one whose ProcSteal then does not fit any more',
    source: 'runtime/traceruntime.go, traceLocker.GoSysExit',
    edits: [
      instead('traceEventWriter.event', 'event(result.gen, 14, 0, 0, 0)', 'event(result.gen, 13, 0, 0, 0)'),
    ],
    fails: { 'syscalls-blocked': { EventFitsStatus: 46 } },
  },
  {
    name: 'handoff-ends-section',
    change: 'the section of GoSyscallBegin ends before the P is handed off',
    why: 'a generation may begin between it and ProcStop, which then says that the P was running (F14)',
    source: 'runtime/proc.go, entersyscallblock',
    edits: [
      after(
        'traceEventWriter.event',
        'event(result.gen, 12, seq, 0, 0)',
        ['closing(result.gen)', 'enter traceRelease', 'm.trace.writing of ownM := 0', 'm.locks of 1 -= 1'],
        { nth: BLOCKING },
      ),
      instead(
        'traceLocker.ok',
        ['result := (result.gen != 0)', 'if result', 'closing(result.gen)'],
        ['if 0', 'closing(result.gen)'],
        { nth: 1 },
      ),
      instead('entersyscallblock', 'closing(result.gen)', 'throw'),
    ],
    fails: { 'syscalls-handoff': { GenerationsAgree: 30 } },
  },
  {
    name: 'handoff-after-status',
    change: 'a goroutine is in its system call before its P has been handed off',
    why: 'a thief takes the P meanwhile, and its M hands off a P that it no longer has',
    source: 'runtime/proc.go, entersyscallblock',
    edits: [
      instead(
        'entersyscallblock',
        ['swapped := swap m.curg.atomicstatus of gp from 2 to 6', 'if swapped'],
        'if 1',
      ),
      after(
        'traceEventWriter.event',
        'event(result.gen, 12, seq, 0, 0)',
        'entered := swap m.curg.atomicstatus of ownM from 2 to 6',
        { nth: BLOCKING },
      ),
    ],
    fails: {
      'syscalls-handoff': {
        StatusPrecedesEvents: 30,
        EventFitsStatus: 32,
        GenerationsAgree: 48,
        StealNamesM: 32,
      },
    },
  },
  {
    name: 'end-blocked-before-status',
    change: 'GoSyscallEndBlocked is written before the status of its goroutine',
    why: 'a goroutine that was in its system call when the generation began has no other event in it, and a reader does not know it',
    source: 'runtime/traceruntime.go, traceLocker.GoSysExit',
    // Where the goroutine gets no P, an idle one, and its old one again.
    edits: [
      instead('traceWriter.writeGoStatus', syscallStatus, 'owed := curg', { kind: 'own', nth: 1 }),
      instead('traceWriter.writeGoStatus', syscallStatus, 'owed := curg', { kind: 'own', nth: 2 }),
      instead('traceWriter.writeGoStatus', syscallStatus, 'owed := curg', { kind: 'own', nth: 3 }),
      after('traceEventWriter.event', 'event(result.gen, 14, 0, 0, 0)', [
        'when owed: event(result.gen, 1, owed, 0, 6)',
        'owed := 0',
      ]),
    ],
    fails: {
      'statuses-syscalls': {
        StatusPrecedesEvents: 22,
        StatusOnce: 23,
        EventFitsStatus: 29,
        GenerationsAgree: 44,
      },
    },
  },
  {
    name: 'end-blocked-keeps-g',
    change: 'a goroutine that has lost its P ends the system call with GoSyscallEnd',
    why: 'a reader has it running, and it is runnable: the next GoStart never comes, and the next status is another',
    source: 'runtime/traceruntime.go, traceLocker.GoSysExit',
    edits: [
      instead('traceEventWriter.event', 'event(result.gen, 14, 0, 0, 0)', 'event(result.gen, 13, 0, 0, 0)'),
    ],
    fails: { 'statuses-syscalls': { EventFitsStatus: 23, GenerationsAgree: 32 } },
  },
];
