/** The events of a batch. Sources: internal/trace/batchcursor.go and generation.go; names and bounds of internal/trace/raw. */
import { match } from 'ts-pattern';
import { dataBytesMax, eventId, eventOfId, framesMax } from '../events.ts';
import type { EventSpec } from '../events.ts';
import { Cursor } from './cursor.ts';
import type { WireValue } from './cursor.ts';
import type { Batch } from './read-trace.ts';
import { cutBody } from './read-trace.ts';
import { WireError } from './wire-error.ts';

/** One frame of a stack: func and file are ids of strings. */
export type Frame = readonly [pc: WireValue, func: WireValue, file: WireValue, line: WireValue];

/** An event as it stands in a batch. */
export interface WireEvent {
  readonly id: number;
  readonly spec: EventSpec;
  /** Of its first byte, in bytes from the start of the file. */
  readonly offset: number;
  /** As many as `spec.args`. A timed event's first is the time since the event before it, or since the batch's. */
  readonly args: readonly WireValue[];
  /** The bytes of a String. */
  readonly data?: Uint8Array;
  /** The frames of a Stack, innermost first. */
  readonly frames?: readonly Frame[];
}

/** What a batch holds, which its first byte decides. */
export type BatchClass = 'timed' | 'stacks' | 'strings' | 'cpu-samples' | 'sync' | 'experimental' | 'empty';

/** Go's name of each class of tables, and the events that such a batch may have after its first. */
const tables: Readonly<
  Partial<Record<BatchClass, { readonly first: string; readonly rest: readonly string[] }>>
> = {
  stacks: { first: 'Stacks', rest: ['Stack'] },
  strings: { first: 'Strings', rest: ['String'] },
  'cpu-samples': { first: 'CPUSamples', rest: ['CPUSample'] },
};

const [stacks, strings, cpuSamples] = [eventId('Stacks'), eventId('Strings'), eventId('CPUSamples')];
const [frequency, sync] = [eventId('Frequency'), eventId('Sync')];

/** What a batch holds. */
export function classOf({ experiment, version, body }: Batch): BatchClass {
  if (experiment !== 0) return 'experimental';
  return match(body[0])
    .returnType<BatchClass>()
    .with(undefined, () => 'empty')
    .with(stacks, () => 'stacks')
    .with(strings, () => 'strings')
    .with(cpuSamples, () => 'cpu-samples')
    .with(version < 25 ? frequency : sync, () => 'sync')
    .otherwise(() => 'timed');
}

/**
 * The events of a batch, in their order, read as they are asked for; none of an experimental one, whose body is bytes.
 * The event that opens a table (Stacks, Strings, CPUSamples, Sync) is one of them. Throws a WireError at the first that
 * the batch cannot have, and at the end where the file ends in the batch.
 */
export function* eventsOf(batch: Batch): Generator<WireEvent, void, undefined> {
  const kind = classOf(batch);
  if (kind !== 'experimental') {
    const cursor = new Cursor(batch.body, 0);
    while (cursor.at < batch.body.length) yield readEvent(batch, kind, cursor);
  }
  if (batch.body.length < batch.size) throw cutBody(batch);
}

function readEvent(batch: Batch, kind: BatchClass, cursor: Cursor): WireEvent {
  const { body, bodyOffset, index, gen, m, version } = batch;
  const start = cursor.at;
  const fail = (at: number, reason: string): never => {
    throw new WireError(bodyOffset + at, { index, gen, m }, reason);
  };
  const id = cursor.byte() ?? 0;
  const spec = eventOfId(id) ?? fail(start, `event type ${id} is unknown`);
  if (spec.since > version)
    fail(start, `event type ${id} (${spec.name}) is unknown in go 1.${version} traces`);
  if (!belongs(spec, kind, start, version)) fail(start, misplaced(spec, kind));

  const cut = (): never => {
    if (body.length < batch.size) throw cutBody(batch);
    return fail(start, `the batch ends inside ${spec.name}`);
  };
  const value = (name: string): WireValue =>
    cursor.uvarint() ??
    (cursor.damage === 'cut'
      ? cut()
      : fail(cursor.at, `${name} of ${spec.name} is an invalid uvarint, of more than 64 bits`));

  const args = spec.args.map(value);
  const event = { id, spec, offset: bodyOffset + start, args };
  if (spec.name === 'Stack') {
    const [, count = 0] = args;
    if (count > framesMax) fail(start, `a stack of ${String(count)} frames is larger than ${framesMax}`);
    const frames = Array.from({ length: Number(count) }, (): Frame => [
      value('pc'),
      value('func'),
      value('file'),
      value('line'),
    ]);
    return { ...event, frames };
  }
  if (spec.name === 'String') {
    const length = value('the length');
    if (length > dataBytesMax)
      fail(start, `a string of ${String(length)} bytes is larger than ${dataBytesMax}`);
    const data = body.subarray(cursor.at, cursor.at + Number(length));
    if (data.length < Number(length)) cut();
    cursor.at += data.length;
    return { ...event, data };
  }
  return event;
}

/** Whether that event may stand in a batch of that class, at `start` bytes into its body. */
export function belongs(
  { name, timed }: EventSpec,
  kind: BatchClass,
  start: number,
  version: number,
): boolean {
  if (kind === 'timed') return timed && name !== 'ClockSnapshot';
  if (kind === 'sync') {
    if (start === 0) return true;
    return name === 'Frequency' || (name === 'ClockSnapshot' && version >= 25);
  }
  const table = tables[kind];
  return table !== undefined && (start === 0 ? name === table.first : table.rest.includes(name));
}

const misplaced = ({ id, name }: EventSpec, kind: BatchClass): string =>
  `event type ${id} (${name}) has no place in a batch of ${kind === 'timed' ? 'timed events' : kind === 'cpu-samples' ? 'CPU samples' : kind}`;
