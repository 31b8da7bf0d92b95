/** How a thread takes a P, and gives it up. Source: runtime/proc.go. */
import { Throw, detail } from '../../machine/step.ts';
import { procStart, procStop } from '../traceruntime-events.ts';
import type { M, P, Steps } from '../runtime2.ts';
import { isOk, traceAcquire, traceRelease } from '../traceruntime.ts';

/** Takes a P. Go: acquirep and wirep, runtime/proc.go. */
export function* acquirep(mp: M, pp: P): Steps<void> {
  yield* wirep(mp, pp);
  const tl = yield* traceAcquire(mp);
  if (!isOk(tl)) return;
  yield* procStart(tl);
  yield* traceRelease(tl);
}

/** Go: wirep, runtime/proc.go. */
export function* wirep(mp: M, pp: P): Steps<void> {
  yield* detail(mp, 'wirep: pp.m');
  const { m } = pp;
  yield* detail(mp, 'wirep: pp.status');
  if (m !== null || pp.status !== 'idle') throw new Throw('wirep: invalid p state');
  mp.p = pp;
  yield* detail(mp, 'wirep: pp.m = mp');
  pp.m = mp;
  yield* detail(mp, 'wirep: pp.status = running');
  pp.status = 'running';
}

/** Gives the P up, which is nobody's then. Go: releasep, runtime/proc.go. */
export function* releasep(mp: M): Steps<P> {
  const tl = yield* traceAcquire(mp);
  if (isOk(tl)) {
    yield* procStop(tl);
    yield* traceRelease(tl);
  }
  return yield* releasepNoTrace(mp);
}

/** Others may look at a P that goes, but nobody takes it before it is on a list. Go: releasepNoTrace, runtime/proc.go. */
function* releasepNoTrace(mp: M): Steps<P> {
  const pp = pOf(mp);
  yield* detail(mp, 'releasepNoTrace: pp.m');
  const { m } = pp;
  yield* detail(mp, 'releasepNoTrace: pp.status');
  if (m !== mp || pp.status !== 'running') throw new Throw('releasep: invalid p state');
  mp.p = null;
  yield* detail(mp, 'releasepNoTrace: pp.m = nil');
  pp.m = null;
  yield* detail(mp, 'releasepNoTrace: pp.status = idle');
  pp.status = 'idle';
  return pp;
}

/** An idle P, if there is one still. Go: pidleget, runtime/proc.go. */
export function* pidleget(mp: M): Steps<P | null> {
  const { options, schedt } = mp.rt;
  if (options.finds !== undefined) yield* detail(mp, 'pidleget: sched.lock');
  if (options.finds?.(schedt.pidle.length > 0) === false) return null;
  return schedt.pidle.pop() ?? null;
}

/** The P of a thread that has one. Go: p, runtime/runtime2.go. */
export function pOf(mp: M): P {
  if (mp.p === null) throw new Error(`M${mp.id} has no P`);
  return mp.p;
}
