/**
 * A cover of a graph that may have cycles: each path goes the shortest way to a state with a transition that no path has taken, and
 * then along such transitions for as long as there are any. It proves nothing about how few paths would do.
 */
import type { StateGraph } from '../../checker/index.ts';
import type { Cover } from './cover.ts';

/** Throws a RangeError for a graph with more than one initial state. */
export function anyCover({ initial, states, first, target, transitions }: StateGraph): Cover {
  if (initial !== 1) throw new RangeError(`a path cover needs one initial state, and there are ${initial}`);
  // By state: the transition by which a breadth-first search has come to it.
  const by = new Int32Array(states).fill(-1);
  const source = new Int32Array(transitions);
  const order = [0];
  for (let index = 0; index < order.length; index++) {
    const state = order[index] ?? 0;
    for (let edge = first[state] ?? 0; edge < (first[state + 1] ?? 0); edge++) {
      source[edge] = state;
      const to = target[edge] ?? 0;
      if (to === 0 || by[to] !== -1) continue;
      by[to] = edge;
      order.push(to);
    }
  }
  // By state: its first transition that may not have been taken. The way to a state takes transitions out of their turn.
  const cursor = first.slice(0, states);
  const taken = new Uint8Array(transitions);
  const steps: number[] = [];
  const begins: number[] = [0];
  const next = (state: number): number => {
    let edge = cursor[state] ?? 0;
    const end = first[state + 1] ?? 0;
    while (edge < end && taken[edge] === 1) edge++;
    cursor[state] = edge;
    return edge < end ? edge : -1;
  };
  for (const from of order) {
    while (next(from) !== -1) {
      const way: number[] = [];
      for (let state = from; state !== 0; state = source[by[state] ?? 0] ?? 0) way.push(by[state] ?? 0);
      for (const edge of way.reverse()) {
        taken[edge] = 1;
        steps.push(edge);
      }
      for (let edge = next(from); edge !== -1; edge = next(target[edge] ?? 0)) {
        taken[edge] = 1;
        steps.push(edge);
      }
      begins.push(steps.length);
    }
  }
  return { steps: Int32Array.from(steps), begins: Int32Array.from(begins), paths: begins.length - 1 };
}
