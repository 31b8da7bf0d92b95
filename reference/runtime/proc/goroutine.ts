/**
 * The begin and the end of goroutines. Source: runtime/proc.go.
 */
import { detail } from '../../machine/step.ts';
import { goCreate, goEnd } from '../traceruntime-events.ts';
import { G } from '../runtime2.ts';
import type { M, MCall, Runtime, Steps } from '../runtime2.ts';
import { callFrame, pcOf } from '../symtab.ts';
import { isOk, traceAcquire, traceRelease } from '../traceruntime.ts';
import { traceGoroutineStackAlloc, traceGoroutineStackFree } from '../traceallocfree.ts';
import { mOf, runqput, wakep } from './schedule.ts';

/** What a goroutine runs. It stops at safe points, parks, and returns when it is done. */
export type GoFunc = (gp: G) => Steps<void>;

/** Bytes of a new goroutine's stack. Go: stackMin, runtime/stack.go. */
const stackMin = 2048;

/** Starts a goroutine from another one. Go: newproc and newproc1, runtime/proc.go. */
export function* newproc(gp: G, name: string, fn: GoFunc): Steps<G> {
  const mp = mOf(gp);
  const { rt } = mp;
  mp.onG0 = true;
  // The M keeps its P. Go: acquirem.
  mp.locks++;
  const newg = (yield* gfget(mp, name, fn)) ?? (yield* allocated(mp, name, fn));
  const tl = yield* traceAcquire(mp);
  newg.goid = ++rt.schedt.goidgen;
  yield* detail(mp, 'newproc1: casgstatus');
  newg.status = 'runnable';
  newg.trace.reset();
  if (isOk(tl)) {
    yield* goCreate(tl, newg, newg.frame?.pc ?? 0, false);
    yield* traceRelease(tl);
  }
  mp.locks--;
  runqput(mp, newg);
  yield* wakep(mp);
  mp.onG0 = false;
  return newg;
}

/** One that is made for it; it is dead until it is known. Go: newproc1, runtime/proc.go. */
function* allocated(mp: M, name: string, fn: GoFunc): Steps<G> {
  const newg = malg(mp.rt, name, fn, 0);
  yield* traceGoroutineStackAlloc(mp, newg.stackBase, newg.stackBytes);
  newg.status = 'dead';
  mp.rt.allg.push(newg);
  return newg;
}

/** One that is dead, or none. Go: gfget, runtime/proc.go. */
function* gfget(mp: M, name: string, fn: GoFunc): Steps<G | null> {
  const newg = mp.rt.schedt.gFree.pop();
  if (newg === undefined) return null;
  if (newg.stackBytes === 0) {
    newg.stackBytes = stackMin;
    newg.stackBase = mp.rt.stackalloc(stackMin);
    yield* traceGoroutineStackAlloc(mp, newg.stackBase, stackMin);
  }
  begins(newg, name, fn);
  return newg;
}

/** A dead goroutine keeps a stack that is of the usual size. Go: gfput, runtime/proc.go. */
function* gfput(mp: M, gp: G): Steps<void> {
  if (gp.stackBytes !== stackMin) {
    yield* traceGoroutineStackFree(mp, gp.stackBase);
    gp.stackBytes = 0;
  }
  mp.rt.schedt.gFree.push(gp);
}

/** A goroutine from nowhere: before tracing, as main is. Go: malg and newproc1, runtime/proc.go. */
export function malg(rt: Runtime, name: string, fn: GoFunc, goid: number = ++rt.schedt.goidgen): G {
  const gp = new G(goid);
  gp.stackBase = rt.stackalloc(stackMin);
  gp.stackBytes = stackMin;
  begins(gp, name, fn);
  return gp;
}

function begins(gp: G, name: string, fn: GoFunc): void {
  gp.stackUsed = 0;
  gp.lockedm = null;
  gp.frame = callFrame(null, pcOf(name, 'main.go', 1));
  gp.code = run(gp, fn);
}

function* run(gp: G, fn: GoFunc): Steps<void> {
  yield* fn(gp);
  const mp = mOf(gp);
  const tl = yield* traceAcquire(mp);
  if (isOk(tl)) yield* goEnd(tl);
  // From here on there is no safe point: nobody may read that it still runs.
  mp.onG0 = true;
  if (isOk(tl)) yield* traceRelease(tl);
  yield goexit0;
}

/** Go: goexit0 and gdestroy, runtime/proc.go. */
const goexit0: MCall = function* (mp: M, gp: G): Steps<null> {
  yield* detail(mp, 'gdestroy: casgstatus');
  gp.status = 'dead';
  gp.m = null;
  mp.curg = null;
  yield* gfput(mp, gp);
  return null;
};
