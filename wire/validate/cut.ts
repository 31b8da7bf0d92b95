/**
 * Whether a trace ends before its writer was done with it: the process was killed, tracing was never stopped, or a copy is not whole.
 *
 * The writer gives its bytes away batch by batch, so such a file often ends between two batches. From Go 1.26 on a generation ends
 * with a mark. Before, its last batches are those of its strings: what events, stacks and samples name is written when they
 * are. So a generation that ends otherwise is one that the writer was not done with, and what it lacks (a frequency, strings,
 * stacks, the events of another thread) would have come. Where the file ends between two generations, nothing shows it; and
 * where the batch of strings is full, more of them may have come.
 */
import type { WireValue } from '../decode/cursor.ts';
import { Cursor } from '../decode/cursor.ts';
import { headerBytes } from '../decode/header.ts';
import { batchBytesMax, dataBytesMax, eventId } from '../events.ts';
import type { TraceVersion } from '../events.ts';
import type { Held, RawBatch } from './batch.ts';
import type { ReaderRule, RuleName } from './rules.ts';
import type { Violation } from './violation.ts';
import { Broken } from './violation.ts';

/** What an unfinished generation may break, and a damaged one as well. */
const lacking: ReadonlySet<RuleName> = new Set<ReaderRule>([
  'batch-cut',
  'batch-header',
  'generation-end',
  'generation-empty',
  'frequency-missing',
  'clock-snapshot-missing',
  'frame-string-missing',
  'string-missing',
  'stack-missing',
  'cpu-sample-stack-missing',
  'cannot-advance',
]);

const strings = eventId('Strings');
const experimentalBatch = eventId('ExperimentalBatch');

/** Rules that a generation breaks whose strings are not all there. */
const lackingStrings: ReadonlySet<RuleName> = new Set<ReaderRule>(['frame-string-missing', 'string-missing']);

interface End {
  /** Where the last generation begins, or what stands behind the last one that is whole. */
  readonly from: number;
  /** Whether it ends as a generation does. */
  readonly isDone: boolean;
  /** Whether its last batch is full, so that another of the same kind may have come. */
  readonly isFull: boolean;
}

/** How a file ends, of which every batch is read, in the order of the file, whether it is judged or not. */
export class Ending {
  readonly #version: TraceVersion;
  #gen: WireValue | null = null;
  /** Null where bytes stand in the file that are no batch. */
  #end: End | null = { from: headerBytes, isDone: false, isFull: false };
  /** Whether no more can be read. */
  isOver = false;

  constructor(version: TraceVersion) {
    this.#version = version;
  }

  /** What `read` gives, which it is told of. */
  take(held: Held, read: (held: Held) => RawBatch | undefined): RawBatch | undefined {
    const offset = held.base + held.at;
    try {
      const batch = read(held);
      if (batch === undefined) this.isOver = true;
      else this.#saw(batch, held);
      return batch;
    } catch (error) {
      if (error instanceof Broken) this.#failed(error, held, offset);
      throw error;
    }
  }

  /**
   * Whether the file ends in a generation that its writer was not done with, and nothing else is wrong: the violation, if any, is
   * one of what is missing there.
   */
  isCut(violation: Violation | null): boolean {
    const end = this.#end;
    if (end === null || (end.isDone && violation === null)) return false;
    if (violation === null) return true;
    const rules = end.isDone ? (end.isFull ? lackingStrings : new Set<RuleName>()) : lacking;
    return rules.has(violation.rule) && violation.offset >= end.from;
  }

  #saw({ kind, experiment, gen, body, offset }: RawBatch, held: Held): void {
    if (kind === 'end-of-generation') {
      this.#gen = null;
      this.#end = { from: held.base + held.at, isDone: true, isFull: false };
      return;
    }
    const isStrings = this.#version < 26 && experiment === 0 && body[0] === strings;
    this.#end = {
      from: this.#end !== null && gen === this.#gen ? this.#end.from : offset,
      isDone: isStrings,
      isFull: isStrings && body.length > batchBytesMax - dataBytesMax - 64,
    };
    this.#gen = gen;
  }

  #failed({ isAtEnd }: Broken, held: Held, offset: number): void {
    this.isOver = true;
    if (!isAtEnd || this.#end === null) {
      this.#end = null;
      return;
    }
    const isSame = !this.#end.isDone || generationAt(held) === this.#gen;
    this.#end = { from: isSame ? this.#end.from : offset, isDone: false, isFull: false };
  }
}

/** What a batch whose header may be cut says of its generation. */
const generationAt = ({ bytes, at, end }: Held): WireValue | undefined =>
  new Cursor(bytes.subarray(0, end), at + (bytes[at] === experimentalBatch ? 2 : 1)).uvarint();
