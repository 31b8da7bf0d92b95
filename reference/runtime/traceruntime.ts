/**
 * Sections: what begins and ends the writing of events on an M. Source: runtime/traceruntime.go.
 */
import { choose, ordinaryCode, step, stepAbout } from '../machine/step.ts';
import { mayLoad, newest, store } from '../machine/tso.ts';
import { TraceLocker } from './runtime2.ts';
import type { M, Steps } from './runtime2.ts';
import { traceBufFlush } from './tracewriter.ts';

/**
 * Prepares the M for events. The answer is not ok ({@link isOk}) where tracing is off; then there is nothing to release.
 * Go: traceAcquire, runtime/traceruntime.go, all releases.
 */
export function* traceAcquire(mp: M): Steps<TraceLocker> {
  const tl = enter(mp);
  if (!(yield* traceEnabled(mp))) return leave(tl);
  return yield* traceAcquireEnabled(tl);
}

/**
 * Up to 1.23, for code that may run inside a section: as {@link traceAcquire}, but there it gives up.
 * Go: traceTryAcquire, runtime/traceruntime.go, 1.23. From the seed on the same callers use traceAcquire.
 */
export function* traceTryAcquire(mp: M): Steps<TraceLocker> {
  const tl = enter(mp);
  if (!(yield* traceEnabled(mp))) return leave(tl);
  if (mp.rt.design.reentry === 'drop') {
    yield* step(mp, 'traceTryAcquire: mp.trace.seqlock');
    if (isWriting(mp)) return leave(tl);
  }
  return yield* traceAcquireEnabled(tl);
}

/**
 * One plain read of `trace.enabled`, which may be stale. StopTrace stores generation 0 before it clears `enabled`, so a thread
 * that still reads true finds generation 0 in traceAcquireEnabled and leaves.
 * Go: traceEnabled, runtime/traceruntime.go.
 */
function* traceEnabled(mp: M): Steps<boolean> {
  const { trace, options } = mp.rt;
  const nested = mp.growing !== 'no';
  const depth = mp.lockers.length - 1;
  const seen = {
    mp,
    step: 'traceEnabled: true',
    m: mp.id,
    depth,
    isEnabled: () => (trace.enabled || trace.shutdown) && mayLoad(mp),
  };
  const unseen = {
    mp,
    step: 'traceEnabled: false',
    m: mp.id,
    depth,
    isEnabled: () => !trace.enabled && mayLoad(mp),
  };
  const waits = !nested && options.waitsForTracing === true;
  const taken = yield* choose(mp, waits ? [seen] : trace.enabled ? [seen, unseen] : [unseen, seen]);
  return taken === seen;
}

/** Go: traceAcquireEnabled, runtime/traceruntime.go. */
function* traceAcquireEnabled(tl: TraceLocker): Steps<TraceLocker> {
  const { mp } = tl;
  const { trace, design } = mp.rt;
  if (isWriting(mp) && design.reentry !== 'drop') {
    // The flag is up. Only this M raises it, so a section of this very M is around us, and a stack growth has brought us
    // here. If the growth came between writer() and end(), then the outer section would hold a copy of the buffer's pointer
    // that we are about to change, hence an event would be torn or a buffer lost. Those functions are nosplit, so it did not.
    yield* step(mp, 'traceAcquireEnabled: mp.trace.reentered');
    mp.locks++;
    mp.trace.reentered++;
    if (design.reentry === 'entryGen') {
      // The outer section's generation. If we loaded trace.gen and an advance came since, then one M would write to two
      // generations at once; if StopTrace came since, then we would have nothing to release, and reentered would stay.
      tl.gen = mp.trace.entryGen;
      return tl;
    }
    yield* step(mp, 'traceAcquireEnabled: trace.gen again', () => mayLoad(mp));
    tl.gen = trace.gen;
    if (tl.gen !== 0) return tl;
    if (design.notOkReleases) {
      mp.trace.reentered--;
      mp.locks--;
    }
    return leave(tl);
  }
  // Not preempted from here on: an M that lost its P with the flag up would keep traceAdvance waiting. Go: acquirem.
  yield* step(mp, 'traceAcquireEnabled: acquirem');
  mp.locks++;
  // The flag goes up before gen is read. traceAdvance stores gen before it looks at the flag. So either traceAdvance sees the
  // flag and waits for this section, or the section has the new generation. Up to 1.23, nobody has looked at the flag.
  if (design.reentry !== 'drop') yield* step(mp, 'traceAcquireEnabled: mp.trace.writing');
  setWriting(mp, true);
  yield* step(mp, 'traceAcquireEnabled: trace.gen', () => mayLoad(mp));
  tl.gen = trace.gen;
  if (tl.gen === 0) {
    // Tracing has stopped between the two reads. Nothing was written; take it all back.
    yield* step(mp, 'traceAcquireEnabled: mp.trace.writing = false');
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
 * Ends a section that was ok. It counts: whichever section of the M is released first, the flag goes down with the last. If the
 * first release lowered it, then traceAdvance could flush the buffer that the other section still writes to.
 * Go: traceRelease, runtime/traceruntime.go, all releases.
 */
export function* traceRelease(tl: TraceLocker): Steps<void> {
  const { mp } = tl;
  ordinaryCode(mp);
  yield* step(mp, 'traceRelease');
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
  setWriting(dead, true, mp);
  yield* stepAbout(mp, 'traceThreadDestroy: trace.lock', dead.id);
  for (const half of [0, 1] as const) {
    const buf = dead.trace.buf[half];
    if (buf !== null) traceBufFlush(rt, buf, half);
    dead.trace.buf[half] = null;
  }
  yield* stepAbout(mp, 'traceThreadDestroy: mp.trace.writing = false', dead.id);
  setWriting(dead, false, mp);
}

/** Whether the alloc/free experiment is on. Go: traceAllocFreeEnabled, runtime/traceruntime.go. */
export const traceAllocFreeEnabled = ({ rt }: M): boolean => rt.trace.enabledWithAllocFree;

/** Whether the M is in a section, as it finds itself: the flag, in either of its two shapes. Go: mTraceState, runtime/traceruntime.go. */
export function isWriting({ rt, trace }: M): boolean {
  const { seqlock, writing, waiting } = trace;
  return rt.design.lock === 'seqlock'
    ? newest(waiting.seqlock, seqlock) % 2 === 1
    : newest(waiting.writing, writing);
}

/** The same, as others find it. Go: mTraceState, runtime/traceruntime.go. */
export const isSeenWriting = ({ rt, trace }: M): boolean =>
  rt.design.lock === 'seqlock' ? trace.seqlock % 2 === 1 : trace.writing;

/**
 * One atomic store to the flag, by the M's own thread unless it is dead. A seqlock counts on, whatever it was: one release too many makes
 * it odd again. Go: mTraceState, runtime/traceruntime.go.
 */
export function setWriting(mp: M, up: boolean, by: M = mp): void {
  const { rt, trace } = mp;
  const { waiting } = trace;
  if (rt.design.lock === 'seqlock') {
    const seqlock = newest(waiting.seqlock, trace.seqlock) + 1;
    store(by, waiting.seqlock, seqlock, (value) => (trace.seqlock = value), true);
  } else {
    store(by, waiting.writing, up, (value) => (trace.writing = value), true);
  }
}

/** A section that is being opened, for onlookers: nothing of it is in the M's state yet. */
function enter(mp: M): TraceLocker {
  const tl = new TraceLocker(mp);
  mp.lockers.push(tl);
  return tl;
}

/** Onlookers see the section no more. Its generation stays with whoever holds the locker. */
function leave(tl: TraceLocker): TraceLocker {
  tl.mp.lockers.pop();
  return tl;
}
