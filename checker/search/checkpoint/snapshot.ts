/**
 * A search at rest: everything that it takes to go on with it.
 *
 * States are numbered by their level, and in the level being expanded those that were expanded come first. That is the order in
 * which a search of one thread stores them; states of several workers are renumbered while they are written.
 */
import type { Counters } from '../counters.ts';
import type { Finding } from '../findings.ts';
import type { Ranges } from '../result.ts';
import type { AnyStore } from '../store.ts';

/** Numbers in order, as an array or part of a typed one. */
export type Numbers = ArrayLike<number>;

export interface Progressed {
  readonly counters: Counters;
  readonly findings: readonly Finding[];
  /** Slots of the table, and whether it was at its final size. They decide how much memory the report tells. */
  readonly slots: number;
  readonly reserved: boolean;
  /** Milliseconds that were searched. */
  readonly elapsedMs: number;
  /** Breadth-first: the first state of each level, up to the one being built. */
  readonly levels: Numbers;
  /** Breadth-first: the states before this one were expanded. */
  readonly expanded: number;
  /** Depth-first: the states that wait, with their depths. */
  readonly stack: Numbers;
  readonly depths: Numbers;
  readonly deepest: number;
  /** Depth-first: states were left out for the depth bound. */
  readonly skipped: boolean;
}

/** Where neither kind of search is, before it begins. */
export const notBegun = {
  levels: [],
  expanded: 0,
  stack: [],
  depths: [],
  deepest: 0,
  skipped: false,
} as const;

export interface Snapshot extends Progressed {
  readonly store: AnyStore;
  /** The rows of the store in the order of the states. */
  readonly rows: Ranges;
}

/** From a row of the store to its number among `rows`. */
export function numbering(rows: Ranges): (row: number) => number {
  const [only] = rows;
  if (rows.length === 1 && only !== undefined) {
    const [from] = only;
    return (row) => row - from;
  }
  let count = 0;
  const known = rows
    .map(([from, to]) => {
      const first = count;
      count += to - from;
      return { from, to, first };
    })
    .sort((a, b) => a.from - b.from);
  let last = { from: 0, to: 0, first: 0 };
  return (row) => {
    if (row < last.from || row >= last.to) {
      let [low, high] = [0, known.length];
      while (high - low > 1) {
        const middle = (low + high) >>> 1;
        if ((known[middle]?.from ?? Infinity) <= row) low = middle;
        else high = middle;
      }
      last = known[low] ?? last;
    }
    return last.first + row - last.from;
  };
}
