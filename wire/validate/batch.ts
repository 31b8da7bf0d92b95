/** The batches of a trace, as Go's reader takes them, the odd ones included. Source: internal/trace/batch.go, readBatch. */
import type { HeadField } from '../decode/batch-head.ts';
import { kindOf, readHead } from '../decode/batch-head.ts';
import { Cursor } from '../decode/cursor.ts';
import type { WireValue } from '../decode/cursor.ts';
import { batchBytesMax } from '../events.ts';
import { none } from './order/state.ts';
import { Broken } from './violation.ts';

/** A batch whose body has not been looked at. Offsets are in bytes from the start of the file. */
export interface RawBatch {
  readonly kind: 'batch' | 'end-of-generation';
  readonly offset: number;
  readonly experiment: number;
  readonly gen: WireValue;
  readonly m: WireValue;
  readonly time: WireValue;
  readonly body: Uint8Array;
  readonly bodyOffset: number;
}

/** What has come of a file, from which the next batch is read. */
export interface Held {
  readonly bytes: Uint8Array;
  /** Of the next batch, and behind the last byte that has come; both in `bytes`. */
  at: number;
  readonly end: number;
  /** The offset of `bytes[0]` in the file. */
  readonly base: number;
  /** Whether more has to come before the next batch is read. */
  readonly needsMore: boolean;
  /** Whether `bytes` is written over when more comes. */
  readonly isReused: boolean;
}

/**
 * The next batch, behind which `held.at` then is; undefined at the end of the file. A file that ends after the first byte of an
 * experimental batch is at its end, too, for Go's reader. Throws Broken.
 */
export function readBatch(held: Held): RawBatch | undefined {
  const { base } = held;
  const bytes = held.bytes.subarray(0, held.end);
  const cursor = new Cursor(bytes, held.at);
  const offset = base + held.at;
  const type = cursor.byte();
  if (type === undefined) return undefined;
  const kind = kindOf(type);
  if (kind === 'end-of-generation') {
    held.at = cursor.at;
    return { ...noBatch, kind: 'end-of-generation', offset, m: 0, bodyOffset: offset + 1 };
  }
  if (kind === undefined) throw new Broken('batch-expected', `byte ${type} begins no batch`);
  const experiment = kind === 'experimental' ? cursor.byte() : 0;
  if (experiment === undefined) return undefined;
  const { generation: gen, thread: m, time, size } = readHead(cursor, { missing: brokenAt(cursor) });
  if (size > batchBytesMax) {
    throw new Broken('batch-size', `the batch says that it has ${size} bytes; ${batchBytesMax} is the most`);
  }
  const start = cursor.at;
  const end = start + Number(size);
  if (end > bytes.length) {
    throw new Broken(
      'batch-cut',
      `the file ends ${bytes.length - start} bytes into a batch of ${size}`,
      true,
    );
  }
  held.at = end;
  const body = held.isReused ? bytes.slice(start, end) : bytes.subarray(start, end);
  return { kind: 'batch', offset, experiment, gen, m, time, body, bodyOffset: base + start };
}

/** A batch of nothing. */
export const noBatch: RawBatch = {
  kind: 'batch',
  offset: 0,
  experiment: 0,
  gen: 0,
  m: none,
  time: 0,
  body: new Uint8Array(),
  bodyOffset: 0,
};

const brokenAt =
  (cursor: Cursor) =>
  (name: HeadField): never => {
    throw new Broken(
      'batch-header',
      cursor.damage === 'cut'
        ? `the file ends in the ${name} of a batch`
        : `the ${name} of a batch has more than 64 bits`,
      cursor.damage === 'cut',
    );
  };
