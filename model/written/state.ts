/**
 * The state of the tracer's core without buffers and growths, in the runtime's own words. Source: runtime/trace.go (trace),
 * runtime/traceruntime.go (mTraceState, traceLocker), runtime/runtime2.go (m.locks, g.throwsplit).
 */
import { array, bool, int, oneOf, over, record } from '../../checker/index.ts';
import type { Draft, Over, Plain, View } from '../../checker/index.ts';
import type { Bounds } from '../bounds.ts';
import type { Design } from '../design.ts';
import { initialProcs, procsFields } from './procs/fields.ts';

/** What the abstraction counts of `m.locks` and `reentered`; one and zero is the most that is reached here. */
const COUNT_MAX = 3;

/** Index of the section in `m.stack`: no stack grows, so an M has one at a time. */
export const OUTER = 0;

/** Everything that is fixed for one instance of the model. */
export interface Constants {
  readonly design: Design;
  readonly bounds: Bounds;
  readonly schema: TracerSchema;
  readonly ms: number;
  readonly over: Over<TracerSchema>;
}

export function constantsOf(design: Design, bounds: Bounds): Constants {
  const schema = schemaOf(bounds);
  return { design, bounds, schema, ms: bounds.programs.length, over: over(schema) };
}

const schemaOf = (bounds: Bounds) => {
  const { programs, generations } = bounds;
  const ms = programs.length;
  const gen = int(0, generations);
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
        locks: int(0, COUNT_MAX),
        throwsplit: bool(),
        oldthrowsplit: bool(),
        stack: array(
          1,
          record({
            phase: oneOf('out', 'enabled', 'setFlag', 'loadGen', 'undo', 'section', 'release', 'thrown'),
            /** traceLocker.gen. */
            gen,
          }),
        ),
        /** What is left of the M's program. */
        sections: int(0, Math.max(...programs.map((program) => program.sections))),
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
type M = View<TracerSchema['fields']['m']['of']>;
type NextM = Draft<TracerSchema['fields']['m']['of']>;

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
    m: bounds.programs.map(({ sections }) => ({
      writing: false,
      reentered: 0,
      entryGen: 0,
      locks: 0,
      throwsplit: false,
      oldthrowsplit: false,
      stack: [{ phase: 'out', gen: 0 }],
      sections,
    })),
    procs: initialProcs(bounds),
  };
}

/** The M's section is neither open nor being opened. */
export function isOutside(m: M): boolean {
  return m.stack.at(OUTER).phase === 'out';
}

/** The section is over. */
export function leave(m: NextM): void {
  const section = m.stack.at(OUTER);
  section.phase = 'out';
  section.gen = 0;
}
