/**
 * The orbit of a representative whose members either have different keys or are alike: what its permutations make of it
 * are the arrangements of its members, alike ones not told apart, and each arrangement is another state.
 *
 * Most states are such. The others are searched by exchanges (orbit.ts), which takes several times as long.
 */
import type { Symmetry } from './declaration.ts';
import { nextOrder } from './next-order.ts';
import type { Mover } from './permute.ts';

export interface Arrangements {
  /** Begins with a representative; false where some of its members have equal keys and are not alike. */
  begin(state: Int32Array): boolean;
  /** How many there are: exact below 2^53. */
  size(): number;
  /** Writes the permutation to the next arrangement; false after the last. The first, the identity, is left out. */
  next(permutation: Int32Array): boolean;
  /** Writes the permutation that exchanges a slot with the one before it; false where these are not alike. */
  keeper(slot: number, permutation: Int32Array): boolean;
}

export function arrangementsOf({ sets, count }: Symmetry, mover: Mover, words: number): Arrangements {
  const first = Int32Array.from(sets, (set) => set.first);
  const end = Int32Array.from(sets, (set) => set.first + set.members.length);
  const key = new Int32Array(count);
  /** By slot: the first of those that are alike, which follow each other. */
  const label = new Int32Array(count);
  /** By place: the label of the slot that is there. */
  const arrangement = new Int32Array(count);
  const following = new Int32Array(count);
  const exchange = new Int32Array(count);
  const image = new Int32Array(words);

  const exchangeWithBefore = (slot: number, permutation: Int32Array): void => {
    for (let other = 0; other < count; other++) permutation[other] = other;
    permutation[slot] = slot - 1;
    permutation[slot - 1] = slot;
  };
  const isAlike = (state: Int32Array, slot: number): boolean => {
    exchangeWithBefore(slot, exchange);
    mover.permute(state, exchange, image);
    for (let word = 0; word < words; word++) if (image[word] !== state[word]) return false;
    return true;
  };
  return {
    begin(state) {
      mover.keys(state, key);
      for (let set = 0; set < first.length; set++) {
        const from = first[set] ?? 0;
        for (let slot = from; slot < (end[set] ?? 0); slot++) {
          label[slot] = slot;
          if (slot === from || (key[slot - 1] ?? 0) < (key[slot] ?? 0)) continue;
          if (key[slot - 1] !== key[slot] || !isAlike(state, slot)) return false;
          label[slot] = label[slot - 1] ?? 0;
        }
      }
      for (let slot = 0; slot < count; slot++) arrangement[slot] = label[slot] ?? 0;
      return true;
    },
    size() {
      let size = 1;
      for (let set = 0; set < first.length; set++) {
        const from = first[set] ?? 0;
        // Each place more makes as many times more as there are places, and those of alike members are not told apart.
        for (let slot = from; slot < (end[set] ?? 0); slot++)
          size = (size * (slot - from + 1)) / (slot - (label[slot] ?? 0) + 1);
      }
      return size;
    },
    next(permutation) {
      let set = 0;
      while (set < first.length && !nextOrder(arrangement, first[set] ?? 0, end[set] ?? 0)) set++;
      if (set === first.length) return false;
      for (let slot = 0; slot < count; slot++) following[slot] = slot;
      for (let place = 0; place < count; place++) {
        const of = arrangement[place] ?? 0;
        const slot = following[of] ?? 0;
        following[of] = slot + 1;
        permutation[slot] = place;
      }
      return true;
    },
    keeper(slot, permutation) {
      if (label[slot] === slot) return false;
      exchangeWithBefore(slot, permutation);
      return true;
    },
  };
}
