/**
 * writer() … end(): an event goes into the M's buffer, and nothing comes between. Source: runtime/tracebuf.go.
 */
import { ordinaryCode, prologue, step, stepThen } from '../machine/step.ts';
import type { M, Runtime, Steps, TraceLocker } from './runtime2.ts';
import { TraceBuf, none, traceBytesPerNumber } from './tracebuf.ts';

const eventBatch = 1;
const experimentalBatch = 49;

/**
 * Copies the M's buffer pointer. Until {@link end} nothing else may write on this M, hence nothing in between may grow the stack.
 * Go: traceLocker.writer, runtime/tracebuf.go; up to 1.23 runtime/traceevent.go.
 */
export function writer(tl: TraceLocker): Steps<void> {
  const { mp } = tl;
  ordinaryCode(mp);
  prologue(mp, 'traceLocker.writer');
  return stepThen(mp, 'Writer', load, tl);
}

function load(tl: TraceLocker): void {
  const { mp } = tl;
  if (mp.rt.options.debugTraceReentrancy === true && mp.curg !== null && !mp.onG0) {
    mp.trace.oldthrowsplit = mp.curg.throwsplit;
    mp.curg.throwsplit = true;
  }
  tl.traceBuf = mp.trace.buf[slot(tl.gen)];
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
  prologue(mp, 'traceWriter.ensure');
  yield* step(mp, 'EventEnsure');
  const buf = hasRoom(w, roomFor(args)) ?? (yield* refill(w));
  prologue(mp, 'traceBuf.byte');
  yield* step(mp, 'EventFirstUnit');
  const since = firstUnit(w, buf, ev);
  prologue(mp, 'traceBuf.varint');
  yield* step(mp, 'EventSecondUnit');
  secondUnit(w, buf, since, ev, args);
}

/** Writes the id; answers the time since the event before. */
function firstUnit({ mp }: TraceLocker, buf: TraceBuf, ev: number): number {
  const before = buf.lastTime;
  const ts = Math.max(mp.rt.clock(), before + 1);
  buf.lastTime = ts;
  buf.byte(ev);
  return ts - before;
}

function secondUnit(w: TraceLocker, buf: TraceBuf, since: number, ev: number, args: readonly number[]): void {
  const { mp } = w;
  buf.varint(since);
  for (const arg of args) buf.varint(arg);
  mp.rt.trace.events++;
  mp.rt.options.log?.({ m: mp.procid, gen: w.gen, ev, args, ts: buf.lastTime });
}

/** The steps from {@link writer} to {@link end} with a new buffer. */
export const eventSteps = 6;

/** {@link writer}, {@link event} and {@link end} when nobody comes between. Go: traceEventWriter.event, runtime/traceevent.go. */
export function eventAtOnce(w: TraceLocker, ev: number, args: readonly number[]): void {
  const { mp } = w;
  load(w);
  let buf = hasRoom(w, roomFor(args));
  mp.quantum -= buf === null ? eventSteps : eventSteps - 1;
  buf ??= take(w);
  secondUnit(w, buf, firstUnit(w, buf, ev), ev, args);
  store(w);
  mp.mayGrow = false;
}

/** Stores the buffer pointer back. Go: traceWriter.end, runtime/tracebuf.go. */
export function end(w: TraceLocker): Steps<void> {
  const { mp } = w;
  prologue(mp, 'traceWriter.end');
  return stepThen(mp, 'End', store, w);
}

function store(w: TraceLocker): void {
  const { mp } = w;
  mp.trace.buf[slot(w.gen)] = w.traceBuf;
  w.traceBuf = null;
  w.writes = false;
  if (mp.rt.options.debugTraceReentrancy === true && mp.curg !== null && !mp.onG0) {
    mp.curg.throwsplit = mp.trace.oldthrowsplit;
    mp.trace.oldthrowsplit = false;
  }
}

/** Bytes that an event may need: its id, and numbers of the largest size. */
const roomFor = (args: readonly number[]): number => 1 + (args.length + 1) * traceBytesPerNumber;

/** The buffer, if so many bytes fit into it: else another is needed. Go: traceWriter.ensure, runtime/tracebuf.go. */
function hasRoom({ traceBuf: buf }: TraceLocker, bytes: number): TraceBuf | null {
  return buf !== null && buf.available(bytes) ? buf : null;
}

/**
 * Queues the buffer and takes another. In the seed it is nosplit; from 1.24 on it is not, and then a growth at its prologue writes into the buffer that
 * the caller still holds.
 * Go: traceWriter.refill, runtime/tracebuf.go.
 */
function* refill(w: TraceLocker): Steps<TraceBuf> {
  const { mp } = w;
  prologue(mp, 'traceWriter.refill');
  yield* step(mp, 'Refill');
  return take(w);
}

function take(w: TraceLocker): TraceBuf {
  const { mp } = w;
  w.traceBuf = nextBuf(mp.rt, w.gen, w.traceBuf, mp);
  return w.traceBuf;
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
