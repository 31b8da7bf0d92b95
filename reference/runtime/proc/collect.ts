/**
 * Garbage collection: its phases, workers, assists and sweeps, as events tell them. Sources: runtime/mgc.go, mgcmark.go, mgcsweep.go.
 */
import {
  gcDone,
  gcMarkAssistDone,
  gcMarkAssistStart,
  gcStart,
  gcSweepDone,
  gcSweepSpan,
  gcSweepStart,
  heapAlloc,
  heapGoal,
} from '../traceruntime-events.ts';
import type { G, M, Steps, TraceLocker } from '../runtime2.ts';
import { isOk, traceAcquire, traceRelease } from '../traceruntime.ts';
import { gopark, mOf, safePoint } from './schedule.ts';
import { mallocgc, spanBytes, sweep, unsweptSpans } from './malloc.ts';
import { newproc } from './goroutine.ts';
import { startTheWorld, stopTheWorld } from './world.ts';

/** Writes in a section of its own. */
function* traced(mp: M, write: (tl: TraceLocker) => Steps<void>): Steps<void> {
  const tl = yield* traceAcquire(mp);
  if (!isOk(tl)) return;
  yield* write(tl);
  yield* traceRelease(tl);
}

/** Begins a cycle: so many units of marking, done by workers and assists. Go: gcStart, runtime/mgc.go. */
export function* startCycle(gp: G, work: number): Steps<void> {
  const { rt } = mOf(gp);
  const { gc } = rt;
  if (gc.isBusy) return;
  gc.isBusy = true;
  while (gc.unswept.length > 0) yield* sweepOne(gp);
  yield* stopTheWorld(gp, 'GC sweep termination');
  yield* traced(mOf(gp), gcStart);
  rt.gcphase = 'mark';
  gc.work = work;
  yield* startTheWorld(gp);
}

/** Marks, when the scheduler gives it a P. Go: gcBgMarkWorker, runtime/mgc.go. */
function* markWorker(gp: G): Steps<void> {
  for (;;) {
    const { rt } = mOf(gp);
    const { gc } = rt;
    yield gopark('system goroutine wait', (worker) => {
      gc.workers.push(worker);
      return true;
    });
    while (gc.work > 0) {
      gc.work--;
      if (gc.work === 0) yield* finishCycle(gp);
    }
  }
}

/** Starts one worker for each P. Go: gcBgMarkStartWorkers, runtime/mgc.go. */
export function* startWorkers(gp: G): Steps<void> {
  for (let index = 0; index < mOf(gp).rt.allp.length; index++)
    yield* newproc(gp, 'runtime.gcBgMarkWorker', markWorker);
}

/** Ends a cycle. Go: gcMarkDone and gcMarkTermination, runtime/mgc.go. */
function* finishCycle(gp: G): Steps<void> {
  const { rt } = mOf(gp);
  const { gc } = rt;
  yield* stopTheWorld(gp, 'GC mark termination');
  rt.gcphase = 'marktermination';
  gc.unswept = unsweptSpans(rt);
  gc.heapLive = gc.heapLive >> 1;
  rt.heapGoal = Math.max(4_194_304, gc.heapLive * 2);
  yield* traced(mOf(gp), gcDone);
  yield* traced(mOf(gp), heapGoal);
  rt.gcphase = 'off';
  gc.isBusy = false;
  yield* startTheWorld(gp);
}

/** Allocates; while marking goes on, the goroutine has to help. Go: mallocgc, runtime/malloc.go; gcAssistAlloc is in runtime/mgcmark.go. */
export function* allocate(gp: G, bytes: number): Steps<void> {
  const { rt } = mOf(gp);
  const { gc } = rt;
  if (rt.gcphase === 'mark' && gc.work > 1) yield* assist(gp);
  else if (gc.unswept.length > 0) yield* sweepOne(gp);
  for (let left = bytes; left > 0; left -= spanBytes) yield* mallocgc(mOf(gp));
  gc.heapLive += bytes;
  yield* traced(mOf(gp), (tl) => heapAlloc(tl, gc.heapLive));
}

function* assist(gp: G): Steps<void> {
  const begin = yield* traceAcquire(mOf(gp));
  if (isOk(begin)) yield* gcMarkAssistStart(begin);
  // After the event: a status that is written for it must not say that the assist goes on already.
  gp.inMarkAssist = true;
  if (isOk(begin)) yield* traceRelease(begin);
  const { rt } = mOf(gp);
  const { gc } = rt;
  if (gc.work > 1) gc.work--;
  yield* safePoint(gp);
  const end = yield* traceAcquire(mOf(gp));
  if (isOk(end)) yield* gcMarkAssistDone(end);
  gp.inMarkAssist = false;
  if (isOk(end)) yield* traceRelease(end);
}

/** Sweeps some spans; nothing stops the goroutine meanwhile. Go: deductSweepCredit and sweepone, runtime/mgcsweep.go. */
function* sweepOne(gp: G): Steps<void> {
  const mp = mOf(gp);
  const { gc } = mp.rt;
  const begin = yield* traceAcquire(mp);
  if (isOk(begin)) {
    gcSweepStart(begin);
    yield* traceRelease(begin);
  }
  for (let left = 3; left > 0; left--) {
    const next = gc.unswept.pop();
    if (next === undefined) break;
    yield* traced(mp, (tl) => gcSweepSpan(tl, spanBytes));
    yield* sweep(mp, next);
  }
  yield* traced(mp, gcSweepDone);
}
