/**
 * A schedule by chance: who goes next, and how far, comes from a seed.
 */
import type { M, Runtime } from '../runtime/runtime2.ts';
import { enabled, take } from './step.ts';

/** Numbers from 0 to below `count`, the same for the same seed. */
export type Below = (count: number) => number;

/** A linear congruential generator over 32 bits, of which the upper ones are used. */
export function randomBelow(seed: number): Below {
  let state = seed >>> 0;
  return (count) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * count);
  };
}

/**
 * Runs until no thread can go on, or `isDone` says so. A thread that is chosen takes up to `stepsMax` steps before it stops
 * for another: 1 is a free choice before every single step. `signal` comes on a thread that has just stopped. Answers how often a thread was chosen.
 */
export function drive(
  rt: Runtime,
  below: Below,
  stepsMax: number,
  isDone: () => boolean,
  signal?: (mp: M) => void,
): number {
  let turns = 0;
  while (!isDone()) {
    const offers = enabled(rt);
    const offer = offers[below(offers.length)];
    if (offer === undefined) return turns;
    offer.mp.quantum = below(stepsMax);
    take(offer);
    signal?.(offer.mp);
    turns++;
  }
  return turns;
}
