/** The batches of a trace, as Go's reader takes them, the odd ones included. Source: internal/trace/batch.go, readBatch. */
import type { HeadField } from '../decode/batch-head.ts';
import { kindOf, readHead } from '../decode/batch-head.ts';
import type { Cursor, WireValue } from '../decode/cursor.ts';
import { batchBytesMax } from '../events.ts';
import { Broken } from './violation.ts';

/** A batch whose body has not been looked at; `start` and `end` are offsets of bytes in the file. */
export interface RawBatch {
  readonly kind: 'batch' | 'end-of-generation';
  readonly offset: number;
  readonly experiment: number;
  readonly gen: WireValue;
  readonly m: WireValue;
  readonly time: WireValue;
  readonly start: number;
  readonly end: number;
}

/**
 * The batch that begins at the cursor, which then stands behind it; undefined at the end of the file. A file that ends after
 * the first byte of an experimental batch is at its end, too, for Go's reader. Throws Broken.
 */
export function readBatch(bytes: Uint8Array, cursor: Cursor): RawBatch | undefined {
  const offset = cursor.at;
  const type = cursor.byte();
  if (type === undefined) return undefined;
  const kind = kindOf(type);
  if (kind === 'end-of-generation') {
    const at = cursor.at;
    return { kind: 'end-of-generation', offset, experiment: 0, gen: 0, m: 0, time: 0, start: at, end: at };
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
    throw new Broken('batch-cut', `the file ends ${bytes.length - start} bytes into a batch of ${size}`);
  }
  cursor.at = end;
  return { kind: 'batch', offset, experiment, gen, m, time, start, end };
}

const brokenAt =
  (cursor: Cursor) =>
  (name: HeadField): never => {
    throw new Broken(
      'batch-header',
      cursor.damage === 'cut'
        ? `the file ends in the ${name} of a batch`
        : `the ${name} of a batch has more than 64 bits`,
    );
  };
