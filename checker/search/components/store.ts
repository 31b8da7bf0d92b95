/**
 * Reached states as the numbers of their parts (COLLAPSE, as SPIN calls it). It is exact: a number stands for one value of its part.
 *
 * As in the plain store, states are numbered in the order in which they were found. A row has the numbers of a state's parts, in as few
 * bits as the values met so far need; when a part outgrows its bits, all rows are packed anew. The table has a number of slots that need
 * be no power of two, so it grows by half. Columns stand in segments: they grow by one more, and have no longest length.
 *
 * A search breadth-first needs no parents (counterexamples are built level by level), and of the instances by which states were found
 * first only those of the level being built. It keeps both where checkpoints are written.
 */
import { OutOfMemory, allocated } from '../../host/out-of-memory.ts';
import type { Judging } from '../generated/judging.ts';
import type { TableCode } from '../generated/table.ts';
import { componentsCode } from './code.ts';
import type { PackedCode } from './packed.ts';
import { packedCode } from './packed.ts';
import { InternalError } from '../../language/system-error.ts';
import type { Packing, Segment } from './packing.ts';
import { newSegment, packingOf, readRow, rowBytesOf, writeRow } from './packing.ts';
import type { PartOfState } from './part.ts';
import { Part } from './part.ts';

export interface ComponentsShape {
  readonly words: number;
  readonly instances: number;
  readonly parts: readonly PartOfState[];
  readonly keepsParents: boolean;
  readonly bytesMax: number;
}

/** Segments have 2^bits entries, fewer where memory is bounded to little. Tests put less here. */
export const segmentSizes = { bits: 18 };
const SEGMENT_BITS_MIN = 2;
/** So many segments of each column fit into the bound. */
const SEGMENTS_MIN = 64;
/** States per slot at which the table grows. */
const LOAD_MAX = 0.8;
/** How many times larger it is then: a small table grows fast, so that filling it again stays a small share of the search. */
const growthOf = (slots: number): number => (slots <= 2 ** 20 ? 4 : slots <= 2 ** 24 ? 2 : 1.5);
/** State numbers are 31 bits, and -1. */
const STATES_MAX = 2 ** 31 - 2;

type Actions = Uint8Array | Uint16Array;

export class ComponentStore {
  readonly words: number;
  readonly parts: readonly Part[];
  readonly keepsParents: boolean;
  readonly segmentBits: number;
  /** Segments of rows without their tails, of tails, of parents (none where they are not kept) and of instances (empty where dropped). */
  readonly rows: Int32Array[] = [];
  readonly tails: Segment['tail'][] = [];
  readonly parents: Int32Array[] = [];
  readonly actions: Actions[] = [];
  /** Slots, each 0 or a state's number and 1 in its low bits, with bits of its hash above. */
  readonly table: Int32Array[] = [];
  /** By instance: the states that were found by it first. */
  readonly fresh: Float64Array;
  packing: Packing;
  readonly #bytesMax: number;
  readonly #wideActions: boolean;
  #bytes = 0;
  /** Segments of instances before this one are dropped. */
  #firstActions = 0;

  /** Throws an OutOfMemory where not even its first segments fit. */
  constructor({ words, instances, parts, keepsParents, bytesMax }: ComponentsShape) {
    this.words = words;
    this.keepsParents = keepsParents;
    this.#bytesMax = bytesMax;
    this.#wideActions = instances > 0x100;
    this.fresh = new Float64Array(instances);
    this.segmentBits = Math.max(
      SEGMENT_BITS_MIN,
      Math.min(segmentSizes.bits, Math.floor(Math.log2(bytesMax / SEGMENTS_MIN / 16))),
    );
    const claim = (bytes: number): void => {
      this.#claim(bytes);
    };
    this.parts = parts.map((part) => new Part(part, claim, bytesMax));
    this.packing = packingOf(this.parts);
    this.#growTable(1);
  }

  get slots(): number {
    return this.table.length * this.#segment;
  }

  /** The code of an engine over it. */
  readonly codeOf = (symmetric: boolean, judging: Judging): TableCode =>
    componentsCode(this, symmetric, judging);

  /** The functions over rows as they are packed now. */
  readonly packedCode = (given: Readonly<Record<string, unknown>>): PackedCode =>
    packedCode(this, this.packing, given);

  get #segment(): number {
    return 2 ** this.segmentBits;
  }

  /** States that fit before rows or table must grow. */
  get capacity(): number {
    return Math.min(this.rows.length * this.#segment, Math.floor(this.slots * LOAD_MAX), STATES_MAX);
  }

  /** Low bits of a slot that hold a state's number. */
  get numberBits(): number {
    return 32 - Math.clz32(Math.min(Math.floor(this.slots * LOAD_MAX), STATES_MAX) + 1);
  }

  /** What so many states take. */
  bytesOf(count: number): number {
    const kept = rowBytesOf(this.packing) + (this.keepsParents ? 4 : 0);
    const actions = (count - this.#firstActions * this.#segment) * (this.#wideActions ? 2 : 1);
    const values = this.parts.reduce((sum, part) => sum + part.bytes, 0);
    return count * kept + actions + this.slots * 4 + values;
  }

  /**
   * Makes room for so many states, and takes so many slots. False where memory has none: then there is as much room as there was, or
   * some more.
   */
  enlarge(states: number, slots = 0): boolean {
    if (states > STATES_MAX) return false;
    try {
      while (this.rows.length * this.#segment < states) this.#addRows();
      while (this.slots * LOAD_MAX < states || this.slots < slots)
        this.#growTable(Math.max(1, Math.floor(this.table.length * (growthOf(this.slots) - 1))));
      return true;
    } catch (error) {
      if (error instanceof OutOfMemory) return false;
      throw error;
    }
  }

  /** Makes room for so many states, and has the engine fill the table again where that has grown. */
  grow(
    states: number,
    count: number,
    engine: { bind(): void; fill(from: number, to: number): void },
  ): boolean {
    const { slots } = this;
    const grown = this.capacity >= states || this.enlarge(states);
    if (this.slots !== slots) {
      this.empty();
      engine.bind();
      engine.fill(0, count);
    }
    return grown;
  }

  /** Of states before `base` the instances are asked no more. */
  startLevel(base: number): void {
    if (this.keepsParents) return;
    for (; (this.#firstActions + 1) * this.#segment <= base; this.#firstActions++) {
      this.#bytes -= this.actions[this.#firstActions]?.byteLength ?? 0;
      this.actions[this.#firstActions] = this.#actionsOf(0);
    }
  }

  /** Packs the first `count` rows anew, after a part has more values than its bits hold. Throws an OutOfMemory, and then nothing has changed. */
  repack(count: number): void {
    const { packing: from, parts } = this;
    const to = packingOf(parts);
    const isSameSize = from.rowWords === to.rowWords && from.tailBits === to.tailBits;
    const numbers = new Int32Array(parts.length);
    if (!isSameSize) this.#claim((rowBytesOf(to) - rowBytesOf(from)) * this.rows.length * this.#segment);
    for (let segment = 0; segment < this.rows.length; segment++) {
      const before = this.#segmentAt(segment);
      const after = isSameSize ? before : newSegment(to, this.#segment);
      const rows = Math.min(this.#segment, count - segment * this.#segment);
      for (let at = 0; at < rows; at++) {
        readRow(from, before, at, numbers);
        writeRow(to, after, at, numbers);
      }
      this.rows[segment] = after.row;
      this.tails[segment] = after.tail;
    }
    this.packing = to;
  }

  /** Puts `count` packed states into the rows from `first` on, for which there is room. Throws an OutOfMemory. */
  put(first: number, states: Int32Array, count: number): void {
    const numbers = new Int32Array(this.parts.length);
    for (let index = 0; index < count; index++) {
      const state = states.subarray(index * this.words, (index + 1) * this.words);
      this.parts.forEach((part, k) => (numbers[k] = part.numberOf(state)));
      if (numbers.some((number, k) => number > (this.packing.mask[k] ?? 0))) this.repack(first + index);
      const [segment, at] = this.#placeOf(first + index);
      writeRow(this.packing, this.#segmentAt(segment), at, numbers);
    }
  }

  /** The packed state. */
  load(state: number, into: Int32Array): void {
    const numbers = new Int32Array(this.parts.length);
    const [segment, at] = this.#placeOf(state);
    readRow(this.packing, this.#segmentAt(segment), at, numbers);
    into.fill(0);
    this.parts.forEach(({ words, values }, k) => {
      words.forEach((word, w) => {
        into[word] = (into[word] ?? 0) | (values[(numbers[k] ?? 0) * words.length + w] ?? 0);
      });
    });
  }

  #placeOf(state: number): readonly [segment: number, at: number] {
    return [state >>> this.segmentBits, state & (this.#segment - 1)];
  }

  #segmentAt(segment: number): Segment {
    const [row, tail] = [this.rows[segment], this.tails[segment]];
    if (row === undefined || tail === undefined)
      throw new InternalError(`there is no segment ${String(segment)}`);
    return { row, tail };
  }

  /** Notes by which instance a state was found, and from where; the parent of an initial state is -1. */
  keep(state: number, instance: number, parent: number): void {
    const [segment, at] = this.#placeOf(state);
    const actions = this.actions[segment];
    if (actions !== undefined) actions[at] = instance;
    const parents = this.parents[segment];
    if (parents !== undefined) parents[at] = parent;
    if (parent >= 0) this.fresh[instance] = (this.fresh[instance] ?? 0) + 1;
  }

  keepParents(from: number, parents: Int32Array): void {
    parents.forEach((parent, index) => {
      const [segment, at] = this.#placeOf(from + index);
      const column = this.parents[segment];
      if (column !== undefined) column[at] = parent;
    });
  }

  /** Empties the table, which is to be filled again. */
  empty(): void {
    for (const segment of this.table) segment.fill(0);
  }

  parentOf(state: number): number {
    const [segment, at] = this.#placeOf(state);
    return this.parents[segment]?.[at] ?? -1;
  }

  actionOf(state: number): number {
    const [segment, at] = this.#placeOf(state);
    return this.actions[segment]?.[at] ?? 0;
  }

  #addRows(): void {
    const entries = this.#segment;
    const actionBytes = entries * (this.#wideActions ? 2 : 1);
    this.#claim(rowBytesOf(this.packing) * entries + actionBytes + (this.keepsParents ? entries * 4 : 0));
    const { row, tail } = newSegment(this.packing, entries);
    const actions = this.#actionsOf(entries);
    if (this.keepsParents) this.parents.push(allocated(() => new Int32Array(entries)));
    this.rows.push(row);
    this.tails.push(tail);
    this.actions.push(actions);
  }

  #actionsOf(length: number): Actions {
    return allocated(() => (this.#wideActions ? new Uint16Array(length) : new Uint8Array(length)));
  }

  /** Adds so many segments, or fewer where memory has no room for them. The table is empty then, and to be filled again. */
  #growTable(segments: number): void {
    const added: Int32Array[] = [];
    for (let tried = segments; added.length === 0; tried >>= 1) {
      try {
        this.#claim(tried * this.#segment * 4);
        for (let k = 0; k < tried; k++) added.push(allocated(() => new Int32Array(this.#segment)));
      } catch (error) {
        if (!(error instanceof OutOfMemory) || tried <= 1) throw error;
      }
    }
    this.table.push(...added);
  }

  #claim(bytes: number): void {
    if (this.#bytes + bytes > this.#bytesMax) throw new OutOfMemory('the bound on memory is reached');
    this.#bytes += bytes;
  }
}
