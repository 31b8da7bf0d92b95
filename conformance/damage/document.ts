/**
 * An execution trace in pieces that can be moved, dropped, doubled and changed, and put together again.
 */
import { eventId, eventsOf, headerOf, readTrace, uvarint } from '../../wire/index.ts';

/** One event or table entry: its id, and its bytes as they stand in the file. */
export interface Piece {
  readonly id: number;
  readonly bytes: Uint8Array;
}

/** A batch by the numbers of its header. An experimental one has its whole body as one piece of ExperimentalBatch's id. */
export interface BatchPiece {
  readonly kind: 'batch';
  readonly gen: bigint;
  readonly m: bigint;
  readonly time: bigint;
  readonly experiment: number;
  readonly pieces: readonly Piece[];
  /** What the header says about the body's length, where that is not true. */
  readonly size?: bigint;
}

/** The byte between generations, from header 26 on. */
export interface MarkPiece {
  readonly kind: 'end-of-generation';
}

export interface Document {
  readonly version: number;
  readonly items: readonly (BatchPiece | MarkPiece)[];
}

const eventBatch = eventId('EventBatch');
const experimentalBatch = eventId('ExperimentalBatch');
const endOfGeneration = eventId('EndOfGeneration');

/** Takes an execution trace apart. Throws a WireError where it cannot be read. */
export function takeApart(bytes: Uint8Array): Document {
  const { version, items } = readTrace(bytes);
  return {
    version,
    items: Array.from(items, (item) => {
      if (item.kind === 'end-of-generation') return { kind: item.kind };
      const { gen, m, time, experiment, body, bodyOffset } = item;
      const head = { kind: item.kind, gen: BigInt(gen), m, time, experiment };
      if (experiment !== 0) return { ...head, pieces: [{ id: experimentalBatch, bytes: body }] };
      const events = [...eventsOf(item)];
      const pieces = events.map(({ id, offset }, index) => ({
        id,
        bytes: body.subarray(offset - bodyOffset, (events[index + 1]?.offset ?? Infinity) - bodyOffset),
      }));
      return { ...head, pieces };
    }),
  };
}

/** Puts a document together: sizes are padded to ten bytes, as the runtime does. */
export function putTogether({ version, items }: Document): Uint8Array {
  const out: Uint8Array[] = [headerOf(version)];
  for (const item of items) {
    if (item.kind === 'end-of-generation') {
      out.push(Uint8Array.of(endOfGeneration));
      continue;
    }
    const body = Buffer.concat(item.pieces.map(({ bytes }) => bytes));
    const kind = item.experiment === 0 ? [eventBatch] : [experimentalBatch, item.experiment];
    const head = [item.gen, item.m, item.time].flatMap((value) => uvarint(value));
    out.push(Uint8Array.from([...kind, ...head, ...uvarint(item.size ?? BigInt(body.length), 10)]), body);
  }
  return Buffer.concat(out);
}

/** The numbers of a piece after its id, all of them: of a String the length is one, and its data are not read. */
export function numbersOf({ bytes }: Piece): bigint[] {
  const numbers: bigint[] = [];
  let value = 0n;
  let shift = 0n;
  for (const byte of bytes.subarray(1)) {
    value |= BigInt(byte & 0x7f) << shift;
    shift += 7n;
    if (byte >= 0x80) continue;
    numbers.push(value);
    value = 0n;
    shift = 0n;
  }
  return numbers;
}

/** A piece of those numbers. */
export function pieceOf(id: number, numbers: readonly bigint[]): Piece {
  return { id, bytes: Uint8Array.from([id, ...numbers.flatMap((value) => uvarint(value))]) };
}
