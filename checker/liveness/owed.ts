/**
 * From where on a goal is owed: the states that a run can be in after its claim began to owe the goal and before it came.
 *
 * A run that violates the claim comes to a state that owes (OWES without GOAL) and from there on meets no GOAL. What it
 * passed before does not matter, goals included. Where the goal is owed from the start (`eventually`) only the initial
 * states owe; where it is owed always (`alwaysEventually`) all do.
 */
import type { Graph, Scratch } from './graph.ts';
import type { Pace } from '../space/pace.ts';

export const GOAL = 1;
export const OWES = 2;
/** Owes, or has owed another instance of the property. */
export const COUNTED = 4;
/** The goal is one that is to last, and is true here. Such a state is passed as any other; a loop must leave them. */
export const LASTS = 8;

/**
 * Fills `queue` with the states in which the goal may still be owed, nearest first, and returns how many; null where a limit
 * was reached. `distance` has the steps of a shortest way there from an initial state (-1: there is none), `parent` the
 * state before on it, or -1 where the state itself begins to owe.
 */
export async function owedStates(graph: Graph, scratch: Scratch, pace: Pace): Promise<number | null> {
  const { offsets, targets, levels } = graph;
  const { flags, distance, parent, queue } = scratch;
  distance.fill(-1);
  let [count, head] = [0, 0];
  const add = (state: number, steps: number, from: number): void => {
    distance[state] = steps;
    parent[state] = from;
    queue[count++] = state;
  };
  for (let depth = 0; ; depth++) {
    for (let state = levels[depth] ?? Infinity, end = levels[depth + 1] ?? 0; state < end; state++) {
      if (((flags[state] ?? 0) & (GOAL | OWES)) === OWES && distance[state] === -1) add(state, depth, -1);
    }
    const layerEnd = count;
    if (head === layerEnd && depth >= levels.length - 1) return count;
    for (; head < layerEnd; head++) {
      if (head % 4096 === 0 && !(await pace.goOn())) return null;
      const state = queue[head] ?? 0;
      for (let edge = offsets[state] ?? 0, end = offsets[state + 1] ?? 0; edge < end; edge++) {
        const to = targets[edge] ?? 0;
        if (((flags[to] ?? 0) & GOAL) === 0 && distance[to] === -1) add(to, depth + 1, state);
      }
    }
  }
}
