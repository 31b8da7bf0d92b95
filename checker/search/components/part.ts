/**
 * A part of a state, as a component of its own: the values that it has taken, each under a number. Equal values have one number,
 * so a state is as well known by the numbers of its parts.
 */
import { allocated } from '../../host/out-of-memory.ts';
import { hashEnd, hashStart, multiplierOf } from '../mixed.ts';

/** Bits of a packed state: which words, and which bits of each of them. */
export interface PartOfState {
  readonly words: readonly number[];
  readonly masks: readonly number[];
}

/** Bits of one word that stand side by side, and where they stand in an index. */
export interface Run {
  readonly word: number;
  readonly shift: number;
  readonly mask: number;
  readonly at: number;
}

/**
 * Sizes at the start, both powers of two. A part of at most so many bits is looked up by these bits themselves. Tests make all of them
 * tiny.
 */
export const firstPartSizes = { values: 64, slots: 128, bits: 18 };
/** The table by bits takes at most such a share of the memory. */
const DIRECT_SHARE = 256;

/** The runs of a part; null where its bits are too many for an index. */
function runsOf({ words, masks }: PartOfState, bytesMax: number): readonly Run[] | null {
  const runs: Run[] = [];
  let at = 0;
  words.forEach((word, k) => {
    for (let left = masks[k] ?? 0; left !== 0;) {
      const shift = 31 - Math.clz32(left & -left);
      const ended = ~(left >>> shift);
      const bits = ended === 0 ? 32 : 31 - Math.clz32(ended & -ended);
      runs.push({ word, shift, mask: 2 ** bits - 1, at });
      at += bits;
      left = shift + bits >= 32 ? 0 : left & (-1 << (shift + bits));
    }
  });
  return at > firstPartSizes.bits || 2 ** at * 4 > bytesMax / DIRECT_SHARE ? null : runs;
}

/** Values per slot at which the table is doubled. */
const LOAD_MAX = 0.5;

export class Part implements PartOfState {
  readonly words: readonly number[];
  readonly masks: readonly number[];
  /** Value v has its words, in the order of `words`, from v × words.length on. */
  values: Int32Array;
  /** 0, or the number of a value and 1: at the value's bits where there are runs, else in a slot by its hash. */
  table: Int32Array;
  readonly runs: readonly Run[] | null;
  count = 0;
  readonly #claim: (bytes: number) => void;

  /**
   * `claim` is told of each allocation before it is made, and throws an OutOfMemory where it may not be. With `bytesMax`, the bound on memory, a
   * part of few bits has a table by them.
   */
  constructor(part: PartOfState, claim: (bytes: number) => void, bytesMax = 0) {
    const { words, masks } = part;
    this.words = words;
    this.masks = masks;
    this.#claim = claim;
    this.runs = runsOf(part, bytesMax);
    const slots =
      this.runs === null ? firstPartSizes.slots : this.runs.reduce((all, { mask }) => all * (mask + 1), 1);
    claim((firstPartSizes.values * words.length + slots) * 4);
    this.values = new Int32Array(firstPartSizes.values * words.length);
    this.table = allocated(() => new Int32Array(slots));
  }

  get bytes(): number {
    return this.values.byteLength + this.table.byteLength;
  }

  /** Numbers the value that a packed state has here, which is in the table already or is added. Throws an OutOfMemory. */
  numberOf(state: Int32Array): number {
    if (this.runs !== null) {
      const slot = this.runs.reduce(
        (index, { word, shift, mask: of, at }) => index | ((((state[word] ?? 0) >>> shift) & of) << at),
        0,
      );
      const entry = this.table[slot] ?? 0;
      return entry === 0 ? this.#add(state, slot) : entry - 1;
    }
    const mask = this.table.length - 1;
    for (let slot = this.#hashOf(state) & mask; ; slot = (slot + 1) & mask) {
      const entry = this.table[slot] ?? 0;
      if (entry === 0) return this.#add(state, slot);
      if (this.#isAt(entry - 1, state)) return entry - 1;
    }
  }

  #add(state: Int32Array, free: number): number {
    let slot = free;
    if (this.runs === null && this.count >= this.table.length * LOAD_MAX) {
      this.#double();
      const mask = this.table.length - 1;
      slot = this.#hashOf(state) & mask;
      while (this.table[slot] !== 0) slot = (slot + 1) & mask;
    }
    const at = this.count * this.words.length;
    if (at === this.values.length) {
      this.#claim(this.values.byteLength);
      const larger = allocated(() => new Int32Array(this.values.length * 2));
      larger.set(this.values);
      this.values = larger;
    }
    this.words.forEach((word, k) => {
      this.values[at + k] = (state[word] ?? 0) & (this.masks[k] ?? 0);
    });
    this.table[slot] = this.count + 1;
    return this.count++;
  }

  #double(): void {
    this.#claim(this.table.byteLength);
    this.table = allocated(() => new Int32Array(this.table.length * 2));
    const mask = this.table.length - 1;
    const value = new Int32Array(this.words.length);
    for (let number = 0; number < this.count; number++) {
      value.set(this.values.subarray(number * value.length, (number + 1) * value.length));
      let slot = this.#hashOfValue(value) & mask;
      while (this.table[slot] !== 0) slot = (slot + 1) & mask;
      this.table[slot] = number + 1;
    }
  }

  #isAt(number: number, state: Int32Array): boolean {
    const at = number * this.words.length;
    return this.words.every((word, k) => this.values[at + k] === ((state[word] ?? 0) & (this.masks[k] ?? 0)));
  }

  #hashOf(state: Int32Array): number {
    return this.#hashOfValue(this.words.map((word, k) => (state[word] ?? 0) & (this.masks[k] ?? 0)));
  }

  /** As the generated code has it. */
  #hashOfValue(value: ArrayLike<number>): number {
    let hash = hashStart;
    for (let k = 0; k < value.length; k++) {
      hash = Math.imul(hash ^ (value[k] ?? 0), multiplierOf(k));
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash, hashEnd);
    return hash ^ (hash >>> 16);
  }
}
