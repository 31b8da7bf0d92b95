/** Execution traces batch by batch, from memory or as they come. Source: internal/trace/batch.go, readBatch. */
import { batchBytesMax } from '../events.ts';
import type { TraceVersion } from '../events.ts';
import type { HeadField } from './batch-head.ts';
import { kindOf, readHead } from './batch-head.ts';
import { piecesOf } from './chunks.ts';
import type { Chunks } from './chunks.ts';
import { Cursor } from './cursor.ts';
import { headerBytes, readHeader } from './header.ts';
import type { BatchPlace } from './wire-error.ts';
import { Window } from './window.ts';
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

/** What a trace is a sequence of. */
export type TraceItem = Batch | EndOfGeneration;

/** A trace, whose items are read as they are asked for. */
export interface Trace {
  readonly version: TraceVersion;
  /** What follows the header, in the order of the file, read as it is asked for. Throws a WireError where it is damaged. */
  readonly items: Iterable<TraceItem>;
}

/** A trace that comes in pieces, whose items are read as they are asked for; they can be asked for once. */
export interface ChunkedTrace {
  readonly version: TraceVersion;
  /** As those of {@link Trace}, each with a body of its own. */
  readonly items: AsyncIterableIterator<TraceItem>;
}

/** What reading a trace that comes in pieces takes besides. */
export interface ChunkedReadOptions {
  /** Ends it: what is waited for, version or item, is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What messages call the numbers of a head. */
const names: Readonly<Record<HeadField, string>> = {
  generation: 'the generation',
  thread: 'the M',
  time: 'the time',
  size: 'the size',
};

/**
 * Reads a trace, from memory or, item by item, from pieces. Throws a WireError, or rejects with one, where the bytes do not begin as a
 * trace of Go 1.22 to 1.27. The `offset` of an item says how far the reading has come.
 */
export function readTrace(bytes: Uint8Array): Trace;
export function readTrace(chunks: Chunks, options?: ChunkedReadOptions): Promise<ChunkedTrace>;
export function readTrace(
  trace: Uint8Array | Chunks,
  options: ChunkedReadOptions = {},
): Trace | Promise<ChunkedTrace> {
  if (!(trace instanceof Uint8Array)) return readChunks(trace, options);
  const version = readHeader(trace);
  return {
    version,
    items: {
      *[Symbol.iterator]() {
        let at = headerBytes;
        for (let index = 0; at < trace.length;) {
          const item = readItem(trace, at, version, index, 0);
          yield item;
          at = behind(item);
          if (item.kind === 'batch') index++;
        }
      },
    },
  };
}

async function readChunks(chunks: Chunks, { signal }: ChunkedReadOptions): Promise<ChunkedTrace> {
  const held = new Window(piecesOf(chunks), { signal });
  const version = await held
    .fill()
    .then(() => readHeader(held.bytes.subarray(0, held.end)))
    .catch(async (error: unknown) => {
      await held.close();
      throw error;
    });
  held.at = headerBytes;
  return { version, items: itemsOf(held, version, signal) };
}

async function* itemsOf(
  held: Window,
  version: TraceVersion,
  signal: AbortSignal | undefined,
): AsyncGenerator<TraceItem, void> {
  try {
    for (let index = 0; ;) {
      signal?.throwIfAborted();
      if (held.needsMore) await held.fill();
      if (held.at === held.end) return;
      const item = readItem(held.bytes.subarray(0, held.end), held.at, version, index, held.base);
      const whole = item.kind === 'batch' ? { ...item, body: item.body.slice() } : item;
      yield whole;
      held.at = behind(whole) - held.base;
      if (item.kind === 'batch') index++;
    }
  } finally {
    await held.close();
  }
}

/** The offset of what follows. Throws a WireError where the file ends before it. */
function behind(item: TraceItem): number {
  if (item.kind === 'end-of-generation') return item.offset + 1;
  if (item.body.length < item.size) throw cutBody(item);
  return item.bodyOffset + item.size;
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
  const kind = kindOf(type);
  if (kind === 'end-of-generation' && version >= 26) return { kind, offset };
  if (kind !== 'batch' && !(kind === 'experimental' && version >= 23))
    throw new WireError(offset, { index }, `byte ${type ?? 'nothing'} begins no batch`);

  let place: BatchPlace = { index };
  const fail = (start: number, reason: string): never => {
    throw new WireError(base + start, place, reason);
  };
  const cut = (): never => {
    throw new WireError(offset, place, 'the file ends in the header of the batch', true);
  };
  let experiment = 0;
  if (kind === 'experimental') {
    const start = cursor.at;
    experiment = cursor.byte() ?? cut();
    if (experiment === 0) fail(start, 'experiment 0 is none');
  }
  const { generation, thread, time, size } = readHead(cursor, {
    missing: (field) =>
      cursor.damage === 'cut'
        ? cut()
        : fail(cursor.at, `${names[field]} is an invalid uvarint, of more than 64 bits`),
    look: (field, value, start) => {
      if (field === 'generation') {
        if (value === 0 || typeof value === 'bigint') fail(start, `generation ${String(value)} is none`);
        place = { index, gen: Number(value) };
      }
      if (field === 'thread') place = { ...place, m: BigInt(value) };
      if (field === 'size' && value > batchBytesMax)
        fail(start, `a batch of ${String(value)} bytes is larger than ${batchBytesMax}`);
    },
  });
  const start = cursor.at;
  return {
    ...{ kind: 'batch', version, index, offset, experiment },
    ...{ gen: Number(generation), m: BigInt(thread), time: BigInt(time) },
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
