/**
 * The begin and the end of goroutines. Source: runtime/proc.go.
 */
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
  const newg = malg(rt, name, fn);
  yield* traceGoroutineStackAlloc(mp, newg.stackBase, newg.stackBytes);
  const tl = yield* traceAcquire(mp);
  newg.status = 'runnable';
  rt.allg.push(newg);
  if (isOk(tl)) {
    yield* goCreate(tl, newg, newg.frame?.pc ?? 0, false);
    yield* traceRelease(tl);
  }
  runqput(mp, newg);
  yield* wakep(mp);
  mp.onG0 = false;
  return newg;
}

/** A goroutine from nowhere: before tracing, as main is. Go: malg and newproc1, runtime/proc.go. */
export function malg(rt: Runtime, name: string, fn: GoFunc): G {
  const gp = new G(++rt.schedt.goidgen);
  gp.stackBase = rt.stackalloc(stackMin);
  gp.stackBytes = stackMin;
  gp.frame = callFrame(null, pcOf(name, 'main.go', 1));
  gp.code = run(gp, fn);
  return gp;
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
  gp.status = 'dead';
  gp.m = null;
  mp.curg = null;
  const { allg } = mp.rt;
  allg.splice(allg.indexOf(gp), 1);
  yield* traceGoroutineStackFree(mp, gp.stackBase);
  return null;
};
