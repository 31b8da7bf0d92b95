/**
 * System calls: the goroutine keeps its thread, and the P may be taken away meanwhile. Source: runtime/proc.go.
 */
import { detail, step, wait } from '../../machine/step.ts';
import { goStart, goSysCall, goSysExit, procStart, procSteal, procStop } from '../traceruntime-events.ts';
import type { G, M, MCall, P, Steps, TraceLocker } from '../runtime2.ts';
import { isOk, traceAcquire, traceRelease } from '../traceruntime.ts';
import { takeStopped } from './retake.ts';
import { acquirep, pOf, pidleget, wirep } from './acquire.ts';
import { mOf, runSafePointFn } from './schedule.ts';

/** A system call that takes so many turns of its thread. Go: entersyscall and exitsyscall, runtime/proc.go. */
export function* syscall(gp: G, turns: number): Steps<void> {
  const mp = mOf(gp);
  const scanBit = mp.rt.design.syscalls === 'scanBit';
  mp.onG0 = true;
  gp.throwsplit = true;
  gp.syscallsp = true;
  yield* scanBit ? reentersyscall(mp, gp) : reentersyscallSwapped(mp, gp);
  for (let left = turns; left > 0; left--) yield* wait(mp, 'system call', () => true);
  const hasP = yield* scanBit ? exitsyscall(mp, gp) : exitsyscallSwapped(mp, gp);
  if (hasP) mp.onG0 = false;
  else {
    yield exitsyscall0;
    pOf(mOf(gp)).syscalltick++;
  }
  gp.syscallsp = false;
  gp.throwsplit = false;
}

/**
 * Begins a system call. The goroutine's status says that the P may be taken; it changes in the section of the event.
 * Go: reentersyscall, runtime/proc.go, 1.26.
 */
export function* reentersyscall(mp: M, gp: G): Steps<void> {
  const pp = pOf(mp);
  mp.locks++;
  mp.syscalltick = pp.syscalltick;
  yield* detail(mp, 'reentersyscall: runSafePointFn');
  yield* runSafePointFn(mp);
  mp.oldp = pp;
  const tl = yield* traceAcquire(mp);
  if (isOk(tl)) yield* goSysCall(tl);
  if (mp.rt.schedt.gcwaiting) yield* entersyscallHandleGCWait(tl, pp);
  yield* step(mp, 'reentersyscall: casgstatus');
  gp.status = 'syscall';
  if (isOk(tl)) yield* traceRelease(tl);
  mp.locks--;
}

/** The world is being stopped: the P goes with it. Go: entersyscallHandleGCWait, runtime/proc.go, 1.26. */
function* entersyscallHandleGCWait(tl: TraceLocker, pp: P): Steps<void> {
  pp.m = null;
  tl.mp.p = null;
  pp.status = 'gcstop';
  if (isOk(tl)) yield* procStop(tl);
  pp.syscalltick++;
}

/** Begins a system call, after which the P has a status that says so. Go: reentersyscall, runtime/proc.go, up to 1.25. */
export function* reentersyscallSwapped(mp: M, gp: G): Steps<void> {
  const tl = yield* traceAcquire(mp);
  mp.locks++;
  yield* detail(mp, 'reentersyscall: casgstatus');
  gp.status = 'syscall';
  if (isOk(tl)) {
    yield* goSysCall(tl);
    yield* traceRelease(tl);
  }
  yield* detail(mp, 'reentersyscall: runSafePointFn');
  yield* runSafePointFn(mp);
  const pp = pOf(mp);
  mp.syscalltick = pp.syscalltick;
  yield* detail(mp, 'reentersyscall: pp.m');
  pp.m = null;
  mp.oldp = pp;
  mp.p = null;
  yield* step(mp, 'reentersyscall: pp.status');
  pp.status = 'syscall';
  if (mp.rt.schedt.gcwaiting) yield* entersyscallGcwait(mp, pp);
  mp.locks--;
}

/**
 * The world is being stopped: the P goes with it. sched.lock is held, so that it is this stop or none: the next one comes with another
 * generation, perhaps. Go: entersyscall_gcwait, runtime/proc.go, up to 1.25.
 */
function* entersyscallGcwait(mp: M, pp: P): Steps<void> {
  const { schedt } = mp.rt;
  const { stops } = schedt;
  const tl = yield* traceAcquire(mp);
  const takes = schedt.gcwaiting && schedt.stops === stops && pp.status === 'syscall';
  if (takes) pp.status = 'gcstop';
  if (takes && isOk(tl)) yield* procSteal(tl, pp, true);
  if (takes) pp.syscalltick++;
  if (isOk(tl)) yield* traceRelease(tl);
}

/**
 * Ends a system call, with the P that it began with, with another, or with none (false). Whoever is about to take the P is waited for.
 * Go: exitsyscall, runtime/proc.go, 1.26.
 */
export function* exitsyscall(mp: M, gp: G): Steps<boolean> {
  mp.locks++;
  const hasP = yield* exitsyscallWithP(mp, gp);
  if (hasP) pOf(mp).syscalltick++;
  mp.locks--;
  return hasP;
}

function* exitsyscallWithP(mp: M, gp: G): Steps<boolean> {
  yield* wait(mp, 'exitsyscall: casgstatus', () => !gp.scan);
  gp.status = 'running';
  const { oldp } = mp;
  mp.oldp = null;
  if (mp.p !== null) {
    const tl = yield* traceAcquire(mp);
    if (!isOk(tl)) return true;
    yield* goSysExit(tl, false);
    yield* traceRelease(tl);
    return true;
  }
  const pp = yield* exitsyscallTryGetP(mp, oldp);
  if (pp === null) return false;
  yield* wirep(mp, pp);
  const tl = yield* traceAcquire(mp);
  if (!isOk(tl)) return true;
  yield* procStart(tl);
  yield* goSysExit(tl, true);
  yield* goStart(tl);
  yield* traceRelease(tl);
  return true;
}

/** Takes the old P out of another's system call, or an idle one. Go: exitsyscallTryGetP, runtime/proc.go, 1.26. */
function* exitsyscallTryGetP(mp: M, oldp: P | null): Steps<P | null> {
  if (oldp !== null && (yield* takeStopped(mp, oldp, 'idle'))) return oldp;
  return seesIdleP(mp) ? yield* pidleget(mp) : null;
}

/** A look at sched.pidle without the lock. */
function seesIdleP({ rt: { options, schedt } }: M): boolean {
  const isThere = schedt.pidle.length > 0;
  return options.finds?.(isThere) ?? isThere;
}

/** Ends a system call, with a P or with none (false). Go: exitsyscall, runtime/proc.go, up to 1.25. */
export function* exitsyscallSwapped(mp: M, gp: G): Steps<boolean> {
  mp.locks++;
  const { oldp } = mp;
  mp.oldp = null;
  if (!(yield* exitsyscallfast(mp, oldp))) {
    mp.locks--;
    return false;
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
  yield* detail(mp, 'exitsyscall: casgstatus');
  gp.status = 'running';
  if (isOk(tl)) yield* traceRelease(tl);
  mp.locks--;
  return true;
}

/** Takes the P back, or an idle one. Go: exitsyscallfast and exitsyscallfast_reacquired, runtime/proc.go, up to 1.25. */
function* exitsyscallfast(mp: M, oldp: P | null): Steps<boolean> {
  const tl = yield* traceAcquire(mp);
  yield* step(mp, 'exitsyscallfast: pp.status');
  const takes = oldp !== null && (yield* swapStatus(mp, oldp));
  if (takes) {
    yield* wirep(mp, oldp);
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
  const idle = seesIdleP(mp) ? yield* pidleget(mp) : null;
  if (idle === null) return false;
  yield* acquirep(mp, idle);
  return true;
}

/** From here on the P is in no system call any more, if it was in one. */
function* swapStatus(mp: M, pp: P): Steps<boolean> {
  const isSo = (): boolean => pp.status === 'syscall';
  if (!isSo()) return false;
  yield* detail(mp, 'exitsyscallfast: swap of pp.status');
  const swaps = isSo();
  if (swaps) pp.status = 'idle';
  return swaps;
}

/** Without a P: the goroutine goes on a queue, and the thread stops. Go: exitsyscall0, runtime/proc.go; exitsyscallNoP in 1.26. */
export const exitsyscall0: MCall = function* (mp: M, gp: G): Steps<G | null> {
  const { schedt } = mp.rt;
  const tl = yield* traceAcquire(mp);
  yield* detail(mp, 'exitsyscall0: casgstatus', () => !gp.scan);
  gp.status = 'runnable';
  if (isOk(tl)) {
    yield* goSysExit(tl, true);
    yield* traceRelease(tl);
  }
  gp.m = null;
  mp.curg = null;
  const { finds } = mp.rt.options;
  const idle = finds?.(true) === false ? null : yield* pidleget(mp);
  if (idle === null) {
    schedt.runq.push(gp);
    return null;
  }
  yield* acquirep(mp, idle);
  return gp;
};
