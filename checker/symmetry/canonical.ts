/**
 * The representative of a state's orbit: of all states that permutations make of it, one that depends on the orbit alone.
 *
 * Members are put in the order of their keys. Where keys are equal, and exchanging the members would change the state, all
 * orders of these members are tried and the least state is taken, so that the answer is exact whatever the keys are.
 */
import type { Symmetry } from './declaration.ts';
import { nextOrder } from './next-order.ts';
import type { Mover } from './permute.ts';

/** Replaces a packed state by its representative. */
export type Canonical = (state: Int32Array) => void;

export function canonicalOf({ sets, count }: Symmetry, { permute, keys }: Mover, words: number): Canonical {
  const key = new Int32Array(count);
  /** By rank: the slot that comes there. */
  const order = new Int32Array(count);
  const permutation = new Int32Array(count);
  const image = new Int32Array(words);
  const start = new Int32Array(words);
  const first = Int32Array.from(sets, (set) => set.first);
  const end = Int32Array.from(sets, (set) => set.first + set.members.length);
  /** Runs of equal keys that must be tried in every order: from, to (exclusive). */
  const runs = new Int32Array(count);
  let runCount = 0;

  const copy = (from: Int32Array, to: Int32Array): void => {
    for (let word = 0; word < words; word++) to[word] = from[word] ?? 0;
  };
  const compare = (a: Int32Array, b: Int32Array): number => {
    for (let word = 0; word < words; word++) {
      const difference = (a[word] ?? 0) - (b[word] ?? 0);
      if (difference !== 0) return difference;
    }
    return 0;
  };

  /** Sorts the slots of each set by key; says whether that changes their order. */
  const sort = (): boolean => {
    let moved = false;
    for (let set = 0; set < first.length; set++) {
      const from = first[set] ?? 0;
      const to = end[set] ?? 0;
      for (let rank = from; rank < to; rank++) {
        const own = key[rank] ?? 0;
        let at = rank;
        for (; at > from && (key[order[at - 1] ?? 0] ?? 0) > own; at--) {
          order[at] = order[at - 1] ?? 0;
          moved = true;
        }
        order[at] = rank;
      }
    }
    return moved;
  };

  /** Notes the runs of equal keys whose members are not alike in `state`, which is in order already. */
  const findRuns = (state: Int32Array): void => {
    runCount = 0;
    for (let set = 0; set < first.length; set++) {
      const to = end[set] ?? 0;
      for (let from = first[set] ?? 0; from < to;) {
        const own = key[order[from] ?? 0] ?? 0;
        let alike = true;
        let after = from + 1;
        for (; after < to && key[order[after] ?? 0] === own; after++) {
          for (let slot = 0; slot < count; slot++) permutation[slot] = slot;
          permutation[after] = after - 1;
          permutation[after - 1] = after;
          permute(state, permutation, image);
          alike &&= compare(image, state) === 0;
        }
        if (!alike) {
          runs[runCount++] = from;
          runs[runCount++] = after;
        }
        from = after;
      }
    }
  };

  /** The next permutation of the runs, run by run; false after the last. */
  const advance = (): boolean => {
    for (let run = 0; run < runCount; run += 2)
      if (nextOrder(permutation, runs[run] ?? 0, runs[run + 1] ?? 0)) return true;
    return false;
  };

  return (state) => {
    keys(state, key);
    if (sort()) {
      for (let rank = 0; rank < count; rank++) permutation[order[rank] ?? 0] = rank;
      permute(state, permutation, image);
      copy(image, state);
    }
    findRuns(state);
    if (runCount === 0) return;
    for (let slot = 0; slot < count; slot++) permutation[slot] = slot;
    copy(state, start);
    while (advance()) {
      permute(start, permutation, image);
      if (compare(image, state) < 0) copy(image, state);
    }
  };
}
