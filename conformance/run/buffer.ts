/**
 * What stands in a trace buffer, read from its bytes alone. Conformance runs have generations and threads below 128 and short
 * events, but nothing here trusts them: a byte that cannot be is half an event.
 */
import { eventId, eventOfId } from '../../wire/index.ts';

/** The first argument of an event, made small again ({@link idBase}), and the event's id: the name of an event of an M. */
export type EventKey = number;

export const keyOf = (ev: number, id: number): EventKey => (id - idBase) * 256 + ev;

/**
 * Ids begin here, so that each takes eight bytes: then the size of an event varies less than what a writer asks for beyond it, and
 * so many events fill a buffer whatever they are ({@link bytesOfBuffer}).
 */
export const idBase: number = 2 ** 50;

/** Ticks of the clock and its first reading: differences take five bytes or six, and times seven. */
export const clockTick: number = 2 ** 28;
export const clockStart: number = 2 ** 42;

/** There is no size of a buffer that takes just so many more. */
export const eventsMax = 2;

/**
 * Bytes of a buffer that takes just so many events, one or two. A header is 20 bytes, an event of the runs 14 to 16; before one is
 * written, room for 21 or 31 must be there, since each number could take ten. Throws a RangeError for other counts.
 */
export function bytesOfBuffer(events: number): number {
  const bytes = 20 + (events - 1) * 16 + 31;
  if (bytes >= 20 + events * 14 + 21)
    throw new RangeError(`no size of a buffer takes just ${events} events; choose 1 or 2`);
  return bytes;
}

/** The first byte of a batch of an experiment, and what stands for no M. */
const experimentalBatch = eventId('ExperimentalBatch');
const noM = -1;

const argsOf = Uint8Array.from({ length: 256 }, (_, id) => eventOfId(id)?.args.length ?? 0);

export class BufferReader {
  gen = 0;
  m = 0;
  /** Two for each whole event, and one more for a beginning. */
  units = 0;
  /** The whole events, of which the first `units >> 1` are good. */
  readonly keys: EventKey[] = [];
  #arr: Uint8Array = new Uint8Array(0);
  #pos = 0;
  #end = 0;

  /** The generation and the M of the batch, from its header. A batch of an experiment is no M's. */
  readHeader(arr: Uint8Array, end: number): void {
    this.#arr = arr;
    this.#end = end;
    this.#pos = 1;
    if (arr[0] === experimentalBatch) {
      this.m = noM;
      return;
    }
    this.gen = this.#number();
    this.m = this.#number();
  }

  read(arr: Uint8Array, end: number): void {
    this.readHeader(arr, end);
    // The time, and the length, padded to ten bytes.
    this.#number();
    this.#pos += 10;
    let count = 0;
    let torn = 0;
    while (this.#pos < end) {
      const ev = arr[this.#pos++] ?? 0;
      const args = argsOf[ev] ?? 0;
      let key = 0;
      for (let index = 0; index < args && this.#pos <= end; index++) {
        const value = this.#number();
        if (index === 1) key = keyOf(ev, value);
      }
      if (args === 0 || this.#pos > end) torn = 1;
      else this.keys[count++] = key;
    }
    this.units = 2 * count + torn;
  }

  /** A number in base 128, as an integer up to 2^53; past the end where there is none. */
  #number(): number {
    let value = 0;
    for (let scale = 1; this.#pos < this.#end; scale *= 128) {
      const byte = this.#arr[this.#pos++] ?? 0;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
    this.#pos = this.#end + 1;
    return value;
  }
}
