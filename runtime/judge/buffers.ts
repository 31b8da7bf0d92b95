/**
 * Trace buffers by their addresses, with their positions in bytes. The model numbers the buffers of each M; an address names one of
 * them from the refill that hands it out until the reader takes it. An address that two have at once is an error of the log.
 */
import { Rejection } from './rejection.ts';

interface Buffer {
  /** The M whose stream it belongs to; -1 for one of no M, or of an experiment. */
  readonly m: number;
  /** The model's number of it on that M, from 1. */
  readonly index: number;
  readonly address: number;
  pos: number;
}

const NO_M = -1;

export class Buffers {
  readonly #byAddress = new Map<number, Buffer>();
  /** By M, then by the model's number. */
  readonly #ofM: (Buffer | undefined)[][];
  readonly #room: number;
  /** Addresses by parity, in the order in which Ms queued them; null once a buffer was queued twice, which breaks the real list. */
  #queues: readonly [number[], number[]] | null = [[], []];

  constructor(ms: number, room: number) {
    this.#ofM = Array.from({ length: ms }, () => []);
    this.#room = room;
  }

  /**
   * The address of the model's buffer `index` of an M; 0 for nil, -1 for one that never had one. A buffer that the reader took keeps
   * its address until the model hands the number out again: a stale pointer still names it.
   */
  addressOf(m: number, index: number): number {
    return index === 0 ? 0 : (this.#ofM[m]?.[index]?.address ?? -1);
  }

  /** Refill handed out a buffer: of no M where `m` is left out. */
  handOut(address: number, m: number = NO_M, index = 0, pos = 0): void {
    const owner = this.#byAddress.get(address);
    if (owner !== undefined)
      throw new Rejection(
        'refilled',
        m === NO_M ? null : m,
        null,
        `buffer ${named(address)} is handed out, and ${held(owner)}`,
      );
    const buffer = { m, index, address, pos };
    this.#byAddress.set(address, buffer);
    const own = this.#ofM[m];
    if (own !== undefined) own[index] = buffer;
  }

  /** An M's buffer is queued, nil excepted. The model has a queue for each M, the tracer one for all. */
  queue(parity: number, address: number): void {
    const queue = this.#queues?.[parity === 0 ? 0 : 1];
    if (address === 0 || queue === undefined) return;
    if (queue.includes(address)) this.#queues = null;
    else queue.push(address);
  }

  /** The reader takes a buffer. Returns the M whose stream it belongs to, and the model's number; null for one of no M. */
  take(address: number, parity: number): { readonly m: number; readonly index: number } | null {
    const buffer = this.#byAddress.get(address);
    if (buffer === undefined)
      throw new Rejection(
        'readerTake',
        null,
        null,
        `the reader takes buffer ${named(address)}, which nobody has queued`,
      );
    this.#byAddress.delete(address);
    if (buffer.m === NO_M) return null;
    const queue = this.#queues?.[parity === 0 ? 0 : 1];
    const [first] = queue ?? [];
    if (first !== undefined && first !== address && queue?.includes(address) === true)
      throw new Rejection(
        'readerTake',
        buffer.m,
        null,
        `the reader takes buffer ${named(address)} before ${named(first)}, which was queued first`,
      );
    if (first === address) queue?.shift();
    return buffer;
  }

  /** Judges the position that a record has of a buffer. */
  judgePos(mark: string, m: number | null, address: number, pos: number): void {
    const buffer = this.#byAddress.get(address);
    // A buffer of no M has whatever its writer wrote; nil is at 0.
    const expected = address === 0 ? 0 : buffer === undefined || buffer.m === NO_M ? pos : buffer.pos;
    if (expected !== pos)
      throw new Rejection(
        mark,
        m,
        null,
        `${named(address)} is at byte ${pos} in the log, and was left at ${expected}`,
      );
  }

  /** An event was written, or several: up to where. `from` is where the last of them began, and `need` what it asked for. */
  advance(m: number, address: number, from: number, need: number, to: number): void {
    if (to <= from || to > from + need)
      throw new Rejection(
        'end',
        m,
        null,
        `an event from byte ${from} on, of at most ${need}, ends at byte ${to} of ${named(address)}`,
      );
    const buffer = this.#byAddress.get(address);
    if (buffer !== undefined) buffer.pos = to;
  }

  /** Whether `need` more bytes fit in a buffer at `pos`. */
  hasRoom(pos: number, need: number): boolean {
    return this.#room - pos >= need;
  }
}

export const named = (address: number): string => `0x${(address * 4096).toString(16)}`;

const held = ({ m }: Buffer): string => (m === NO_M ? 'a writer without M has it' : `M${m} has it`);
