/**
 * The next event of each thread, the earliest first. Source: internal/trace/batchcursor.go. The heap moves its entries as Go's
 * does, so that events of equal times come in the same order.
 */
import type { Cursor, WireValue } from '../decode/cursor.ts';
import { events } from '../events.ts';
import type { RawBatch } from './batch.ts';
import type { TimedEvent } from './order/state.ts';
import { Broken } from './violation.ts';

export interface ThreadCursor {
  readonly m: WireValue;
  readonly batches: readonly RawBatch[];
  /** Which batch is read, and the place of what follows the event in its body. */
  index: number;
  at: number;
  /** Of the event, in nanoseconds; a number above 2^53 is as near as a double is. */
  time: number;
  /** What the event's time is counted from; 0 where it is the batch's own. */
  lastTime: number;
  readonly event: TimedEvent;
  /** As the event has it, in units of the clock. */
  dt: WireValue;
}

export const cursorOf = (m: WireValue, batches: readonly RawBatch[]): ThreadCursor => ({
  m,
  batches,
  index: 0,
  at: 0,
  time: 0,
  lastTime: 0,
  event: { type: 0, args: [0, 0, 0, 0], offset: 0 },
  dt: 0,
});

/** Arguments beside the time, by type of event: -1 where it has no time, -2 where there is no such type. */
const argCounts: Int8Array = new Int8Array(256).fill(-2);
for (const { id, timed, args } of events) argCounts[id] = timed ? args.length - 1 : -1;

/** Reads the thread's next event; false where it has no more. `units` nanoseconds are one tick. Throws Broken. */
export function nextEvent(thread: ThreadCursor, wire: Cursor, units: number): boolean {
  const { batches, event } = thread;
  let batch = batches[thread.index];
  while (batch !== undefined && thread.at === batch.body.length) {
    batch = batches[++thread.index];
    thread.at = 0;
    thread.lastTime = 0;
  }
  if (batch === undefined) return false;
  const { body } = batch;
  if (thread.lastTime === 0) thread.lastTime = nanoseconds(batch.time, units);
  const type = body[thread.at] ?? 0;
  const count = argCounts[type] ?? -2;
  event.offset = batch.bodyOffset + thread.at;
  event.type = type;
  if (count < 0) {
    throw count === -2
      ? new Broken('event-unknown', `no event has the type ${type}`)
      : new Broken(
          'event-untimed',
          `an event of type ${type} has no time, and stands in the batch of a thread`,
        );
  }
  wire.bytes = body;
  wire.at = thread.at + 1;
  const dt = wire.uvarint();
  let failed = dt === undefined;
  for (let index = 0; index < count; index++) {
    const arg = wire.uvarint();
    if (arg === undefined) {
      failed = true;
      break;
    }
    event.args[index] = arg;
  }
  if (failed || dt === undefined) throw torn(type, wire.damage === 'overflow');
  thread.dt = dt;
  thread.time = sum(nanoseconds(dt, units), thread.lastTime);
  thread.lastTime = thread.time;
  thread.at = wire.at;
  return true;
}

function torn(type: number, isTooLarge: boolean): Broken {
  const name = events.find(({ id }) => id === type)?.name ?? type;
  return new Broken(
    'event-cut',
    isTooLarge ? `${name} has a number of more than 64 bits` : `the batch ends inside ${name}`,
  );
}

const overflow = 2 ** 63;

/** Go on amd64 makes the least number of 64 bits of a product that does not fit. */
function nanoseconds(time: WireValue, units: number): number {
  const product = Math.trunc(Number(time) * units);
  return product < overflow && product >= -overflow ? product : -overflow;
}

/** Sums of 64 bits wrap. */
function sum(a: number, b: number): number {
  const total = a + b;
  return Number.isSafeInteger(total) ? total : Number(BigInt.asIntN(64, BigInt(a) + BigInt(b)));
}

export function insert(heap: ThreadCursor[], thread: ThreadCursor): void {
  heap.push(thread);
  siftUp(heap, heap.length - 1);
}

/** Puts the thread at that place right after its time changed. */
export function update(heap: ThreadCursor[], index: number): void {
  if (siftUp(heap, index) === index) siftDown(heap, index);
}

export function remove(heap: ThreadCursor[], index: number): void {
  for (let at = index; at > 0; at = (at - 1) >> 1) swap(heap, at, (at - 1) >> 1);
  swap(heap, 0, heap.length - 1);
  heap.pop();
  siftDown(heap, 0);
}

function siftUp(heap: ThreadCursor[], index: number): number {
  let at = index;
  for (; at > 0 && timeAt(heap, (at - 1) >> 1) > timeAt(heap, at); at = (at - 1) >> 1) {
    swap(heap, at, (at - 1) >> 1);
  }
  return at;
}

function siftDown(heap: ThreadCursor[], index: number): void {
  for (let at = index; ;) {
    let least = at;
    if (timeAt(heap, 2 * at + 1) < timeAt(heap, least)) least = 2 * at + 1;
    if (timeAt(heap, 2 * at + 2) < timeAt(heap, least)) least = 2 * at + 2;
    if (least === at) return;
    swap(heap, at, least);
    at = least;
  }
}

const timeAt = (heap: readonly ThreadCursor[], index: number): number => heap[index]?.time ?? Infinity;

function swap(heap: ThreadCursor[], a: number, b: number): void {
  const [first, second] = [heap[a], heap[b]];
  if (first === undefined || second === undefined) return;
  heap[a] = second;
  heap[b] = first;
}
