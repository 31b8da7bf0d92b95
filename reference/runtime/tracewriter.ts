/**
 * writer() … end(): an event goes into the M's buffer, and nothing comes between. Source: runtime/tracebuf.go.
 */
import { ordinaryCode, prologue, step } from '../machine/step.ts';
import { arriveAll, newest, store } from '../machine/tso.ts';
import type { M, Runtime, Steps, TraceLocker } from './runtime2.ts';
import { TraceBuf, none, traceBytesPerNumber } from './tracebuf.ts';

const eventBatch = 1;
const experimentalBatch = 49;

/**
 * Copies the M's buffer pointer. Until {@link end} nothing else may write on this M: if a stack grew in between, its events would
 * go to the buffer behind this copy, hence nothing from here to there may grow the stack.
 * Go: traceLocker.writer, runtime/tracebuf.go; up to 1.23 runtime/traceevent.go.
 */
export function* writer(tl: TraceLocker): Steps<void> {
  const { mp } = tl;
  prologue(mp, 'traceLocker.writer');
  yield* step(mp, 'traceLocker.writer');
  if (mp.rt.options.debugTraceReentrancy === true && mp.curg !== null && !mp.onG0) {
    mp.trace.oldthrowsplit = mp.curg.throwsplit;
    mp.curg.throwsplit = true;
  }
  const half = slot(tl.gen);
  const { buf, waiting } = mp.trace;
  tl.traceBuf = newest(waiting.buf[half], buf[half]);
  tl.writes = true;
}

/**
 * Writes an event: its id, the time since the event before it in this buffer, at least 1, and the arguments.
 * Go: traceWriter.event, runtime/tracebuf.go.
 */
export function* event(w: TraceLocker, ev: number, args: readonly number[]): Steps<void> {
  const { mp } = w;
  prologue(mp, 'traceWriter.event');
  // A writer that is held across the whole call is there while the arguments are evaluated.
  if (mp.rt.design.sharedWriter) ordinaryCode(mp);
  // The id, the time and each argument may take this much.
  const buf = yield* ensure(w, 1 + (args.length + 1) * traceBytesPerNumber);
  prologue(mp, 'traceBuf.byte');
  yield* step(mp, 'traceBuf.byte');
  // Two events of a buffer never have the same time, or their order would be lost.
  const ts = Math.max(mp.rt.clock(), buf.lastTime + 1);
  const tsDiff = ts - buf.lastTime;
  buf.lastTime = ts;
  buf.byte(ev);
  prologue(mp, 'traceBuf.varint');
  yield* step(mp, 'traceBuf.varint');
  buf.varint(tsDiff);
  for (const arg of args) buf.varint(arg);
  mp.rt.trace.events++;
  mp.rt.options.log?.({ m: mp.procid, gen: w.gen, ev, args, ts: buf.lastTime });
}

/** Stores the buffer pointer back: from here on the M's own is the true one again. Go: traceWriter.end, runtime/tracebuf.go. */
export function* end(w: TraceLocker): Steps<void> {
  const { mp } = w;
  prologue(mp, 'traceWriter.end');
  yield* step(mp, 'traceWriter.end');
  const half = slot(w.gen);
  const { buf, waiting } = mp.trace;
  store(mp, waiting.buf[half], w.traceBuf, (value) => (buf[half] = value));
  w.traceBuf = null;
  w.writes = false;
  if (mp.rt.options.debugTraceReentrancy === true && mp.curg !== null && !mp.onG0) {
    mp.curg.throwsplit = mp.trace.oldthrowsplit;
    mp.trace.oldthrowsplit = false;
  }
}

/** A buffer with room for so many bytes: the one at hand, or a fresh one. Go: traceWriter.ensure, runtime/tracebuf.go. */
function* ensure(w: TraceLocker, maxSize: number): Steps<TraceBuf> {
  prologue(w.mp, 'traceWriter.ensure');
  yield* step(w.mp, 'traceWriter.ensure');
  const { traceBuf: buf } = w;
  return buf !== null && buf.available(maxSize) ? buf : yield* refill(w);
}

/**
 * Queues the buffer and takes another. In the reentrancy commit it is nosplit. From 1.24 on it is not: if the stack grows at its prologue, then
 * the growth's own events fill and queue the buffer that the caller still holds, hence that buffer is queued twice or a fresh
 * one is forgotten by {@link end}.
 * Go: traceWriter.refill, runtime/tracebuf.go.
 */
function* refill(w: TraceLocker): Steps<TraceBuf> {
  const { mp } = w;
  prologue(mp, 'traceWriter.refill');
  yield* step(mp, 'traceWriter.refill');
  const buf = nextBuf(mp.rt, w.gen, w.traceBuf, mp);
  w.traceBuf = buf;
  return buf;
}

/**
 * Under trace.lock: queues a buffer, if there is one, and pops an empty one, or gets one from the system. Then begins its batch.
 * Go: traceWriter.refill, the part on the system stack and the header.
 */
export function nextBuf(
  rt: Runtime,
  gen: number,
  full: TraceBuf | null,
  mp: M | null,
  experiment = 0,
): TraceBuf {
  const { trace } = rt;
  if (mp !== null) arriveAll(mp);
  if (full !== null) traceBufFlush(rt, full, gen);
  const buf = trace.empty ?? new TraceBuf(rt.bufBytes);
  trace.empty = buf.link;
  buf.link = null;
  buf.pos = 0;
  buf.owner = mp === null ? none : mp.id;
  // A buffer keeps its lastTime when it is recycled, and may be ahead of the clock.
  buf.lastTime = Math.max(rt.clock(), buf.lastTime + 1);
  if (experiment === 0) {
    buf.byte(eventBatch);
  } else {
    buf.byte(experimentalBatch);
    buf.byte(experiment);
  }
  buf.varint(gen);
  buf.varint(mp === null ? none : mp.procid);
  buf.varint(buf.lastTime);
  buf.lenPos = buf.varintReserve();
  return buf;
}

/**
 * Completes the batch's length and queues the buffer. The caller holds trace.lock.
 * Go: traceBufFlush, runtime/tracebuf.go.
 */
export function traceBufFlush(rt: Runtime, buf: TraceBuf, gen: number): void {
  buf.varintAt(buf.lenPos, buf.pos - (buf.lenPos + traceBytesPerNumber));
  rt.trace.full[slot(gen)].push(buf);
  rt.trace.workAvailable = true;
}

/** The index of a generation's half of what there are two of. */
export const slot = (gen: number): 0 | 1 => (gen % 2 === 0 ? 0 : 1);
