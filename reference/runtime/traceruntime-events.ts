/**
 * The events of the scheduler, the collector and the program, one function each. Source: runtime/traceruntime.go (methods of
 * traceLocker). Arguments are evaluated after the statuses have been written, and before the buffer's pointer is copied; in the
 * parent, after it.
 */
import { eventId } from '../../wire/index.ts';
import { Throw, detail } from '../machine/step.ts';
import type { G, M, P, Steps, TraceLocker } from './runtime2.ts';
import { eventWriter, stack, startPC, string, traceEvent, uniqueString } from './traceevent.ts';
import type { TraceBlockReason, traceGoStopReasons } from './tracereasons.ts';
import { blockReasonIndex, stopReasonIndex } from './tracereasons.ts';
import { isOk, traceAcquire, traceRelease } from './traceruntime.ts';
import {
  acquireStatus,
  setStatusTraced,
  statusWasTraced,
  writeGoStatus,
  writeProcStatus,
} from './tracestatus.ts';
import { end, slot, writer } from './tracewriter.ts';

const ev = {
  procsChange: eventId('ProcsChange'),
  procStart: eventId('ProcStart'),
  procStop: eventId('ProcStop'),
  procSteal: eventId('ProcSteal'),
  goCreate: eventId('GoCreate'),
  goCreateBlocked: eventId('GoCreateBlocked'),
  goCreateSyscall: eventId('GoCreateSyscall'),
  goStart: eventId('GoStart'),
  goDestroy: eventId('GoDestroy'),
  goDestroySyscall: eventId('GoDestroySyscall'),
  goStop: eventId('GoStop'),
  goBlock: eventId('GoBlock'),
  goUnblock: eventId('GoUnblock'),
  goSwitch: eventId('GoSwitch'),
  goSwitchDestroy: eventId('GoSwitchDestroy'),
  goSyscallBegin: eventId('GoSyscallBegin'),
  goSyscallEnd: eventId('GoSyscallEnd'),
  goSyscallEndBlocked: eventId('GoSyscallEndBlocked'),
  goLabel: eventId('GoLabel'),
  stwBegin: eventId('STWBegin'),
  stwEnd: eventId('STWEnd'),
  gcActive: eventId('GCActive'),
  gcBegin: eventId('GCBegin'),
  gcEnd: eventId('GCEnd'),
  gcSweepBegin: eventId('GCSweepBegin'),
  gcSweepEnd: eventId('GCSweepEnd'),
  gcMarkAssistBegin: eventId('GCMarkAssistBegin'),
  gcMarkAssistEnd: eventId('GCMarkAssistEnd'),
  heapAlloc: eventId('HeapAlloc'),
  heapGoal: eventId('HeapGoal'),
  userTaskBegin: eventId('UserTaskBegin'),
  userTaskEnd: eventId('UserTaskEnd'),
  userRegionBegin: eventId('UserRegionBegin'),
  userRegionEnd: eventId('UserRegionEnd'),
  userLog: eventId('UserLog'),
} as const;

/** eventWriter for a goroutine and a P that run, as most do. */
const running = (tl: TraceLocker): Steps<void> => eventWriter(tl, 'running', 'running');

/** GOMAXPROCS is so many now. Go: traceLocker.Gomaxprocs, runtime/traceruntime.go. */
export function* gomaxprocs(tl: TraceLocker, procs: number): Steps<void> {
  yield* running(tl);
  yield* traceEvent(tl, ev.procsChange, procs, stack(tl));
}

/** The thread has a P now, and no goroutine, or one in a system call. Go: traceLocker.ProcStart, runtime/traceruntime.go. */
export function* procStart(tl: TraceLocker): Steps<void> {
  const pp = ownP(tl);
  yield* eventWriter(tl, 'syscall', 'idle');
  yield* traceEvent(tl, ev.procStart, pp.id, pp.trace.nextSeq(tl.gen));
}

/**
 * The thread gives its P up. A P that goes with its goroutine out of a system call that blocked is still in `mp.p`.
 * Go: traceLocker.ProcStop, runtime/traceruntime.go.
 */
export function* procStop(tl: TraceLocker): Steps<void> {
  yield* eventWriter(tl, 'syscall', 'running');
  yield* traceEvent(tl, ev.procStop);
}

/** A mark phase is under way. Its numbers go on, whatever the generation. Go: traceLocker.GCActive, runtime/traceruntime.go. */
export function* gcActive(tl: TraceLocker): Steps<void> {
  yield* running(tl);
  yield* traceEvent(tl, ev.gcActive, tl.mp.rt.trace.seqGC++);
}

/** A mark phase begins; the world is stopped. Go: traceLocker.GCStart, runtime/traceruntime.go. */
export function* gcStart(tl: TraceLocker): Steps<void> {
  yield* running(tl);
  yield* traceEvent(tl, ev.gcBegin, tl.mp.rt.trace.seqGC++, stack(tl));
}

/** A mark phase is over; the world is stopped. Go: traceLocker.GCDone, runtime/traceruntime.go. */
export function* gcDone(tl: TraceLocker): Steps<void> {
  yield* running(tl);
  yield* traceEvent(tl, ev.gcEnd, tl.mp.rt.trace.seqGC++);
}

/** The goroutine is about to stop the world, for a reason in Go's words. Go: traceLocker.STWStart, runtime/traceruntime.go. */
export function* stwStart(tl: TraceLocker, reason: string): Steps<void> {
  yield* running(tl);
  yield* traceEvent(tl, ev.stwBegin, string(tl, reason), stack(tl));
}

/** The world runs again. Go: traceLocker.STWDone, runtime/traceruntime.go. */
export function* stwDone(tl: TraceLocker): Steps<void> {
  yield* running(tl);
  yield* traceEvent(tl, ev.stwEnd);
}

/** A loop of sweeps may begin: nothing is written until it sweeps a span. Go: traceLocker.GCSweepStart, runtime/traceruntime.go. */
export function gcSweepStart(tl: TraceLocker): void {
  const pp = ownP(tl);
  if (pp.maySweep) throw new Throw('double traceGCSweepStart');
  pp.maySweep = true;
  pp.swept = 0;
  pp.reclaimed = 0;
}

/** A span of so many bytes has been swept. Go: traceLocker.GCSweepSpan, runtime/traceruntime.go. */
export function* gcSweepSpan(tl: TraceLocker, bytes: number): Steps<void> {
  const pp = ownP(tl);
  if (!pp.maySweep) return;
  if (pp.swept === 0) {
    yield* running(tl);
    yield* traceEvent(tl, ev.gcSweepBegin, stack(tl));
    pp.inSweep = true;
  }
  pp.swept += bytes;
}

/** The loop is over. Go: traceLocker.GCSweepDone, runtime/traceruntime.go. */
export function* gcSweepDone(tl: TraceLocker): Steps<void> {
  const pp = ownP(tl);
  if (!pp.maySweep) throw new Throw('missing traceGCSweepStart');
  if (pp.inSweep) {
    yield* running(tl);
    yield* traceEvent(tl, ev.gcSweepEnd, pp.swept, pp.reclaimed);
    pp.inSweep = false;
  }
  pp.maySweep = false;
}

/** The goroutine must help the collector. Go: traceLocker.GCMarkAssistStart, runtime/traceruntime.go. */
export function* gcMarkAssistStart(tl: TraceLocker): Steps<void> {
  yield* running(tl);
  yield* traceEvent(tl, ev.gcMarkAssistBegin, stack(tl));
}

/** Go: traceLocker.GCMarkAssistDone, runtime/traceruntime.go. */
export function* gcMarkAssistDone(tl: TraceLocker): Steps<void> {
  yield* running(tl);
  yield* traceEvent(tl, ev.gcMarkAssistEnd);
}

/**
 * A goroutine that begins at `pc` exists now, and waits to run or (`blocked`) to be readied. Its status is known by that.
 * Go: traceLocker.GoCreate, runtime/traceruntime.go.
 */
export function* goCreate(tl: TraceLocker, newg: G, pc: number, blocked: boolean): Steps<void> {
  yield* detail(tl.mp, 'GoCreate: setStatusTraced');
  setStatusTraced(newg.trace, tl.gen);
  const id = blocked ? ev.goCreateBlocked : ev.goCreate;
  yield* running(tl);
  yield* traceEvent(tl, id, newg.goid, startPC(tl, pc), stack(tl));
}

/** The thread's goroutine runs now. Go: traceLocker.GoStart, runtime/traceruntime.go. */
export function* goStart(tl: TraceLocker): Steps<void> {
  const { curg: gp, p: pp } = tl.mp;
  if (gp === null) throw new Error('a goroutine starts, but the thread has none');
  yield* eventWriter(tl, 'runnable', 'running');
  yield* traceEvent(tl, ev.goStart, gp.goid, gp.trace.nextSeq(tl.gen));
  if (pp === null || pp.gcMarkWorkerMode === 0) return;
  const labels = tl.mp.rt.trace.markWorkerLabels[slot(tl.gen)];
  yield* traceEvent(tl, ev.goLabel, labels[pp.gcMarkWorkerMode] ?? 0);
}

/** Go: traceLocker.GoEnd, runtime/traceruntime.go. */
export function* goEnd(tl: TraceLocker): Steps<void> {
  yield* running(tl);
  yield* traceEvent(tl, ev.goDestroy);
}

/** Go: traceLocker.GoSched, runtime/traceruntime.go. */
export function goSched(tl: TraceLocker): Steps<void> {
  return goStop(tl, 'runtime.Gosched');
}

/** Go: traceLocker.GoPreempt, runtime/traceruntime.go. */
export function goPreempt(tl: TraceLocker): Steps<void> {
  return goStop(tl, 'preempted');
}

/** The goroutine goes to the end of the queue. Go: traceLocker.GoStop, runtime/traceruntime.go. */
function* goStop(tl: TraceLocker, reason: (typeof traceGoStopReasons)[number]): Steps<void> {
  const reasons = tl.mp.rt.trace.goStopReasons[slot(tl.gen)];
  const index = stopReasonIndex(reason);
  yield* running(tl);
  yield* traceEvent(tl, ev.goStop, reasons[index] ?? 0, stack(tl));
}

/** The goroutine waits, for a reason in Go's words. Go: traceLocker.GoPark, runtime/traceruntime.go. */
export function* goPark(tl: TraceLocker, reason: TraceBlockReason): Steps<void> {
  const reasons = tl.mp.rt.trace.goBlockReasons[slot(tl.gen)];
  const index = blockReasonIndex(reason);
  yield* running(tl);
  yield* traceEvent(tl, ev.goBlock, reasons[index] ?? 0, stack(tl));
}

/** A goroutine that waits can run now. Go: traceLocker.GoUnpark, runtime/traceruntime.go. */
export function* goUnpark(tl: TraceLocker, gp: G): Steps<void> {
  yield* statusBeside(
    tl,
    () => running(tl),
    () => emitUnblockStatus(tl, gp),
  );
  yield* traceEvent(tl, ev.goUnblock, gp.goid, gp.trace.nextSeq(tl.gen), stack(tl));
}

/**
 * The goroutine waits, or (`destroy`) ends, and another goes on in its place. Go: traceLocker.GoSwitch, runtime/traceruntime.go.
 */
export function* goSwitch(tl: TraceLocker, nextg: G, destroy: boolean): Steps<void> {
  yield* statusBeside(
    tl,
    () => running(tl),
    () => emitUnblockStatus(tl, nextg),
  );
  const id = destroy ? ev.goSwitchDestroy : ev.goSwitch;
  yield* traceEvent(tl, id, nextg.goid, nextg.trace.nextSeq(tl.gen));
}

/** Its status, if need be: it has been waiting, on no thread. Go: traceLocker.emitUnblockStatus, runtime/traceruntime.go, 1.24. */
function* emitUnblockStatus(tl: TraceLocker, gp: G): Steps<void> {
  if (statusWasTraced(gp.trace, tl.gen) || !(yield* acquireStatus(tl.mp, gp.trace, tl.gen))) return;
  yield* alone(tl, () => writeGoStatus(tl, gp.goid, -1, 'waiting', gp.inMarkAssist));
}

/** The goroutine is in a system call, and its P with it. Go: traceLocker.GoSysCall, runtime/traceruntime.go. */
export function* goSysCall(tl: TraceLocker): Steps<void> {
  const pp = ownP(tl);
  // A thief will have no other way to know whose the P was.
  pp.mSyscallID = tl.mp.procid;
  yield* running(tl);
  yield* traceEvent(tl, ev.goSyscallBegin, pp.trace.nextSeq(tl.gen), stack(tl));
}

/** The system call is over; `lostP`: and its P was stolen. Go: traceLocker.GoSysExit, runtime/traceruntime.go. */
export function* goSysExit(tl: TraceLocker, lostP: boolean): Steps<void> {
  if (!lostP) ownP(tl).mSyscallID = -1;
  // A goroutine that lost its P and has one again runs on it.
  yield* eventWriter(tl, 'syscall', lostP ? 'running' : 'syscall');
  yield* traceEvent(tl, lostP ? ev.goSyscallEndBlocked : ev.goSyscallEnd);
}

/**
 * A P has been taken from a thread in a system call, by this thread. Up to 1.25 the caller says whether it is itself in a system
 * call (`inSyscall`); from 1.26 on that is looked up. Go: traceLocker.ProcSteal, runtime/traceruntime.go.
 */
export function* procSteal(tl: TraceLocker, pp: P, inSyscall: boolean): Steps<void> {
  const { mp, gen } = tl;
  const mStolenFrom = pp.mSyscallID;
  pp.mSyscallID = -1;
  const inside = mp.rt.design.syscalls === 'scanBit' ? mp.curg?.syscallsp === true : inSyscall;
  const own = (): Steps<void> => (inside ? eventWriter(tl, 'syscall', 'syscallAbandoned') : running(tl));
  yield* statusBeside(tl, own, () => emitAbandonedStatus(tl, pp));
  yield* traceEvent(tl, ev.procSteal, pp.id, pp.trace.nextSeq(gen), mStolenFrom);
}

/** The status of the stolen P, if need be. Go: traceLocker.ProcSteal, runtime/traceruntime.go. */
function* emitAbandonedStatus(tl: TraceLocker, pp: P): Steps<void> {
  if (statusWasTraced(pp.trace, tl.gen) || !(yield* acquireStatus(tl.mp, pp.trace, tl.gen))) return;
  yield* alone(tl, () => writeProcStatus(tl, pp.id, 'syscallAbandoned', pp.inSweep));
}

/** So many bytes of the heap are in use. Go: traceLocker.HeapAlloc, runtime/traceruntime.go. */
export function* heapAlloc(tl: TraceLocker, live: number): Steps<void> {
  yield* running(tl);
  yield* traceEvent(tl, ev.heapAlloc, live);
}

/** So many are to be in use when the next collection begins. Go: traceLocker.HeapGoal, runtime/traceruntime.go. */
export function* heapGoal(tl: TraceLocker): Steps<void> {
  yield* running(tl);
  yield* traceEvent(tl, ev.heapGoal, tl.mp.rt.heapGoal);
}

/** A thread that C made runs a goroutine now, which looks created. Go: traceLocker.GoCreateSyscall, runtime/traceruntime.go. */
export function* goCreateSyscall(tl: TraceLocker, gp: G): Steps<void> {
  setStatusTraced(gp.trace, tl.gen);
  if (tl.mp.rt.design.header < 26) yield* eventWriter(tl, 'bad', 'bad');
  yield* traceEvent(tl, ev.goCreateSyscall, gp.goid);
}

/** Such a thread goes back to C for good. It has no P. Go: traceLocker.GoDestroySyscall, runtime/traceruntime.go. */
export function* goDestroySyscall(tl: TraceLocker): Steps<void> {
  const { mp, gen } = tl;
  if (mp.rt.design.header < 26) {
    yield* eventWriter(tl, 'syscall', 'bad');
  } else if (mp.curg !== null && (yield* acquireStatus(mp, mp.curg.trace, gen))) {
    const { goid } = mp.curg;
    yield* alone(tl, () => writeGoStatus(tl, goid, mp.procid, 'syscall', false));
  }
  yield* traceEvent(tl, ev.goDestroySyscall);
}

/** trace.NewTask. Go: trace_userTaskCreate, runtime/traceruntime.go. */
export function userTaskCreate(mp: M, id: number, parent: number, type: string): Steps<void> {
  return inSection(mp, (tl) => traceEvent(tl, ev.userTaskBegin, id, parent, string(tl, type), stack(tl)));
}

/** Task.End. Go: trace_userTaskEnd, runtime/traceruntime.go. */
export function userTaskEnd(mp: M, id: number): Steps<void> {
  return inSection(mp, (tl) => traceEvent(tl, ev.userTaskEnd, id, stack(tl)));
}

/** Begin (mode 0) and end (1) of trace.WithRegion. Go: trace_userRegion, runtime/traceruntime.go. */
export function userRegion(mp: M, id: number, mode: 0 | 1, name: string): Steps<void> {
  const event = mode === 0 ? ev.userRegionBegin : ev.userRegionEnd;
  return inSection(mp, (tl) => traceEvent(tl, event, id, string(tl, name), stack(tl)));
}

/** trace.Log. Go: trace_userLog, runtime/traceruntime.go. */
export function userLog(mp: M, id: number, category: string, message: string): Steps<void> {
  return inSection(mp, (tl) =>
    traceEvent(tl, ev.userLog, id, string(tl, category), uniqueString(tl, message), stack(tl)),
  );
}

/** A section for one event, whose arguments are evaluated after the statuses. */
function* inSection(mp: M, event: (tl: TraceLocker) => Steps<void>): Steps<void> {
  const tl = yield* traceAcquire(mp);
  if (!isOk(tl)) return;
  yield* running(tl);
  yield* event(tl);
  yield* traceRelease(tl);
}

/** The status of another resource comes before the own ones; in the parent, after them. */
function* statusBeside(tl: TraceLocker, own: () => Steps<void>, other: () => Steps<void>): Steps<void> {
  const { sharedWriter } = tl.mp.rt.design;
  if (sharedWriter) yield* own();
  yield* other();
  if (!sharedWriter) yield* own();
}

/** Writes a status with a writer of its own; in the parent the event's writer is held already. */
function* alone(tl: TraceLocker, status: () => Steps<void>): Steps<void> {
  if (tl.mp.rt.design.sharedWriter) return yield* status();
  yield* writer(tl);
  yield* status();
  yield* end(tl);
}

function ownP({ mp }: TraceLocker): P {
  if (mp.p === null) throw new Error(`M${mp.id} writes an event of its P, but has none`);
  return mp.p;
}
