/**
 * Which parts of a state are numbered: found by looking at some of the states that a search has met. The state is split field by field
 * until each piece takes few values, and pieces are put together again where the values that they take together are few as well.
 */
import type { Layout, Shape } from '../../state/layout.ts';
import { maskOf } from '../../state/layout.ts';
import type { PartOfState } from './part.ts';
import { Part } from './part.ts';

const SAMPLE = 4096;
/** How many times larger the search is taken to become. */
const AHEAD = 16;
/** A piece that takes more than one value in so many states is split, if it can be. */
const STATES_PER_VALUE = 64;
const PIECES_MAX = 48;
/** Bytes of a value beside its words: its slots of the table. */
const VALUE_BYTES = 12;

export interface Choice {
  readonly parts: readonly PartOfState[];
  /** What the rows and the values will take, in bytes a state; the table of states is not in it. */
  readonly bytesPerState: number;
}

/** States that were met, to look at. */
export interface Met {
  readonly count: number;
  /** Packed states one behind the other, or what loads one of them. */
  load(this: void, index: number, into: Int32Array): void;
}

interface Piece {
  readonly shapes: readonly Shape[];
  readonly part: PartOfState;
  /** Of each state in the sample, which value it has here; values are numbered as they come. */
  readonly ids: Int32Array;
  readonly values: number;
  /** How many values it will take, by how many more came in the second half of the sample. */
  readonly expected: number;
}

export function chooseParts(layout: Layout, met: Met): Choice {
  const sample = sampleOf(layout.words, met);
  const states = met.count * AHEAD;
  const pieces = merged(split(layout, sample, states), states);
  const parts = pieces.map(({ part }) => part);
  return {
    parts: covering(layout.words, parts),
    bytesPerState: pieces.reduce((sum, piece) => sum + costOf(piece, states), 0) / states,
  };
}

function sampleOf(words: number, { count, load }: Met): readonly Int32Array[] {
  const states = new Int32Array(Math.min(SAMPLE, count) * words);
  const rows: Int32Array[] = [];
  for (let at = 0; at < states.length; at += words) {
    const row = states.subarray(at, at + words);
    // Multiples of the golden ratio: each beginning of the sample is spread evenly over the search.
    load(Math.floor(((rows.length * 0.6180339887498949) % 1) * count), row);
    rows.push(row);
  }
  return rows;
}

/** Bytes: the bits of its numbers in each state, and its values once. */
const costOf = ({ part, expected }: Piece, states: number): number =>
  (states * Math.log2(Math.max(1, expected))) / 8 + expected * (part.words.length * 4 + VALUE_BYTES);

function split(layout: Layout, sample: readonly Int32Array[], states: number): readonly Piece[] {
  const pieceOf = (shapes: readonly Shape[]): Piece => {
    const part = bitsOf(layout.words, shapes);
    const numbers = new Part(part, () => undefined);
    const ids = Int32Array.from(sample, (row) => numbers.numberOf(row));
    return { shapes, part, ids, values: numbers.count, expected: expectedOf(ids, states) };
  };
  const done: Piece[] = [];
  const open = [pieceOf([layout.root])];
  for (let piece = open.shift(); piece !== undefined; piece = open.shift()) {
    const halves = halvesOf(piece.shapes);
    const isFine = piece.expected * STATES_PER_VALUE <= states;
    if (isFine || halves.length < 2 || done.length + open.length + 2 > PIECES_MAX) done.push(piece);
    else open.push(...halves.map(pieceOf));
  }
  return done;
}

/** Shapes in two halves; a single one is opened first. None where it is a scalar. */
function halvesOf(shapes: readonly Shape[]): readonly (readonly Shape[])[] {
  const [only] = shapes;
  if (only === undefined) return [];
  if (shapes.length > 1) {
    const middle = shapes.length >> 1;
    return [shapes.slice(0, middle), shapes.slice(middle)];
  }
  if (only.kind === 'scalar') return [];
  const inner = only.kind === 'array' ? only.elements : only.fields.map(([, shape]) => shape);
  return inner.length > 1 ? halvesOf(inner) : inner.length === 1 ? halvesOf(inner) : [];
}

/** Puts the two pieces together that gain most, until none do. */
function merged(split: readonly Piece[], states: number): readonly Piece[] {
  let pieces = split;
  const known = new Map<Piece, Map<Piece, Piece>>();
  const together = (one: Piece, other: Piece): Piece => {
    const ofOne = known.get(one) ?? new Map<Piece, Piece>();
    known.set(one, ofOne);
    const both = ofOne.get(other) ?? joined(one, other, states);
    ofOne.set(other, both);
    return both;
  };
  for (;;) {
    let best: { readonly gain: number; readonly of: readonly Piece[]; readonly both: Piece } | null = null;
    for (const [at, one] of pieces.entries())
      for (const other of pieces.slice(at + 1)) {
        const both = together(one, other);
        const gain = costOf(one, states) + costOf(other, states) - costOf(both, states);
        if (gain > (best?.gain ?? 0)) best = { gain, of: [one, other], both };
      }
    if (best === null) return pieces;
    const { of, both } = best;
    pieces = [...pieces.filter((piece) => !of.includes(piece)), both];
  }
}

function joined(one: Piece, other: Piece, states: number): Piece {
  const bits = 32 - Math.clz32(one.ids.length * 2);
  const keys = new Float64Array(1 << bits).fill(-1);
  const numbers = new Int32Array(1 << bits);
  let values = 0;
  const ids = one.ids.map((id, at) => {
    const key = id * other.values + (other.ids[at] ?? 0);
    let slot = Math.imul(key, 0x9e3779b1) >>> (32 - bits);
    while (keys[slot] !== -1 && keys[slot] !== key) slot = (slot + 1) & (keys.length - 1);
    if (keys[slot] === -1) {
      keys[slot] = key;
      numbers[slot] = values++;
    }
    return numbers[slot] ?? 0;
  });
  return {
    shapes: [],
    part: unionOf([one.part, other.part]),
    ...{ ids, values },
    expected: Math.min(expectedOf(ids, states), one.expected * other.expected),
  };
}

/** As many as before when twice as many states are looked at, as from the first half of the sample to the whole. */
function expectedOf(ids: Int32Array, states: number): number {
  const values = largest(ids) + 1;
  const half = largest(ids.subarray(0, (ids.length + 1) >> 1)) + 1;
  const doublings = Math.log2(Math.max(1, states / ids.length));
  return Math.min(states, values * Math.max(1, values / half) ** doublings);
}

const largest = (numbers: Int32Array): number => numbers.reduce((most, one) => Math.max(most, one), 0);

function bitsOf(words: number, shapes: readonly Shape[]): PartOfState {
  const masks = new Int32Array(words);
  const add = (shape: Shape): void => {
    if (shape.kind === 'record') for (const [, of] of shape.fields) add(of);
    else if (shape.kind === 'array') shape.elements.forEach(add);
    else if (shape.bits > 0) {
      const word = shape.position >>> 5;
      masks[word] = (masks[word] ?? 0) | (maskOf(shape.bits) << (shape.position & 31));
    }
  };
  shapes.forEach(add);
  return partOf(masks);
}

function partOf(masks: Int32Array): PartOfState {
  const words = [...masks.keys()].filter((word) => masks[word] !== 0);
  return { words, masks: words.map((word) => masks[word] ?? 0) };
}

function unionOf(parts: readonly PartOfState[]): PartOfState {
  const masks = new Int32Array(Math.max(0, ...parts.flatMap(({ words }) => words)) + 1);
  for (const part of parts)
    part.words.forEach((word, k) => {
      masks[word] = (masks[word] ?? 0) | (part.masks[k] ?? 0);
    });
  return partOf(masks);
}

/** The same parts, of which the first takes the bits that no field has: an unchecked write may set them. */
function covering(words: number, parts: readonly PartOfState[]): readonly PartOfState[] {
  const named = unionOf(parts);
  const rest = new Int32Array(words).fill(-1);
  named.words.forEach((word, k) => {
    rest[word] = ~(named.masks[k] ?? 0);
  });
  const [first, ...others] = parts.filter((part) => part.words.length > 0);
  return [unionOf([...(first === undefined ? [] : [first]), partOf(rest)]), ...others];
}
