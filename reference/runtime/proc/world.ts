/**
 * Stops of the world, and what is done with every P in turn. Source: runtime/proc.go.
 */
import { wait } from '../../machine/step.ts';
import { procSteal, stwDone, stwStart } from '../traceruntime-events.ts';
import { pOf } from './acquire.ts';
import { retake, takeStopped } from './retake.ts';
import { mOf, sleepUntil, startm, wakep } from './schedule.ts';
import type { G, M, SafePointFn, Steps } from '../runtime2.ts';
import { isOk, traceAcquire, traceRelease } from '../traceruntime.ts';

/** Holds the world as it is: nobody else stops it. Go: semacquire(&worldsema), runtime/proc.go. */
function* acquireWorld(gp: G): Steps<void> {
  const { schedt } = mOf(gp).rt;
  yield* sleepUntil(gp, 'sync', () => !schedt.worldsema);
  schedt.worldsema = true;
}

/** Stops every P but the caller's own. The caller is a goroutine that runs. Go: stopTheWorld, runtime/proc.go. */
export function* stopTheWorld(gp: G, reason: string): Steps<void> {
  yield* acquireWorld(gp);
  yield* stopTheWorldWithSema(mOf(gp), reason);
}

/** Go: stopTheWorldWithSema, runtime/proc.go. */
export function* stopTheWorldWithSema(mp: M, reason: string): Steps<void> {
  const { rt } = mp;
  const { schedt } = rt;
  const begin = yield* traceAcquire(mp);
  if (isOk(begin)) {
    yield* stwStart(begin, reason);
    yield* traceRelease(begin);
  }
  const own = pOf(mp);
  mp.onG0 = true;
  schedt.gcwaiting = true;
  schedt.stops++;
  own.status = 'gcstop';
  if (rt.design.syscalls === 'procStatus') yield* stopSyscalls(mp);
  else for (const pp of rt.allp) yield* takeStopped(mp, pp, 'gcstop');
  for (const pp of schedt.pidle.splice(0)) pp.status = 'gcstop';
  yield* wait(mp, 'stopTheWorldWithSema: sched.stopwait', () =>
    rt.allp.every(({ status }) => status === 'gcstop'),
  );
  mp.onG0 = false;
}

/** Takes all Ps that are in system calls, in one section. Go: stopTheWorldWithSema, runtime/proc.go, up to 1.25. */
function* stopSyscalls(mp: M): Steps<void> {
  const tl = yield* traceAcquire(mp);
  for (const pp of mp.rt.allp) {
    if (pp.status !== 'syscall') continue;
    pp.status = 'gcstop';
    if (isOk(tl)) yield* procSteal(tl, pp, false);
    pp.syscalltick++;
  }
  if (isOk(tl)) yield* traceRelease(tl);
}

/** Go: startTheWorld, runtime/proc.go. */
export function* startTheWorld(gp: G): Steps<void> {
  const mp = mOf(gp);
  yield* startTheWorldWithSema(mp);
  mp.rt.schedt.worldsema = false;
}

/** Go: startTheWorldWithSema, runtime/proc.go. */
export function* startTheWorldWithSema(mp: M): Steps<void> {
  const { rt } = mp;
  const { schedt } = rt;
  mp.onG0 = true;
  schedt.gcwaiting = false;
  for (const pp of rt.allp) {
    pp.status = pp === mp.p ? 'running' : 'idle';
    if (pp === mp.p) continue;
    if (pp.runq.length > 0) yield* startm(mp, pp);
    else schedt.pidle.push(pp);
  }
  const tl = yield* traceAcquire(mp);
  if (isOk(tl)) {
    yield* stwDone(tl);
    yield* traceRelease(tl);
  }
  yield* wakep(mp);
  mp.onG0 = false;
}

/**
 * Has every P run a function once, at a safe point: by its own thread, or here where it has none. The caller holds the world.
 * Go: forEachP, runtime/proc.go.
 */
export function* forEachP(mp: M, each: SafePointFn): Steps<void> {
  const { rt } = mp;
  let safePointWait = rt.allp.length;
  const fn: SafePointFn = function* (own, pp) {
    yield* each(own, pp);
    safePointWait--;
  };
  const { schedt } = rt;
  const wasOnG0 = mp.onG0;
  mp.onG0 = true;
  for (const pp of rt.allp) if (pp !== mp.p) pp.runSafePointFn = fn;
  const idle = schedt.pidle.splice(0);
  for (const pp of idle) {
    pp.runSafePointFn = null;
    yield* fn(mp, pp);
  }
  for (const pp of idle) schedt.pidle.push(pp);
  yield* wakep(mp);
  if (mp.p !== null) yield* fn(mp, mp.p);
  // A P that is in a system call has no thread that could run its function.
  for (const pp of rt.allp) {
    const isWanted = (): boolean => pp.runSafePointFn !== null;
    if (rt.design.syscalls === 'procStatus' || isWanted()) yield* retake(mp, pp, isWanted);
  }
  yield* wait(mp, 'forEachP: sched.safePointWait', () => safePointWait === 0);
  mp.onG0 = wasOnG0;
}
