/**
 * The state of the tracer's core, in the runtime's own words. Source: runtime/trace.go (trace), runtime/traceruntime.go
 * (mTraceState, traceLocker), runtime/tracebuf.go (traceWriter, traceBuf), runtime/runtime2.go (m.locks, g.throwsplit).
 */
import { array, bool, int, oneOf, over, record } from '../../checker/index.ts';
import type { Draft, Over, Plain, View } from '../../checker/index.ts';
import { eventsMax } from '../bounds.ts';
import type { Bounds } from '../bounds.ts';
import type { Design, SplitStep } from '../design.ts';
import { splitSteps } from '../design.ts';
import { initialProcs, procsFields } from './procs/fields.ts';

/** `m.locks` and `reentered` stop counting here; two and one is the most that a design without leaks reaches. */
const COUNT_MAX = 3;

/**
 * Index of a section in `m.stack`: the outer one, the one that a stack growth opens inside a section, and, with the part
 * `sections`, the one that traceSnapshotMemory opens inside that of StartTrace.
 */
export const OUTER = 0;
export const NESTED = 1;
const SNAPSHOT = 2;

/** Everything that is fixed for one instance of the model. */
export interface Constants {
  readonly design: Design;
  readonly bounds: Bounds;
  readonly schema: TracerSchema;
  readonly ms: number;
  readonly over: Over<TracerSchema>;
  /** The sections that an M can have at once, as indices of `m.stack`. */
  readonly depths: readonly number[];
  /** Whether any stack grows: without growths there are no nested sections. */
  readonly grows: boolean;
  /** Where a stack may grow. */
  readonly splits: ReadonlySet<SplitStep>;
}

export function constantsOf(design: Design, bounds: Bounds): Constants {
  const schema = schemaOf(bounds);
  // The part statuses leaves actions out itself.
  const grows = bounds.parts.statuses !== undefined || bounds.programs.some(({ growths }) => growths > 0);
  return {
    design,
    bounds,
    schema,
    ms: bounds.programs.length,
    over: over(schema),
    grows,
    depths: grows ? Array.from({ length: depthsOf(bounds) }, (_, depth) => depth) : [OUTER],
    splits: splitSteps(design),
  };
}

const depthsOf = ({ parts }: Bounds): number => (parts.sections === undefined ? 2 : 3);

const schemaOf = (bounds: Bounds) => {
  const { programs, generations, buffersPerM, eventsPerBuffer } = bounds;
  const ms = programs.length;
  const gen = int(0, generations);
  // 0 is nil; buffer b of an M is `bufs.at(b - 1)`.
  const bufRef = int(0, buffersPerM);
  const eventCount = int(0, eventsMax(bounds));
  return record({
    trace: record({
      gen,
      enabled: bool(),
      shutdown: bool(),
      lastNonZeroGen: gen,
      flushedGen: gen,
      /** 0 while nobody reads. */
      readerGen: gen,
      doneSema: array(2, bool()),
    }),
    /** The goroutine inside StartTrace or traceAdvance: one at a time, since both hold traceAdvanceSema throughout. */
    advancer: record({
      phase: oneOf('idle', 'publish', 'clearEnabled', 'snapshot', 'scan', 'flush', 'waitDone'),
      /** traceAdvance's local `gen`: the generation being ended. */
      gen,
      /** The Ms still on the list to flush (`mToFlush`), and in phase `flush` the one whose flag was seen down. */
      toFlush: array(ms, bool()),
      m: int(0, ms - 1),
    }),
    m: array(
      ms,
      record({
        /** The flag that keeps traceAdvance out: `seqlock` is odd (to 1.25), `writing` (1.26). */
        writing: bool(),
        reentered: int(0, COUNT_MAX),
        entryGen: gen,
        /** mTraceState.buf, by gen%2. */
        buf: array(2, bufRef),
        locks: int(0, COUNT_MAX),
        throwsplit: bool(),
        oldthrowsplit: bool(),
        /** What newstack is doing: copystack's stackalloc, its stackfree, or nothing. */
        growing: oneOf('no', 'alloc', 'free'),
        stack: array(
          depthsOf(bounds),
          record({
            phase: oneOf(
              'out',
              'start',
              'enabled',
              'reload',
              'setFlag',
              'loadGen',
              'undo',
              'section',
              'event',
              'refill',
              'firstUnit',
              'secondUnit',
              'end',
              'release',
              'thrown',
            ),
            /** traceLocker.gen. */
            gen,
            /** traceWriter.traceBuf: the writer's own copy of the pointer, which can go stale. */
            traceBuf: bufRef,
          }),
        ),
        bufs: array(
          buffersPerM,
          record({
            /** The generation in the batch's header; 0 while the buffer is free: on the empty list, or not yet allocated. */
            gen,
            /** In units of half an event. */
            pos: int(0, 2 * eventsPerBuffer),
            /** The numbers of the complete events, in the order of their writing on this M. */
            events: array(eventsPerBuffer, int(0, eventsMax(bounds) - 1)),
          }),
        ),
        /** trace.full by gen%2, as far as this M pushed it; the head first, 0 past the tail. */
        full: array(2, array(buffersPerM, bufRef)),
        /** Bookkeeping of the model: events written so far, and events that the reader took. */
        wrote: eventCount,
        read: eventCount,
        /** What is left of the M's program. */
        sections: int(0, Math.max(...programs.map((program) => program.sections))),
        growths: int(0, Math.max(...programs.map((program) => program.growths))),
      }),
    ),
    procs: procsFields(bounds),
  });
};

/** The schema of the tracer's state; its fields have the names of Go's. */
export type TracerSchema = ReturnType<typeof schemaOf>;
/** The tracer's state as guards and properties read it. */
export type TracerState = View<TracerSchema>;
export type NextState = Draft<TracerSchema>;
export type M = View<TracerSchema['fields']['m']['of']>;
export type NextM = Draft<TracerSchema['fields']['m']['of']>;

/** Tracing is off and has never been on. */
export function initialState({ bounds }: Constants): Plain<TracerSchema> {
  const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
  return {
    trace: {
      gen: 0,
      enabled: false,
      shutdown: false,
      lastNonZeroGen: 0,
      flushedGen: 0,
      readerGen: 0,
      doneSema: [false, false],
    },
    advancer: { phase: 'idle', gen: 0, toFlush: times(bounds.programs.length, false), m: 0 },
    m: bounds.programs.map(({ sections, growths }) => ({
      writing: false,
      reentered: 0,
      entryGen: 0,
      buf: [0, 0],
      locks: 0,
      throwsplit: false,
      oldthrowsplit: false,
      growing: 'no',
      stack: times(depthsOf(bounds), { phase: 'out', gen: 0, traceBuf: 0 }),
      bufs: times(bounds.buffersPerM, {
        gen: 0,
        pos: 0,
        events: times(bounds.eventsPerBuffer, 0),
      }),
      full: times(2, times(bounds.buffersPerM, 0)),
      wrote: 0,
      read: 0,
      sections,
      growths,
    })),
    procs: initialProcs(bounds),
  };
}

/** The section whose code the M's goroutine is in, on its own stack: the innermost but that of a growth. */
export function onUserStack(m: M): number {
  return m.stack.length > SNAPSHOT && m.stack.at(SNAPSHOT).phase !== 'out' ? SNAPSHOT : OUTER;
}

/** Neither section of the M is open or being opened. */
export function isOutside(m: M): boolean {
  return m.stack.at(OUTER).phase === 'out';
}

/** The M opens sections for ever, and its program counts those in which it writes. */
export function isEndless({ bounds }: Constants, m: number): boolean {
  return bounds.programs[m]?.endless === true;
}

/**
 * Puts a buffer on the full queue of a generation. A queue that is full of duplicates stays as it is; that needs a
 * buffer queued twice, which NoBufferQueuedTwice has reported by then.
 */
export function pushFull(m: NextM, gen: number, buf: number): void {
  const queue = m.full.at(gen % 2);
  for (let index = 0; index < queue.length; index++) {
    if (queue.at(index) !== 0) continue;
    queue.set(index, buf);
    return;
  }
}

/** Pushes the buffer of a slot, if there is one, and clears the slot: under trace.lock. */
export function flushSlot(m: NextM, parity: number): void {
  const buf = m.buf.at(parity);
  if (buf === 0) return;
  pushFull(m, parity, buf);
  m.buf.set(parity, 0);
}

/** The section is over: the M is outside, or its stack growth goes on. */
export function leave(m: NextM, depth: number): void {
  if (depth === NESTED) {
    leaveNested(m);
    return;
  }
  const section = m.stack.at(depth);
  section.phase = 'out';
  section.gen = 0;
}

/** copystack goes on from stackalloc to stackfree, and from there back to the function whose prologue called it. */
export function leaveNested(m: NextM): void {
  const section = m.stack.at(NESTED);
  section.gen = 0;
  const more = m.growing === 'alloc';
  m.growing = more ? 'free' : 'no';
  section.phase = more ? 'start' : 'out';
}

/** Counters stop at COUNT_MAX instead of leaving the schema; only a design that leaks gets there. */
export function oneMore(count: number): number {
  return Math.min(count + 1, COUNT_MAX);
}

export function oneLess(count: number): number {
  return Math.max(count - 1, 0);
}
