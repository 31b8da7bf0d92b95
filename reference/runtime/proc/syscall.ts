/**
 * System calls: the goroutine keeps its thread, and the P may be taken away meanwhile. Source: runtime/proc.go.
 */
import { start, wait } from '../../machine/step.ts';
import { goStart, goSysCall, goSysExit, procStart, procSteal } from '../traceruntime-events.ts';
import { M } from '../runtime2.ts';
import type { G, MCall, P, Runtime, Steps } from '../runtime2.ts';
import { isOk, traceAcquire, traceRelease } from '../traceruntime.ts';
import { acquirep, handoffp, hasWork, mOf, pOf, wakep, wirep } from './schedule.ts';

/** Begins a system call. Go: entersyscall and reentersyscall, runtime/proc.go. */
function* entersyscall(gp: G): Steps<void> {
  const mp = mOf(gp);
  const { schedt } = mp.rt;
  mp.onG0 = true;
  mp.locks++;
  gp.throwsplit = true;
  gp.syscallsp = true;
  const tl = yield* traceAcquire(mp);
  gp.status = 'syscall';
  if (isOk(tl)) {
    yield* goSysCall(tl);
    yield* traceRelease(tl);
  }
  const pp = pOf(mp);
  mp.syscalltick = pp.syscalltick;
  mp.oldp = pp;
  mp.p = null;
  pp.m = null;
  pp.status = 'syscall';
  if (schedt.gcwaiting) yield* entersyscallGcwait(mp, pp);
  mp.locks--;
}

/** The world is being stopped: the P goes with it. Go: entersyscall_gcwait, runtime/proc.go. */
function* entersyscallGcwait(mp: M, pp: P): Steps<void> {
  const tl = yield* traceAcquire(mp);
  const takes = mp.rt.schedt.gcwaiting && pp.status === 'syscall';
  if (takes) pp.status = 'gcstop';
  if (takes && isOk(tl)) yield* procSteal(tl, pp, true);
  if (takes) pp.syscalltick++;
  if (isOk(tl)) yield* traceRelease(tl);
}

/** Ends a system call, with the P that it began with, with another, or on a queue. Go: exitsyscall, runtime/proc.go. */
function* exitsyscall(gp: G): Steps<void> {
  const mp = mOf(gp);
  const { oldp } = mp;
  mp.locks++;
  mp.oldp = null;
  if (!(yield* exitsyscallfast(mp, oldp))) {
    mp.locks--;
    yield exitsyscall0;
    gp.syscallsp = false;
    gp.throwsplit = false;
    gp.syscallsp = false;
    return;
  }
  const pp = pOf(mp);
  const tl = yield* traceAcquire(mp);
  if (isOk(tl)) {
    const lostP = oldp !== pp || mp.syscalltick !== pp.syscalltick;
    yield* goSysExit(tl, lostP);
    // It lost its P, so for the trace it stopped.
    if (lostP) yield* goStart(tl);
  }
  pp.syscalltick++;
  gp.status = 'running';
  if (isOk(tl)) yield* traceRelease(tl);
  gp.syscallsp = false;
  gp.throwsplit = false;
  gp.syscallsp = false;
  mp.locks--;
  mp.onG0 = false;
}

/** Takes the P back, or an idle one. Go: exitsyscallfast and exitsyscallfast_reacquired, runtime/proc.go. */
function* exitsyscallfast(mp: M, oldp: P | null): Steps<boolean> {
  const tl = yield* traceAcquire(mp);
  const takes = oldp !== null && oldp.status === 'syscall';
  if (takes) {
    wirep(mp, oldp);
    // It was taken and came into a system call again: then it was somebody else's.
    if (mp.syscalltick !== oldp.syscalltick) {
      if (isOk(tl)) {
        yield* procSteal(tl, oldp, true);
        yield* procStart(tl);
      }
      oldp.syscalltick++;
    }
  }
  if (isOk(tl)) yield* traceRelease(tl);
  if (takes) return true;
  const idle = mp.rt.schedt.pidle.pop();
  if (idle === undefined) return false;
  yield* acquirep(mp, idle);
  return true;
}

/** Without a P: the goroutine goes on a queue, and the thread stops. Go: exitsyscall0, runtime/proc.go. */
const exitsyscall0: MCall = function* (mp: M, gp: G): Steps<G | null> {
  const { schedt } = mp.rt;
  const tl = yield* traceAcquire(mp);
  gp.status = 'runnable';
  if (isOk(tl)) {
    yield* goSysExit(tl, true);
    yield* traceRelease(tl);
  }
  gp.m = null;
  mp.curg = null;
  const idle = schedt.pidle.pop();
  if (idle === undefined) {
    schedt.runq.push(gp);
    return null;
  }
  yield* acquirep(mp, idle);
  return gp;
};

/**
 * The thread that watches: it takes Ps away from system calls, and wakes one where there is work that nobody saw. It has no P.
 * Go: sysmon and retake, runtime/proc.go.
 */
function* sysmon(mp: M): Steps<void> {
  const { rt } = mp;
  mp.onG0 = true;
  const inSyscall = (): P | undefined => rt.allp.find(({ status }) => status === 'syscall');
  const isIdle = (): boolean => rt.schedt.pidle.length > 0 && !rt.schedt.gcwaiting && hasWork(rt);
  for (;;) {
    yield* wait(mp, 'Sysmon', () => inSyscall() !== undefined || isIdle(), true);
    if (isIdle()) wakep(rt);
    const pp = inSyscall();
    if (pp !== undefined) yield* retake(mp, pp);
  }
}

function* retake(mp: M, pp: P): Steps<void> {
  const tl = yield* traceAcquire(mp);
  const takes = pp.status === 'syscall';
  if (takes) pp.status = 'idle';
  if (takes && isOk(tl)) yield* procSteal(tl, pp, false);
  if (isOk(tl)) yield* traceRelease(tl);
  if (!takes) return;
  pp.syscalltick++;
  yield* handoffp(mp, pp);
}

/** Makes the process: so many Ps, the watching thread, and the goroutine that runs first. Go: schedinit and main, runtime/proc.go. */
export function startWatching(rt: Runtime): void {
  const mp = new M(rt, rt.threads.length);
  rt.allm.push(mp);
  start(mp, sysmon(mp));
}

/** A system call that takes so many turns of its thread. Go: entersyscall and exitsyscall, runtime/proc.go. */
export function* syscall(gp: G, turns: number): Steps<void> {
  yield* entersyscall(gp);
  for (let left = turns; left > 0; left--) yield* wait(mOf(gp), 'InSyscall', () => true, true);
  yield* exitsyscall(gp);
}
