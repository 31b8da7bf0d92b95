/** Damages traces at random, at the level of bytes, events and batches, so that two readers can be compared. */
import type { WireValue } from '../index.ts';
import { classOf, eventsOf, readTrace, uvarint } from '../index.ts';

/** Whole numbers below a bound, the same for the same seed. */
export type Random = (below: number) => number;

/** A generator of Lehmer's, 31 bits wide. */
export function randomOf(seed: number): Random {
  let state = (seed % 2_147_483_646) + 1;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return Math.floor((state / 2_147_483_647) * below);
  };
}

/** A batch in parts that can be changed; its events are the bytes of each. */
interface Parts {
  readonly experiment: number;
  gen: WireValue;
  m: WireValue;
  time: WireValue;
  events: Uint8Array[];
}

/** An item of a trace that can be changed: a batch, or the byte that ends a generation. */
type Item = Parts | 'end';

export interface Mutable {
  readonly bytes: Uint8Array;
  readonly items: readonly Item[];
}

/** Reads an undamaged trace into what `mutant` changes. */
export function mutable(bytes: Uint8Array): Mutable {
  const items = [...readTrace(bytes).items].map((item): Item => {
    if (item.kind === 'end-of-generation') return 'end';
    const { experiment, gen, m, time, body, bodyOffset } = item;
    const starts = [...eventsOf(item)].map(({ offset }) => offset - bodyOffset);
    const events =
      classOf(item) === 'experimental'
        ? [body]
        : starts.map((start, index) => body.subarray(start, starts[index + 1] ?? body.length));
    return { experiment, gen, m: narrow(m), time: narrow(time), events };
  });
  return { bytes, items };
}

const narrow = (value: bigint): WireValue => (value <= Number.MAX_SAFE_INTEGER ? Number(value) : value);

/** The trace with one to three changes. */
export function mutant({ bytes, items }: Mutable, random: Random): Uint8Array {
  if (random(5) === 0) return bytesChanged(bytes, random);
  const copy = items.map((item): Item => (item === 'end' ? item : { ...item, events: [...item.events] }));
  for (let count = 1 + random(3) * random(2); count > 0; count--) change(copy, random);
  return Uint8Array.from([...bytes.subarray(0, 16), ...copy.flatMap(encode)]);
}

function encode(item: Item): number[] {
  if (item === 'end') return [52];
  const { experiment, gen, m, time, events } = item;
  const head = experiment === 0 ? [1] : [49, experiment];
  const body = events.flatMap((event) => [...event]);
  return [
    ...head,
    ...[gen, m, time].flatMap((value) => uvarint(value)),
    ...uvarint(body.length, 10),
    ...body,
  ];
}

function bytesChanged(bytes: Uint8Array, random: Random): Uint8Array {
  const at = 16 + random(bytes.length - 16);
  const copy = bytes.slice();
  const kind = random(5);
  if (kind === 0) return bytes.slice(0, at);
  if (kind === 1) return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 1)]);
  if (kind === 2) return Uint8Array.from([...bytes.subarray(0, at), random(256), ...bytes.subarray(at)]);
  copy[at] = kind === 3 ? random(256) : (copy[at] ?? 0) ^ (1 << random(8));
  return copy;
}

function change(items: Item[], random: Random): void {
  const index = random(items.length);
  const item = items[index];
  if (item === undefined) return;
  const kind = random(12);
  if (kind === 0) items.splice(index, 1);
  else if (kind === 1) items.splice(random(items.length), 0, structuredCopy(item));
  else if (kind === 2) items.splice(random(items.length), 0, ...items.splice(index, 1));
  else if (item !== 'end' && kind === 3) changeHeader(item, random);
  else if (item !== 'end') changeEvents(item, random);
}

const structuredCopy = (item: Item): Item => (item === 'end' ? item : { ...item, events: [...item.events] });

function changeHeader(item: Parts, random: Random): void {
  const kind = random(3);
  if (kind === 0) item.gen = numberNear(item.gen, random);
  else if (kind === 1) item.m = numberNear(item.m, random);
  else item.time = numberNear(item.time, random);
}

function changeEvents({ events }: Parts, random: Random): void {
  const at = random(events.length);
  const event = events[at];
  if (event === undefined) return;
  const kind = random(6);
  if (kind === 0) events.splice(at, 1);
  else if (kind === 1) events.splice(random(events.length), 0, event);
  else if (kind === 2) events.splice(random(events.length), 0, ...events.splice(at, 1));
  else if (kind === 3) events[at] = Uint8Array.from([random(64), ...event.subarray(1)]);
  else events[at] = numberChanged(event, random);
}

/** One of the event's numbers is changed, whichever they are: of a string also its length or a piece of its text. */
function numberChanged(event: Uint8Array, random: Random): Uint8Array {
  const starts = [...event.keys()].filter((at) => at > 0 && (at === 1 || (event[at - 1] ?? 0) < 128));
  const start = starts[random(starts.length)];
  if (start === undefined) return event;
  let end = start;
  while ((event[end] ?? 0) >= 128) end++;
  const value = [...event.subarray(start, end + 1)].reduceRight(
    (sum, byte) => (sum << 7n) + BigInt(byte & 127),
    0n,
  );
  const changed = uvarint(BigInt.asUintN(64, BigInt(numberNear(value, random))));
  return Uint8Array.from([...event.subarray(0, start), ...changed, ...event.subarray(end + 1)]);
}

/** Near the value, small, or among the largest. */
function numberNear(value: WireValue, random: Random): WireValue {
  const kind = random(8);
  if (kind < 3) return BigInt.asUintN(64, BigInt(value) + BigInt(kind === 0 ? -1 : kind));
  if (kind < 7) return random(kind === 3 ? 4 : kind === 4 ? 40 : 600);
  return 2n ** 64n - BigInt(1 + random(2) * random(1000));
}
