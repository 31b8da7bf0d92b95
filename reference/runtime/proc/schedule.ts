/**
 * The scheduler, as far as the tracer hears of it: threads that run goroutines with Ps. Source: runtime/proc.go.
 * It is smaller than Go's (no spinning, one list of idle Ps), but it calls the tracer where Go does, and changes a status under the
 * same section as the event that tells of it.
 */
import { detail, start, wait } from '../../machine/step.ts';
import { goPark, goPreempt, goSched, goStart, goUnpark } from '../traceruntime-events.ts';
import { M } from '../runtime2.ts';
import type { G, MCall, P, Runtime, Steps } from '../runtime2.ts';
import type { TraceBlockReason } from '../tracereasons.ts';
import { isOk, traceAcquire, traceRelease } from '../traceruntime.ts';
import { acquirep, pOf, releasep } from './acquire.ts';
import { freeDead, mcommoninit, mexit } from './threads.ts';

/** A thread's life: it runs one goroutine after another. It begins with the P in `nextp`. Go: mstart1 and schedule, runtime/proc.go. */
function* schedule(mp: M): Steps<void> {
  mp.onG0 = true;
  yield* wake(mp);
  let next: G | null = null;
  for (;;) {
    const gp: G = next ?? (yield* findRunnable(mp));
    next = yield* execute(mp, gp);
    // A goroutine that ends on a thread of its own takes it along.
    if (gp.status === 'dead' && gp.lockedm === mp) return yield* mexit(mp, handsOff);
  }
}

/**
 * Runs a goroutine until it leaves the thread; answers the one to run next, if that is known. Go: execute, runtime/proc.go.
 */
export function* execute(mp: M, gp: G): Steps<G | null> {
  mp.curg = gp;
  gp.m = mp;
  yield* detail(mp, 'execute: casgstatus');
  gp.status = 'running';
  const tl = yield* traceAcquire(mp);
  if (isOk(tl)) {
    yield* goStart(tl);
    yield* traceRelease(tl);
  }
  return yield* gogo(mp, gp);
}

/** On the goroutine's own stack, until it calls for the system stack and does not come back. Go: gogo and mcall, runtime/stubs.go. */
export function* gogo(mp: M, gp: G): Steps<G | null> {
  const { code } = gp;
  if (code === null) throw new Error(`goroutine ${gp.goid} has no code to run`);
  mp.onG0 = false;
  for (;;) {
    const { value: mcall, done } = code.next();
    if (done === true) throw new Error(`goroutine ${gp.goid} returned without goexit`);
    if (typeof mcall === 'function') {
      mp.onG0 = true;
      if (mp.p !== null) mp.p.gcMarkWorkerMode = 0;
      const next = yield* mcall(mp, gp);
      // A goroutine that is locked to the thread keeps it: the thread lends its P, and waits to be woken with one.
      return next === null && isLockedTo(gp, mp) ? yield* stoplockedm(mp, gp) : next;
    }
    yield;
  }
}

const isLockedTo = (gp: G, mp: M): boolean => gp.lockedm === mp && gp.status !== 'dead';

/** Looks for a goroutine to run, and stops the thread where there is none. Go: findRunnable, runtime/proc.go. */
function* findRunnable(mp: M): Steps<G> {
  const { rt } = mp;
  const { schedt } = rt;
  for (;;) {
    if (mp.p === null) yield* stopm(mp);
    const pp = pOf(mp);
    if (schedt.gcwaiting) {
      yield* gcstopm(mp);
      continue;
    }
    if (pp.runSafePointFn !== null) yield* runSafePointFn(mp);
    const worker = hasMarking(rt) ? yield* findRunnableGCWorker(mp) : null;
    const polled = worker === null && isPolled(rt) ? yield* pollReady(mp) : null;
    const gp = worker ?? polled ?? takeRunnable(rt, pp);
    if (gp === null) {
      yield* releasep(mp);
      yield* pidleput(mp, pp);
      // What became runnable while the P was on its way to the list found nobody to wake.
      if (hasWork(rt)) yield* wakep(mp);
      yield* stopm(mp);
      continue;
    }
    if (gp.lockedm === null || gp.lockedm === mp) return gp;
    yield* startlockedm(mp, gp.lockedm);
  }
}

/** The P's own queue, the global one, then those of others. Go: findRunnable and runqsteal, runtime/proc.go. */
function takeRunnable(rt: Runtime, pp: P): G | null {
  const own = pp.runq.shift() ?? rt.schedt.runq.shift();
  if (own !== undefined) return own;
  for (const other of rt.allp) {
    const stolen = other.runq.shift();
    if (stolen !== undefined) return stolen;
  }
  return null;
}

/** While marking goes on, a worker comes before others. Go: gcControllerState.findRunnableGCWorker, runtime/mgcpacer.go. */
function* findRunnableGCWorker(mp: M): Steps<G | null> {
  const { gc } = mp.rt;
  const worker = hasMarking(mp.rt) ? gc.workers.pop() : undefined;
  if (worker === undefined) return null;
  pOf(mp).gcMarkWorkerMode = dedicatedWorker;
  yield* unpark(mp, worker);
  return worker;
}

/** Index of the label of a worker that is not preempted. Go: gcMarkWorkerDedicatedMode, runtime/mgc.go. */
const dedicatedWorker = 1;

const hasMarking = ({ gc, gcphase }: Runtime): boolean =>
  gcphase === 'mark' && gc.work > 0 && gc.workers.length > 0;

const isPolled = ({ schedt }: Runtime): boolean => schedt.polled.some(({ isReady }) => isReady());

export const hasWork = (rt: Runtime): boolean =>
  hasMarking(rt) || rt.schedt.runq.length > 0 || rt.allp.some(({ runq }) => runq.length > 0) || isPolled(rt);

/** Readies a goroutine whose wait is over; the reader of the trace is one of them. Go: findRunnable, runtime/proc.go. */
function* pollReady(mp: M): Steps<G | null> {
  const { schedt } = mp.rt;
  const index = schedt.polled.findIndex(({ isReady }) => isReady());
  const [found] = index < 0 ? [] : schedt.polled.splice(index, 1);
  if (found === undefined) return null;
  yield* unpark(mp, found.gp);
  return found.gp;
}

/** A goroutine that waits becomes runnable, on no queue yet. Go: ready, runtime/proc.go, and others that do as it does. */
function* unpark(mp: M, gp: G): Steps<void> {
  const tl = yield* traceAcquire(mp);
  yield* detail(mp, 'ready: casgstatus');
  gp.status = 'runnable';
  if (!isOk(tl)) return;
  yield* goUnpark(tl, gp);
  yield* traceRelease(tl);
}

/** Makes a goroutine runnable that waits. Go: goready and ready, runtime/proc.go. */
export function* goready(mp: M, gp: G): Steps<void> {
  const wasOnG0 = mp.onG0;
  mp.onG0 = true;
  // The M keeps its P. Go: acquirem.
  mp.locks++;
  yield* unpark(mp, gp);
  runqput(mp, gp);
  yield* wakep(mp);
  mp.locks--;
  mp.onG0 = wasOnG0;
}

/** Go: runqput and globrunqput, runtime/proc.go. */
export function runqput(mp: M, gp: G): void {
  (mp.p?.runq ?? mp.rt.schedt.runq).push(gp);
}

/**
 * Parks the goroutine that yields it, unless `commit` says no: it is called when the goroutine waits already, and puts it where
 * whoever wakes it will look. Go: gopark and park_m, runtime/proc.go.
 */
export function gopark(reason: TraceBlockReason, commit: (gp: G) => boolean): MCall {
  // An arrow, because each coroutine function that is made anew costs as much as a hundred steps.
  return (mp, gp) => park(mp, gp, reason, commit);
}

function* park(mp: M, gp: G, reason: TraceBlockReason, commit: (gp: G) => boolean): Steps<G | null> {
  const tl = yield* traceAcquire(mp);
  if (isOk(tl)) yield* goPark(tl, reason);
  yield* detail(mp, 'park_m: casgstatus');
  gp.status = 'waiting';
  gp.waitreason = reason;
  if (isOk(tl)) yield* traceRelease(tl);
  dropg(mp, gp);
  if (commit(gp)) return null;
  yield* unpark(mp, gp);
  return gp;
}

/** Waits until something holds that nobody announces. Go: gopark with a timer or a poller, runtime/time.go and runtime/netpoll.go. */
export function* sleepUntil(gp: G, reason: TraceBlockReason, isReady: () => boolean): Steps<void> {
  while (!isReady()) {
    const { schedt } = mOf(gp).rt;
    yield gopark(reason, () => {
      schedt.polled.push({ gp, isReady });
      return true;
    });
  }
}

/** Gives the thread up for others. Go: goschedImpl, runtime/proc.go. */
function yields(preempted: boolean): MCall {
  return function* (mp, gp) {
    const tl = yield* traceAcquire(mp);
    if (isOk(tl)) yield* preempted ? goPreempt(tl) : goSched(tl);
    gp.status = 'runnable';
    if (isOk(tl)) yield* traceRelease(tl);
    dropg(mp, gp);
    mp.rt.schedt.runq.push(gp);
    return null;
  };
}

/** Go: Gosched, runtime/proc.go. */
export const gosched: MCall = yields(false);
/** Go: gopreempt_m, runtime/proc.go. */
const gopreempt: MCall = yields(true);

/**
 * A point at which the goroutine can be stopped: for a stop of the world, or for what is to be done with its P. Go: newstack, runtime/stack.go, where it
 * finds stackPreempt.
 */
export function safePoint(gp: G): Steps<void> {
  const mp = mOf(gp);
  const isAsked = mp.rt.schedt.gcwaiting || (mp.p !== null && mp.p.runSafePointFn !== null);
  return isAsked ? preempt() : wait(mp, 'user code', always);
}

function* preempt(): Steps<void> {
  yield gopreempt;
}

const always = (): boolean => true;

/** Whether what a goroutine is can be read: it is not between a change and the event that tells of it. Go: suspendG, runtime/preempt.go. */
export function isSuspendable(gp: G): boolean {
  if (gp.scan) return false;
  if (gp.status !== 'running' && gp.status !== 'copystack') return true;
  return gp.m !== null && !gp.m.onG0 && gp.m.lockers.length === 0;
}

function dropg(mp: M, gp: G): void {
  gp.m = null;
  mp.curg = null;
}

/** Puts the thread to sleep; it wakes with a P. Go: stopm, runtime/proc.go. */
function* stopm(mp: M): Steps<void> {
  mp.rt.schedt.midle.push(mp);
  yield* wake(mp);
}

function* wake(mp: M): Steps<void> {
  yield* wait(mp, 'stopm: mp.park', () => mp.nextp !== null);
  const pp = mp.nextp;
  if (pp === null) throw new Error(`M${mp.id} woke without a P`);
  mp.nextp = null;
  yield* acquirep(mp, pp);
}

/** Wakes or makes a thread for a P; a new one lets those be freed that have exited. Go: startm, runtime/proc.go. */
export function* startm(mp: M, pp: P): Steps<void> {
  const { rt } = mp;
  const idle = rt.schedt.midle.pop();
  if (idle !== undefined) {
    idle.nextp = pp;
    return;
  }
  yield* freeDead(mp);
  const made = newM(rt, pp);
  yield* mcommoninit(mp, made);
  start(made, schedule(made));
}

/** Makes the first thread, which begins with that P. Go: schedinit, runtime/proc.go. */
export function newm(rt: Runtime, pp: P): void {
  const mp = newM(rt, pp);
  rt.allm.push(mp);
  start(mp, schedule(mp));
}

function newM(rt: Runtime, pp: P): M {
  const mp = new M(rt, rt.schedt.mnext++);
  mp.nextp = pp;
  return mp;
}

/** The last of a thread: it gives its P to another, with events. Go: mexit, runtime/proc.go. */
function* handsOff(mp: M): Steps<void> {
  yield* handoffp(mp, yield* releasep(mp));
}

/** Whether the world is to stop, or has. */
const isStopping = ({ schedt }: Runtime): boolean => schedt.gcwaiting;

/** Has one more P run, if one is idle. Go: wakep, runtime/proc.go. */
export function* wakep(mp: M): Steps<void> {
  const { gcwaiting, pidle } = mp.rt.schedt;
  const pp = gcwaiting ? undefined : pidle.pop();
  if (pp !== undefined) yield* startm(mp, pp);
}

/** Finds something for a P to do that has lost its thread. Go: handoffp, runtime/proc.go. */
export function* handoffp(mp: M, pp: P): Steps<void> {
  const { rt } = mp;
  const hasGs = (): boolean => !isStopping(rt) && (pp.runq.length > 0 || hasWork(rt));
  if (pp.runSafePointFn === null && hasGs()) yield* startm(mp, pp);
  else yield* pidleput(mp, pp);
  if (hasWork(rt)) yield* wakep(mp);
}

/**
 * Puts a P that no thread has on the list of idle ones, once what is to be done with every P is done with it; or lets it stop with
 * the world. Go: pidleput and runSafePointFn, runtime/proc.go.
 */
function* pidleput(mp: M, pp: P): Steps<void> {
  const fn = pp.runSafePointFn;
  pp.runSafePointFn = null;
  if (fn !== null) yield* fn(mp, pp);
  yield* detail(mp, 'pidleput: sched.lock');
  if (isStopping(mp.rt)) pp.status = 'gcstop';
  else mp.rt.schedt.pidle.push(pp);
}

/** The thread of a goroutine that is locked to it lends its P and waits. Go: stoplockedm, runtime/proc.go. */
function* stoplockedm(mp: M, gp: G): Steps<G> {
  if (mp.p !== null) yield* handoffp(mp, yield* releasep(mp));
  yield* wake(mp);
  return gp;
}

/** Gives the P to the thread that a goroutine is locked to. Go: startlockedm, runtime/proc.go. */
function* startlockedm(mp: M, locked: M): Steps<void> {
  locked.nextp = yield* releasep(mp);
  yield* stopm(mp);
}

/** The world stops: the thread gives its P up, until it is given one again. Go: gcstopm, runtime/proc.go. */
function* gcstopm(mp: M): Steps<void> {
  const pp = yield* releasep(mp);
  pp.status = 'gcstop';
  yield* stopm(mp);
}

/** Go: runSafePointFn, runtime/proc.go. */
export function* runSafePointFn(mp: M): Steps<void> {
  const pp = pOf(mp);
  const fn = pp.runSafePointFn;
  if (fn === null) return;
  pp.runSafePointFn = null;
  yield* fn(mp, pp);
}

/** The thread that runs a goroutine. Go: getg, runtime/stubs.go. */
export function mOf(gp: G): M {
  if (gp.m === null) throw new Error(`goroutine ${gp.goid} is on no thread`);
  return gp.m;
}
