/**
 * How a P is taken from a thread in a system call, by whom, and in which order. Up to 1.25 a thief begins its section, and then swaps the
 * status of the P. From 1.26 on it first keeps the goroutine from coming back, and then begins its section. Source: runtime/proc.go.
 */
import { detail, start, step, wait } from '../../machine/step.ts';
import { procSteal } from '../traceruntime-events.ts';
import { M } from '../runtime2.ts';
import type { G, P, Runtime, Steps } from '../runtime2.ts';
import { isOk, traceAcquire, traceRelease } from '../traceruntime.ts';
import { handoffp, hasWork, wakep } from './schedule.ts';

/**
 * Takes a P that is in a system call, if it `isWanted` still, and finds something else for it to do.
 * Go: retake and forEachPInternal, runtime/proc.go.
 */
export function* retake(mp: M, pp: P, isWanted: () => boolean): Steps<void> {
  const swaps = mp.rt.design.syscalls === 'procStatus';
  const takes = yield* swaps ? swapStatus(mp, pp, isWanted) : takeStopped(mp, pp, 'idle', isWanted);
  if (takes) yield* handoffp(mp, pp);
}

/**
 * Up to 1.25. Between the begin of the section and the swap the thread can come back, and go into another system call with the P,
 * in the next generation: the status is what it was.
 */
function* swapStatus(mp: M, pp: P, isWanted: () => boolean): Steps<boolean> {
  const seen = pp.status;
  const tl = yield* traceAcquire(mp);
  if (seen === 'syscall') yield* step(mp, 'retake: pp.status');
  const takes = seen === 'syscall' && isWanted() && pp.status === 'syscall';
  if (takes) pp.status = 'idle';
  if (takes && isOk(tl)) yield* procSteal(tl, pp, false);
  if (isOk(tl)) yield* traceRelease(tl);
  if (takes) pp.syscalltick++;
  return takes;
}

/**
 * From 1.26 on: the goroutine stays in its system call until the P is gone, and all is told. `status` is what the P has then.
 * Go: syscallingThread.releaseP, runtime/proc.go, 1.26; also takeP, gcstopP and resume there.
 */
export function* takeStopped(
  mp: M,
  pp: P,
  status: 'idle' | 'gcstop',
  isWanted: () => boolean = always,
): Steps<boolean> {
  const gp = yield* setBlockOnExitSyscall(mp, pp);
  if (gp === null) return false;
  if (!isWanted()) {
    gp.scan = false;
    return false;
  }
  const tl = yield* traceAcquire(mp);
  yield* detail(mp, 'syscallingThread.releaseP: pp.m');
  if (pp.m !== null) pp.m.p = null;
  pp.m = null;
  yield* detail(mp, 'syscallingThread.releaseP: pp.status');
  pp.status = status;
  if (isOk(tl)) {
    yield* procSteal(tl, pp, false);
    yield* traceRelease(tl);
  }
  pp.syscalltick++;
  gp.scan = false;
  return true;
}

/** The goroutine that is in a system call with the P, kept there; null: there is none. Go: setBlockOnExitSyscall, runtime/proc.go, 1.26. */
function* setBlockOnExitSyscall(mp: M, pp: P): Steps<G | null> {
  yield* detail(mp, 'setBlockOnExitSyscall: pp.status');
  if (pp.status !== 'running') return null;
  // The looks are racy: only the swap says that it is so.
  yield* detail(mp, 'setBlockOnExitSyscall: pp.m');
  const { m } = pp;
  const gp = m?.curg ?? null;
  if (gp === null) return null;
  yield* detail(mp, 'setBlockOnExitSyscall: readgstatus');
  if (!canBeKept(gp)) return null;
  yield* detail(mp, 'setBlockOnExitSyscall: castogscanstatus');
  if (!canBeKept(gp)) return null;
  gp.scan = true;
  if (gp.m === m && m?.p === pp) return gp;
  gp.scan = false;
  return null;
}

const canBeKept = ({ status, scan }: G): boolean => status === 'syscall' && !scan;

const always = (): boolean => true;

function syscallingG(pp: P): G | null {
  const gp = pp.status === 'running' ? (pp.m?.curg ?? null) : null;
  return gp !== null && gp.status === 'syscall' && !gp.scan && gp.m?.p === pp ? gp : null;
}

const isInSyscall = (pp: P): boolean => pp.status === 'syscall' || syscallingG(pp) !== null;

/**
 * The thread that watches: it takes Ps away from system calls, and wakes one where there is work that nobody saw. It has no P.
 * Go: sysmon and retake, runtime/proc.go.
 */
function* sysmon(mp: M): Steps<void> {
  const { rt } = mp;
  mp.onG0 = true;
  const isIdle = (): boolean => rt.schedt.pidle.length > 0 && !rt.schedt.gcwaiting && hasWork(rt);
  for (;;) {
    yield* wait(mp, 'sysmon', () => rt.allp.some(isInSyscall) || isIdle());
    if (isIdle()) yield* wakep(mp);
    const pp = rt.allp.find(isInSyscall);
    if (pp !== undefined) yield* retake(mp, pp, () => true);
  }
}

/** Starts the watching thread. Go: main, runtime/proc.go. */
export function startWatching(rt: Runtime): void {
  const mp = new M(rt, rt.schedt.mnext++);
  rt.allm.push(mp);
  start(mp, sysmon(mp));
}
