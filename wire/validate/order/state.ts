/** What the order of events is judged by: the scheduler as far as the events so far tell. Source: internal/trace/order.go, ordering. */
import type { WireValue } from '../../decode/cursor.ts';
import { noM } from '../../decode/wire-error.ts';
import { StringTable } from '../string-table.ts';

/** No thread, P or goroutine: the largest number of 64 bits. */
export const none: WireValue = noM;

/** A range that is active: the type of the event that begins it, and for STW its kind. */
export interface Range {
  readonly type: number;
  readonly kind: WireValue;
}

/** Sequence numbers count from 0 in each generation that has written the resource's status. */
interface Sequenced {
  status: number;
  seqGen: WireValue;
  seq: WireValue;
  readonly ranges: Range[];
}

export interface Goroutine extends Sequenced {
  readonly regions: { readonly task: WireValue; readonly name: string }[];
}

export type Proc = Sequenced;

export interface Thread {
  g: WireValue;
  p: WireValue;
}

export type GcState = 'undetermined' | 'notRunning' | 'running';

export interface Order {
  readonly gs: Map<WireValue, Goroutine>;
  readonly ps: Map<WireValue, Proc>;
  readonly ms: Map<WireValue, Thread>;
  readonly tasks: Set<WireValue>;
  gcSeq: WireValue;
  gc: GcState;
  /** The first generation with events, where statuses may be of resources not known before; 0 until then. */
  initialGen: WireValue;
  /** The generation that is read, and its strings. */
  gen: WireValue;
  strings: StringTable;
  /** Of the event that is judged: its thread's id, and the thread, or one without anything for events of no thread. */
  m: WireValue;
  thread: Thread;
}

export const emptyOrder = (): Order => ({
  gs: new Map(),
  ps: new Map(),
  ms: new Map(),
  tasks: new Set(),
  gcSeq: 0,
  gc: 'undetermined',
  initialGen: 0,
  gen: 0,
  strings: new StringTable(),
  m: none,
  thread: { g: none, p: none },
});

/** An event of a thread as its batch has it; `args` are without the time and reused for the next. */
export interface TimedEvent {
  type: number;
  readonly args: WireValue[];
  /** Of its first byte, from the start of the file. */
  offset: number;
}

/** The number after this one; none follows the largest. */
export const next = (value: WireValue): WireValue =>
  typeof value === 'number' && value < Number.MAX_SAFE_INTEGER ? value + 1 : BigInt(value) + 1n;

/** Whether the number follows the resource's last one, in the same generation. */
export const succeeds = (resource: Sequenced, gen: WireValue, seq: WireValue): boolean =>
  resource.seqGen === gen && seq === next(resource.seq);
