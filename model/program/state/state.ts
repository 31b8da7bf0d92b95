/** The state that programs run on: the places of the table, and for each thread where it is and the locals that it keeps. */
import { array, bool, int, over, record } from '../../../checker/index.ts';
import type {
  BoolField,
  Draft,
  FairUnit,
  IntField,
  Over,
  Plain,
  RecordField,
  View,
} from '../../../checker/index.ts';
import { eventsMax } from '../../bounds.ts';
import type { Bounds } from '../../bounds.ts';
import { gsOf } from '../../bounds.ts';
import { foundFields, initialFound } from './found.ts';
import type { Granularity } from '../places/granularity.ts';
import type { OfKinds, ThreadKind } from '../language/kinds.ts';
import { kinds, kindsIn } from '../language/kinds.ts';
import { countOf, initialCount } from './generations-begun.ts';
import { initialLife, lifeFields } from './lives.ts';
import { initialMemory, initialMemoryOfM, memoryOf, memoryOfM } from './memory-fields.ts';
import type { ValueType } from '../language/program.ts';
import { initialCurg, initialScheduler, schedulerFields, seqMax } from '../scheduler/fields.ts';
import { initialSamples, initialSignals, samplesFields, signalsFields } from './samples.ts';
import { eventNames, STATUS_MAX } from '../scheduler/names.ts';
import { initialP, initialProcs, procFields, psOf } from '../scheduler/proc-fields.ts';
import { initialSyscall, isOneGPerM, syscallFields } from '../scheduler/syscall-fields.ts';
import type { Thread } from '../steps/thread.ts';
import { initialWake, wakeFields } from './wake.ts';

export type Threads = OfKinds<Thread>;

/** Counters stop here; two and one is the most that a tree without leaks reaches. */
export const COUNT_MAX = 3;

/** Numbers of the places: 0 is where a thread waits, between sections or calls, or does not run. */
export interface Numbering {
  readonly at: OfKinds<ReadonlyMap<number, number>>;
  /** The number of a thread that has thrown. */
  readonly thrown: OfKinds<number>;
}

interface ThreadFields {
  readonly at: IntField;
  readonly [local: string]: IntField;
}

/**
 * The records of threads by kind. A kind that the programs lack is not there, whatever the type says: only its own steps, and
 * what asks for them first, look at it.
 */
type Records<K extends ThreadKind> = Readonly<Record<K, RecordField<ThreadFields>>>;
/** What the programs themselves decide. */
export interface Counted {
  /** Callers of StartTrace, traceAdvance and StopTrace that can be at it at once. */
  readonly callers: number;
  /** The highest generation that a place has room for. */
  readonly highest: number;
  readonly granularity: Granularity;
}

export type KindOfM = 'own' | 'growth' | 'signal';
type KindOnce = 'reader' | 'allocm' | 'scheduler' | 'gomaxprocs';

export function schemaOf(
  bounds: Bounds,
  threads: Threads,
  { thrown }: Numbering,
  locks: readonly string[],
  { callers, highest, granularity }: Counted,
) {
  const { programs, buffersPerM, eventsPerBuffer } = bounds;
  const ms = programs.length;
  const gen = int(0, highest);
  const bufRef = int(0, buffersPerM);
  const events = eventsMax(bounds);
  const ranges: Readonly<Record<ValueType, IntField>> = {
    gen,
    buf: bufRef,
    m: int(0, ms),
    ms: int(0, 2 ** ms - 1),
    bool: int(0, 1),
    int: int(0, 0),
    g: int(0, isOneGPerM(bounds) ? ms : gsOf(bounds)),
    p: int(0, psOf(bounds)),
    status: int(0, STATUS_MAX),
    event: int(0, eventNames.length - 1),
    seq: int(0, seqMax(bounds)),
  };
  const threadFields = (kind: ThreadKind): ThreadFields => ({
    ...Object.fromEntries(
      Object.entries(threads[kind]?.fields.types ?? {}).map(([name, type]) => [name, ranges[type]]),
    ),
    at: int(0, thrown[kind] ?? 0),
  });
  const recordsOf = (per: 'm' | 'once'): Readonly<Record<string, RecordField<ThreadFields>>> =>
    Object.fromEntries(
      kindsIn(threads)
        .filter((kind) => kinds[kind].per === per)
        .map((kind) => [kind, record(threadFields(kind))]),
    );
  return record({
    trace: record({
      gen,
      enabled: bool(),
      shutdown: bool(),
      lastNonZeroGen: gen,
      flushedGen: gen,
      readerGen: gen,
      doneSema: array(2, bool()),
      ...wakeFields(bounds),
      ...samplesFields(bounds),
    }),
    ...memoryOf(bounds),
    /** Bookkeeping: the newest generation that ever was, and the first fault of those that are no matter of places. */
    newest: gen,
    ...countOf(bounds, highest),
    fault: int(0, faults.length),
    locks: record<Readonly<Record<string, BoolField>>>(
      Object.fromEntries(locks.map((lock) => [fieldOfLock(lock), bool()])),
    ),
    caller: array(callers, record(threadFields('caller'))),
    ...schedulerFields(bounds),
    ...procFields(bounds),
    ...(recordsOf('once') as Records<KindOnce>),
    m: array(
      ms,
      record({
        writing: bool(),
        reentered: int(0, COUNT_MAX),
        entryGen: gen,
        buf: array(2, bufRef),
        locks: int(0, COUNT_MAX),
        ...lifeFields(bounds, COUNT_MAX),
        ...memoryOfM(bounds),
        ...signalsFields(bounds),
        ...foundFields(bounds, granularity),
        curg: ranges.g,
        p: ranges.p,
        ...syscallFields(bounds, ranges.p),
        ...(recordsOf('m') as Records<KindOfM>),
        bufs: array(
          buffersPerM,
          record({
            /** Neither on the empty list nor with the operating system. */
            used: bool(),
            gen,
            pos: int(0, 2 * eventsPerBuffer),
            events: array(eventsPerBuffer, int(0, events - 1)),
          }),
        ),
        full: array(2, array(buffersPerM, bufRef)),
        wrote: int(0, events),
        read: int(0, events),
        sections: int(0, Math.max(...programs.map((program) => program.sections))),
        growths: int(0, Math.max(...programs.map((program) => program.growths))),
      }),
    ),
  });
}

/** The schema of a tracer's state: the places, of each thread where it is and its live locals, and what the model keeps beside them. */
export type ProgramSchema = ReturnType<typeof schemaOf>;
/** A tracer's state, as guards and properties read it. */
export type ProgramState = View<ProgramSchema>;
export type ProgramDraft = Draft<ProgramSchema>;
export type M = ProgramState['m'] extends { at(index: number): infer V } ? V : never;
export type NextM = ProgramDraft['m'] extends { at(index: number): infer V } ? V : never;

/** What a step may find that is no matter of places: an access without its lock, a claim of the tree that fails, and so on. */
export const faults = ['dropped', 'unlocked', 'throws', 'endless', 'repeats', 'skips', 'counts'] as const;
export type FaultName = (typeof faults)[number];
export const faultNumber = (fault: FaultName): number => faults.indexOf(fault) + 1;

export const fieldOfLock = (lock: string): string => lock.replace(/\W/g, '_');

/** What a free buffer's position is: full, as that of a buffer that was queued, or 0, as that of a new one. */
export const freePosition = ({ eventsPerBuffer }: Bounds, garbage: boolean): number =>
  garbage ? 2 * eventsPerBuffer : 0;

export interface ProgramConstants extends Counted {
  readonly bounds: Bounds;
  readonly threads: Threads;
  readonly numbering: Numbering;
  readonly schema: ProgramSchema;
  readonly over: Over<ProgramSchema>;
  /** Who made work available, or parked the reader, comes to the scheduler; others may never pass by. */
  readonly lookers: FairUnit;
  /** Free buffers hold garbage. Without it, a program that does not reset a position goes unnoticed. */
  readonly garbage: boolean;
  /** Whether traceAdvance has yet to come to an M, where sets of Ms are no bits of a number. */
  readonly isLeft?: (caller: unknown, m: number) => boolean;
}

interface Resting {
  readonly at: number;
  readonly [local: string]: number;
}

/** Tracing is off and has never been on. */
export function initialOf({
  bounds,
  threads,
  schema,
  garbage,
  callers,
  highest,
  granularity,
}: Pick<
  ProgramConstants,
  'bounds' | 'threads' | 'schema' | 'garbage' | 'callers' | 'highest' | 'granularity'
>): Plain<ProgramSchema> {
  const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
  const resting = (kind: ThreadKind): Resting => ({
    ...Object.fromEntries(Object.keys(threads[kind]?.fields.types ?? {}).map((name) => [name, 0])),
    at: 0,
  });
  const curgs = initialCurg(bounds);
  const allResting = (per: 'm' | 'once'): Readonly<Record<string, Resting>> =>
    Object.fromEntries(
      kindsIn(threads)
        .filter((kind) => kinds[kind].per === per)
        .map((kind) => [kind, resting(kind)]),
    );
  return {
    trace: {
      gen: 0,
      enabled: false,
      shutdown: false,
      lastNonZeroGen: 0,
      flushedGen: 0,
      readerGen: 0,
      doneSema: [false, false],
      ...initialWake(bounds),
      ...initialSamples(bounds),
    },
    ...initialMemory(bounds),
    newest: 0,
    ...initialCount(bounds, highest),
    fault: 0,
    locks: Object.fromEntries(Object.keys(schema.fields.locks.fields).map((name) => [name, false])),
    caller: times(callers, resting('caller')),
    ...initialScheduler(bounds),
    ...initialProcs(bounds),
    ...(allResting('once') as Record<KindOnce, Resting>),
    m: bounds.programs.map((program, m) => ({
      curg: curgs[m] ?? 0,
      p: initialP(bounds, m),
      ...initialSyscall(bounds),
      writing: false,
      reentered: 0,
      entryGen: 0,
      buf: [0, 0],
      locks: 0,
      ...initialLife(bounds, program),
      ...initialMemoryOfM(bounds),
      ...initialSignals(bounds),
      ...initialFound(bounds, granularity),
      ...(allResting('m') as Record<KindOfM, Resting>),
      bufs: times(bounds.buffersPerM, {
        used: false,
        gen: 0,
        pos: freePosition(bounds, garbage),
        events: times(bounds.eventsPerBuffer, 0),
      }),
      full: times(2, times(bounds.buffersPerM, 0)),
      wrote: 0,
      read: 0,
      sections: program.sections,
      growths: program.growths,
    })),
  };
}

export const overOf = (schema: ProgramSchema): Over<ProgramSchema> => over(schema);
