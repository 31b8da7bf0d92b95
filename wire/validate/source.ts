/** What a trace is read from and into. */
import type { WireValue } from '../decode/cursor.ts';
import type { TraceVersion } from '../events.ts';
import type { Held, RawBatch } from './batch.ts';
import type { Ending } from './cut.ts';
import type { ThreadCursor } from './frontier.ts';
import type { Order } from './order/state.ts';
import type { Frame, Tables } from './tables.ts';
import type { Place } from './violation.ts';

export interface Generation {
  readonly gen: WireValue;
  /** Of its first batch. */
  readonly offset: number;
  /** The batches of each thread in the order of the file, the threads in the order of their first ones. */
  readonly threads: ReadonlyMap<WireValue, readonly RawBatch[]>;
  readonly experiments: readonly RawBatch[];
  readonly tables: Tables;
}

/** Which of Go's readers is asked: those of 1.23 and 1.24, or those of 1.25 and 1.26 for what they read. */
export type ReaderRelease = '1.24' | '1.26';

export interface Source {
  readonly held: Held;
  readonly ending: Ending;
  readonly version: TraceVersion;
  readonly reader: ReaderRelease;
  /** Where the reading stands, for whoever catches Broken. */
  place: Place;
  readonly strict: Onlooker | undefined;
}

/** Is told what Go's reader does not look at. */
export interface Onlooker {
  /** A table ended where Go's reader takes the trace for finished. */
  quietEnd(place: Place, message: string): void;
  /** Bytes stand behind the last whole generation that Go's reader takes for nothing. */
  unfinished(place: Place): void;
  /** A frame of a program counter that had one before. */
  frame(place: Place, pc: WireValue, first: Frame, now: Frame): void;
  /** A whole generation, before its events. */
  generation(generation: Generation): void;
  /** The next event of a thread, before it is taken, and maybe again if it has to wait. */
  look(order: Order, thread: ThreadCursor): void;
  /** The same after it was taken. */
  saw(order: Order, thread: ThreadCursor): void;
}
