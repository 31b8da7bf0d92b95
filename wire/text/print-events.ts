/**
 * The fast way from a batch's bytes to the bytes of its lines. It only knows events that are in order and gives up at any
 * other; `eventsOf`, which is plain, then says what is wrong with it, and tests compare the two.
 *
 * Back of the envelope: a scheduling event is 5 bytes and 35 of text, five literals and numbers. Nothing is allocated for an
 * event, numbers up to 28 bits stay integers, and literals are copied byte by byte, which for ten bytes beats any call.
 */
import type { BatchClass } from '../decode/events-of.ts';
import { belongs } from '../decode/events-of.ts';
import type { TraceVersion } from '../events.ts';
import { dataBytesMax, eventId, events, framesMax } from '../events.ts';
import { writeDecimal } from './digits.ts';
import type { Format } from './format.ts';
import { frameLiterals, stride } from './format.ts';

const stackId = eventId('Stack');
const stringId = eventId('String');
const syncId = eventId('Sync');

/** Bytes behind the end of a batch are read by an event that the end cuts, whose lines are then dropped. */
export const bytesReadBeyond: number = 10 * (4 * framesMax + 2);

/** The most bytes that a batch's lines can have for each byte of its own: of what is allowed, the longest names. */
export const growthMax = 32;

export class EventPrinter {
  readonly #format: Format;
  readonly #bytes: Uint8Array;
  readonly #out: Buffer;
  readonly #counts: Readonly<Record<BatchClass, Uint8Array>>;
  /** Where the number that was read last ends. */
  #next = 0;
  /** That number, but no more than one frame too many: a count of frames may be padded. */
  #count = 0;
  /** Where the lines end that were printed last. */
  end = 0;

  /** Prints from `bytes` to `out`, both of which it keeps. */
  constructor(format: Format, version: TraceVersion, bytes: Uint8Array, out: Buffer) {
    this.#format = format;
    this.#bytes = bytes;
    this.#out = out;
    const counts = (kind: BatchClass): Uint8Array => countsOf(kind, version);
    this.#counts = {
      ...{ timed: counts('timed'), stacks: counts('stacks'), strings: counts('strings') },
      ...{ 'cpu-samples': counts('cpu-samples'), sync: counts('sync') },
      ...{ experimental: new Uint8Array(256), empty: new Uint8Array(256) },
    };
  }

  /**
   * Prints the events of `bytes[from]` to `bytes[to]`, a body of that class, from `out[at]` on, and sets `end`. Returns whether
   * that were all; if not, `end` is behind the last event that is in order.
   */
  print(kind: BatchClass, from: number, to: number, at: number): boolean {
    const { pool, starts } = this.#format;
    const [bytes, out, counts] = [this.#bytes, this.#out, this.#counts[kind]];
    let read = from;
    let write = at;
    this.end = write;
    // Its bytes are no events.
    if (kind === 'experimental') return true;
    if (
      kind === 'stacks' ||
      kind === 'strings' ||
      kind === 'cpu-samples' ||
      (kind === 'sync' && bytes[from] === syncId)
    ) {
      write = this.#literal(stride * (bytes[read++] ?? 0), write);
      this.end = write;
    }
    while (read < to) {
      const id = bytes[read++] ?? 0;
      const last = stride * id + (counts[id] ?? 0);
      let literal = stride * id;
      if (last === literal) return false;
      let value = 0;
      for (;;) {
        const stop = starts[literal + 1] ?? 0;
        for (let k = starts[literal] ?? 0; k < stop; k++) out[write++] = pool[k] ?? 0;
        if (++literal === last) break;
        const start = read;
        value = bytes[read++] ?? 0;
        if (value >= 0x80) {
          let byte = bytes[read++] ?? 0;
          value = (value & 0x7f) | ((byte & 0x7f) << 7);
          if (byte >= 0x80) {
            byte = bytes[read++] ?? 0;
            value |= (byte & 0x7f) << 14;
            if (byte >= 0x80) {
              byte = bytes[read++] ?? 0;
              value |= (byte & 0x7f) << 21;
              if (byte >= 0x80) {
                write = this.#large(start, write);
                read = this.#next;
                if (read < 0) return false;
                value = this.#count;
                continue;
              }
            }
          }
        }
        if (value < 10) out[write++] = 48 + value;
        else write = writeDecimal(out, write, value);
      }
      if (id === stackId) {
        if (value > framesMax) return false;
        write = this.#frames(value, read, write);
        read = this.#next;
      } else if (id === stringId) {
        write = this.#data(read, write);
        read = this.#next;
      }
      if (read < 0 || read > to) return false;
      this.end = write;
    }
    return true;
  }

  #literal(literal: number, at: number): number {
    const { pool, starts } = this.#format;
    const stop = starts[literal + 1] ?? 0;
    let write = at;
    for (let k = starts[literal] ?? 0; k < stop; k++) this.#out[write++] = pool[k] ?? 0;
    return write;
  }

  #frames(count: number, from: number, at: number): number {
    let write = at;
    this.#next = from;
    for (let frame = 0; frame < count; frame++) {
      write = this.#literal(frameLiterals + (frame === 0 ? 0 : 1), write);
      write = this.#large(this.#next, write);
      for (let field = 2; field < 5 && this.#next >= 0; field++) {
        write = this.#literal(frameLiterals + field, write);
        write = this.#large(this.#next, write);
      }
      if (this.#next < 0) return write;
      write = this.#literal(frameLiterals + 5, write);
    }
    return this.#literal(frameLiterals + 6, write);
  }

  /** Prints a number of any size, and sets `#next`, to -1 where it has more than 64 bits. */
  #large(from: number, at: number): number {
    const bytes = this.#bytes;
    let read = from;
    let value = 0;
    for (let scale = 1; scale < 2 ** 49; scale *= 128) {
      const byte = bytes[read++] ?? 0;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        this.#next = read;
        this.#count = Math.min(value, framesMax + 1);
        return writeDecimal(this.#out, at, value);
      }
    }
    let exact = BigInt(value);
    for (let shift = 49n; ; shift += 7n) {
      const byte = bytes[read++] ?? 0;
      if (shift === 63n && byte > 1) {
        this.#next = -1;
        return at;
      }
      exact += BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    this.#next = read;
    this.#count = exact > framesMax ? framesMax + 1 : Number(exact);
    const quotes = this.#format.quotesLarge && exact > Number.MAX_SAFE_INTEGER;
    return at + this.#out.write(quotes ? `"${String(exact)}"` : String(exact), at, 'latin1');
  }

  /** Prints the data of a String, and sets `#next`, to -1 where it is too long. */
  #data(from: number, at: number): number {
    let read = from;
    let length = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#bytes[read++] ?? 0;
      length += (byte & 0x7f) * scale;
      if (length > dataBytesMax || read - from > 10) {
        this.#next = -1;
        return at;
      }
      if (byte < 0x80) break;
    }
    const end = read + length;
    this.#next = end;
    let write = at;
    const [before, after] = this.#format.dataAround;
    let isPlain = length > 0;
    if (isPlain) {
      write += this.#out.write(before, write, 'latin1');
      for (; read < end && isPlain; read++) {
        const byte = this.#bytes[read] ?? 0;
        isPlain = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c;
        this.#out[write++] = byte;
      }
    }
    return isPlain
      ? write + this.#out.write(after, write, 'latin1')
      : at + this.#out.write(this.#format.data(this.#bytes.subarray(end - length, end)), at);
  }
}

/** For each id that may follow in a batch of that class, the number of its literals; 0 for any other. */
function countsOf(kind: BatchClass, version: TraceVersion): Uint8Array {
  const counts = new Uint8Array(256);
  for (const spec of events)
    if (spec.since <= version && belongs(spec, kind, 1, version)) counts[spec.id] = spec.args.length + 1;
  return counts;
}
