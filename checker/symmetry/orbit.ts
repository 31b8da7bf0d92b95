/**
 * Every state of an orbit, once, with a permutation that leads there from the first, and the permutations that generate
 * those by which the first is left as it is.
 *
 * Exchanging neighbours generates all permutations, so that the orbit is what a search by such exchanges reaches. An
 * exchange that leads to a state that is known already closes a loop from the first state to itself, and the permutations
 * of these loops generate all that keep the first state (Schreier's lemma).
 */
import type { Symmetry } from './declaration.ts';
import type { Mover } from './permute.ts';
import { Rows } from './rows.ts';

export interface Orbit {
  /** Fills the orbit of a packed state and returns its size; the state itself is member 0, by the identity. */
  fill(state: Int32Array): number;
  /** Copies the packed state of a member. */
  state(member: number, to: Int32Array): void;
  /** Copies the permutation that makes the member of the first state. */
  permutation(member: number, to: Int32Array): void;
  /** How many permutations were found that keep the first state, the identity being number 0. */
  keeping(): number;
  keeper(index: number, to: Int32Array): void;
}

export function orbitOf({ sets, count }: Symmetry, { permute }: Mover, words: number): Orbit {
  const exchanges = sets.flatMap(({ first, members }) =>
    members.slice(1).map((_, index) => {
      const exchange = Int32Array.from({ length: count }, (_, slot) => slot);
      exchange[first + index] = first + index + 1;
      exchange[first + index + 1] = first + index;
      return exchange;
    }),
  );
  const states = new Rows(words);
  const keepers = new Rows(count);
  // Member k came by permutations[k * count …].
  let permutations = new Int32Array(64 * count);
  const from = new Int32Array(words);
  const image = new Int32Array(words);
  const identity = Int32Array.from({ length: count }, (_, slot) => slot);
  const way = new Int32Array(count);
  const loop = new Int32Array(count);
  const inverse = new Int32Array(count);

  return {
    fill(state) {
      states.clear();
      states.add(state);
      keepers.clear();
      keepers.add(identity);
      permutations.set(identity);
      for (let member = 0; member < states.count; member++) {
        states.copy(member, from);
        for (const exchange of exchanges) {
          for (let slot = 0; slot < count; slot++)
            way[slot] = exchange[permutations[member * count + slot] ?? 0] ?? 0;
          permute(from, exchange, image);
          const known = states.count;
          const reached = states.add(image);
          if (reached < known) {
            // Out by `way` and back by the inverse of the permutation that came first.
            for (let slot = 0; slot < count; slot++)
              inverse[permutations[reached * count + slot] ?? 0] = slot;
            for (let slot = 0; slot < count; slot++) loop[slot] = inverse[way[slot] ?? 0] ?? 0;
            keepers.add(loop);
            continue;
          }
          if ((reached + 1) * count > permutations.length) {
            const before = permutations;
            permutations = new Int32Array(before.length * 2);
            permutations.set(before);
          }
          permutations.set(way, reached * count);
        }
      }
      return states.count;
    },
    state: (member, to) => {
      states.copy(member, to);
    },
    permutation(member, to) {
      for (let slot = 0; slot < count; slot++) to[slot] = permutations[member * count + slot] ?? 0;
    },
    keeping: () => keepers.count,
    keeper: (index, to) => {
      keepers.copy(index, to);
    },
  };
}
