/** Execution traces held in memory, batch by batch. Source: internal/trace/batch.go, readBatch. */
import { batchBytesMax, eventId } from '../events.ts';
import type { TraceVersion } from '../events.ts';
import { Cursor } from './cursor.ts';
import type { WireValue } from './cursor.ts';
import { headerBytes, readHeader } from './header.ts';
import type { BatchPlace } from './wire-error.ts';
import { WireError } from './wire-error.ts';

/** One buffer of one thread, or a table. */
export interface Batch {
  readonly kind: 'batch';
  readonly version: TraceVersion;
  /** Its number in the file, from 0. Ends of generations are not counted. */
  readonly index: number;
  /** Of its first byte, in bytes from the start of the file. */
  readonly offset: number;
  /** 0 for a plain batch, else the experiment that alone knows what the body means. */
  readonly experiment: number;
  /** From 1. */
  readonly gen: number;
  /** The id of the thread, or `noM`. */
  readonly m: bigint;
  /** In the units of the generation's Frequency. */
  readonly time: bigint;
  /** Of the body, in bytes, as the header tells it. */
  readonly size: number;
  readonly bodyOffset: number;
  /** A view, no copy. Shorter than `size` only where the file ends in it; reading on then throws. */
  readonly body: Uint8Array;
}

/** The bare byte that ends a generation from Go 1.26 on. */
export interface EndOfGeneration {
  readonly kind: 'end-of-generation';
  readonly offset: number;
}

export type TraceItem = Batch | EndOfGeneration;

export interface Trace {
  readonly version: TraceVersion;
  /** What follows the header, in the order of the file, read as it is asked for. Throws a WireError where it is damaged. */
  readonly items: Iterable<TraceItem>;
}

const eventBatch = eventId('EventBatch');
const experimentalBatch = eventId('ExperimentalBatch');
const endOfGeneration = eventId('EndOfGeneration');

/** Reads a whole trace. Throws a WireError where the bytes do not begin as one of Go 1.22 to 1.26. */
export function readTrace(bytes: Uint8Array): Trace {
  const version = readHeader(bytes);
  return {
    version,
    items: {
      *[Symbol.iterator]() {
        let at = headerBytes;
        for (let index = 0; at < bytes.length;) {
          const item = readItem(bytes, at, version, index, 0);
          yield item;
          if (item.kind === 'end-of-generation') at++;
          else {
            if (item.body.length < item.size) throw cutBody(item);
            at = item.bodyOffset + item.size;
            index++;
          }
        }
      },
    },
  };
}

/**
 * Reads the batch or the end of a generation that begins at `bytes[at]`; `base` is the place of `bytes[0]` in the file.
 * Throws a WireError.
 */
export function readItem(
  bytes: Uint8Array,
  at: number,
  version: TraceVersion,
  index: number,
  base: number,
): TraceItem {
  const cursor = new Cursor(bytes, at);
  const offset = base + at;
  const type = cursor.byte();
  if (type === endOfGeneration && version >= 26) return { kind: 'end-of-generation', offset };
  if (type !== eventBatch && !(type === experimentalBatch && version >= 23))
    throw new WireError(offset, { index }, `byte ${type ?? 'nothing'} begins no batch`);

  const fail = (start: number, place: BatchPlace, reason: string): never => {
    throw new WireError(base + start, place, reason);
  };
  const cut = (place: BatchPlace): never => {
    throw new WireError(offset, place, 'the file ends in the header of the batch', true);
  };
  let experiment = 0;
  if (type === experimentalBatch) {
    const start = cursor.at;
    experiment = cursor.byte() ?? cut({ index });
    if (experiment === 0) fail(start, { index }, 'experiment 0 is none');
  }
  const field = (name: string, place: BatchPlace): WireValue =>
    cursor.uvarint() ??
    (cursor.damage === 'cut'
      ? cut(place)
      : fail(cursor.at, place, `${name} is an invalid uvarint, of more than 64 bits`));

  const genAt = cursor.at;
  const gen = field('the generation', { index });
  if (gen === 0 || typeof gen === 'bigint')
    return fail(genAt, { index }, `generation ${String(gen)} is none`);
  const m = BigInt(field('the M', { index, gen }));
  const place = { index, gen, m };
  const time = BigInt(field('the time', place));
  const sizeAt = cursor.at;
  const size = field('the size', place);
  if (size > batchBytesMax)
    return fail(sizeAt, place, `a batch of ${String(size)} bytes is larger than ${batchBytesMax}`);
  const start = cursor.at;
  return {
    ...{ kind: 'batch', version, index, offset, experiment, gen, m, time },
    size: Number(size),
    bodyOffset: base + start,
    body: bytes.subarray(start, start + Number(size)),
  };
}

/** What is wrong with a batch whose body is shorter than its header says. */
export const cutBody = ({ bodyOffset, body, size, index, gen, m }: Batch): WireError =>
  new WireError(
    bodyOffset,
    { index, gen, m },
    `the file ends ${body.length} bytes into a batch of ${size}`,
    true,
  );
