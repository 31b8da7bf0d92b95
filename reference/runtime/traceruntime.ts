/**
 * Sections: what begins and ends the writing of events on an M. Source: runtime/traceruntime.go.
 */
import { choose, goesOn, ordinaryCode, runsThrough, step, stepThen } from '../machine/step.ts';
import { TraceLocker } from './runtime2.ts';
import type { M, Steps, Taken } from './runtime2.ts';
import { traceBufFlush } from './tracewriter.ts';

/**
 * Prepares the M for events. The answer is not ok ({@link isOk}) where tracing is off; then there is nothing to release.
 * Go: traceAcquire, runtime/traceruntime.go, all releases.
 */
export function traceAcquire(mp: M): Taken<TraceLocker> {
  return acquire(mp, false);
}

/**
 * Up to 1.23, for code that may run inside a section: as {@link traceAcquire}, but there it gives up.
 * Go: traceTryAcquire, runtime/traceruntime.go, 1.23. From the seed on the same callers use traceAcquire.
 */
export function traceTryAcquire(mp: M): Taken<TraceLocker> {
  return acquire(mp, mp.rt.design.reentry === 'drop');
}

function acquire(mp: M, drops: boolean): Taken<TraceLocker> {
  const tl = new TraceLocker(mp);
  mp.lockers.push(tl);
  const { trace } = mp.rt;
  if (trace.enabled && trace.gen !== 0 && !isWriting(mp) && runsThrough(mp, acquireSteps)) {
    acquireAtOnce(tl);
    return tl;
  }
  // A thread that asks nobody sees what is there.
  const isSeen = trace.enabled && goesOn(mp, acquireAction(mp));
  return isSeen ? traceAcquireEnabled(tl, drops) : acquireAfter(tl, drops);
}

/** The read of `enabled`, and the three of {@link traceAcquireEnabled} where no section is around. */
const acquireSteps = 4;

/** The four steps, when nobody comes between. */
function acquireAtOnce(tl: TraceLocker): void {
  const { mp } = tl;
  mp.quantum -= acquireSteps;
  mp.mayGrow = false;
  mp.locks++;
  setWriting(mp, true);
  const { gen } = mp.rt.trace;
  tl.gen = gen;
  mp.trace.entryGen = gen;
}

function* acquireAfter(tl: TraceLocker, drops: boolean): Steps<TraceLocker> {
  if (!(yield* traceEnabled(tl.mp))) return leave(tl);
  return yield* traceAcquireEnabled(tl, drops);
}

const acquireAction = ({ growing }: M): string => (growing === 'no' ? 'AcquireOuter' : 'AcquireNested');

/**
 * One plain read of `trace.enabled`. While StopTrace runs, a thread may still see it true: gen is 0 before enabled is false.
 * Go: traceEnabled, runtime/traceruntime.go.
 */
function* traceEnabled(mp: M): Steps<boolean> {
  const { trace, options } = mp.rt;
  const nested = mp.growing !== 'no';
  const depth = mp.lockers.length - 1;
  const seen = {
    mp,
    action: acquireAction(mp),
    m: mp.id,
    depth,
    isEnabled: () => trace.enabled || trace.shutdown,
  };
  const unseen = { mp, action: 'AcquireDisabled', m: mp.id, depth, isEnabled: () => !trace.enabled };
  const waits = !nested && options.waitsForTracing === true;
  const taken = yield* choose(mp, waits ? [seen] : trace.enabled ? [seen, unseen] : [unseen, seen]);
  return taken === seen;
}

/** Go: traceAcquireEnabled, and traceTryAcquireEnabled where the design drops; runtime/traceruntime.go. */
function* traceAcquireEnabled(tl: TraceLocker, drops: boolean): Steps<TraceLocker> {
  const { mp } = tl;
  const { trace, design } = mp.rt;
  if (isWriting(mp) && drops) {
    yield* step(mp, 'AcquireDropped');
    return leave(tl);
  }
  if (isWriting(mp) && design.reentry !== 'drop') {
    // The flag is up, so a section of this very M is around us. It may be half through an event, but not between writer() and
    // end(), where nothing grows the stack: then the buffer's pointer in mp.trace.buf is the true one.
    yield* step(mp, 'AcquireReentrant');
    mp.locks++;
    mp.trace.reentered++;
    if (design.reentry === 'entryGen') {
      tl.gen = mp.trace.entryGen;
      return tl;
    }
    yield* step(mp, 'AcquireReload');
    tl.gen = trace.gen;
    if (tl.gen !== 0) return tl;
    if (design.notOkReleases) {
      mp.trace.reentered--;
      mp.locks--;
    }
    return leave(tl);
  }
  yield* step(mp, 'AcquireFlagDown');
  mp.locks++;
  // Up before gen is read: traceAdvance stores gen before it looks at the flag, so that one of the two sees the other.
  yield* step(mp, 'AcquireSetFlag');
  setWriting(mp, true);
  yield* step(mp, 'AcquireLoadGen');
  tl.gen = trace.gen;
  if (tl.gen === 0) {
    yield* step(mp, 'AcquireUndo');
    setWriting(mp, false);
    mp.locks--;
    return leave(tl);
  }
  if (design.reentry === 'entryGen') mp.trace.entryGen = tl.gen;
  return tl;
}

/** Whether events may be written. Go: traceLocker.ok. */
export const isOk = (tl: TraceLocker): boolean => tl.gen !== 0;

/**
 * Ends a section that was ok. It counts: whichever section of the M is released first, the flag goes down with the last.
 * Go: traceRelease, runtime/traceruntime.go, all releases.
 */
export function traceRelease(tl: TraceLocker): Steps<void> {
  const { mp } = tl;
  ordinaryCode(mp);
  return stepThen(mp, 'Release', releasem, tl);
}

function releasem(tl: TraceLocker): void {
  const { mp } = tl;
  if (mp.trace.reentered > 0) mp.trace.reentered--;
  else setWriting(mp, false);
  mp.locks--;
  leave(tl);
}

/**
 * Flushes what a dead thread has left. `dead` is on sched.freem, and `mp` has sched.lock: an advance that has put the dead M on its
 * list comes to trace.lock before or after this, and the second of the two finds nothing.
 * Go: traceThreadDestroy, runtime/traceruntime.go.
 */
export function* traceThreadDestroy(mp: M, dead: M): Steps<void> {
  const { rt } = mp;
  setWriting(dead, true);
  yield* step(mp, 'ThreadDestroyFlush');
  for (const half of [0, 1] as const) {
    const buf = dead.trace.buf[half];
    if (buf !== null) traceBufFlush(rt, buf, half);
    dead.trace.buf[half] = null;
  }
  yield* step(mp, 'ThreadDestroyClear');
  setWriting(dead, false);
}

/** Whether the alloc/free experiment is on. Go: traceAllocFreeEnabled, runtime/traceruntime.go. */
export const traceAllocFreeEnabled = ({ rt }: M): boolean => rt.trace.enabledWithAllocFree;

/** Whether the M is in a section: the flag, in either of its two shapes. Go: mTraceState, runtime/traceruntime.go. */
export function isWriting(mp: M): boolean {
  return mp.rt.design.lock === 'seqlock' ? mp.trace.seqlock % 2 === 1 : mp.trace.writing;
}

/** One store to the flag. A seqlock counts on, whatever it was: one release too many makes it odd again. */
function setWriting(mp: M, up: boolean): void {
  if (mp.rt.design.lock === 'seqlock') mp.trace.seqlock++;
  else mp.trace.writing = up;
}

/** Onlookers see the section no more. Its generation stays with whoever holds the locker. */
function leave(tl: TraceLocker): TraceLocker {
  tl.mp.lockers.pop();
  return tl;
}
