import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stateGraph } from '../../checker/index.ts';
import type { StateGraph } from '../../checker/index.ts';
import { tracerOf } from '../../model/index.ts';
import { anyCover } from './any.ts';
import { leastCover, quickCover } from './cover.ts';
import { hasCycle } from './flow.ts';
import type { Cover } from './cover.ts';

/** A graph from pairs of states, the first less than the second, all of which can be reached from 0. */
function graphOf(states: number, pairs: readonly (readonly [number, number])[]): StateGraph {
  const sorted = pairs.toSorted(([a], [b]) => a - b);
  return {
    states,
    initial: 1,
    transitions: sorted.length,
    words: 0,
    rows: new Int32Array(0),
    first: Int32Array.from(
      { length: states + 1 },
      (_, state) => sorted.filter(([from]) => from < state).length,
    ),
    target: Int32Array.from(sorted, ([, to]) => to),
    instance: new Uint16Array(sorted.length),
    steps: [],
  };
}

/** Naively: each path begins at the root, each of its steps begins where the last one ended, and no transition is left. */
function faultOf(graph: StateGraph, { steps, begins, paths }: Cover): string | undefined {
  const taken = new Set<number>();
  for (let path = 0; path < paths; path++) {
    let state = 0;
    for (const edge of steps.subarray(begins[path], begins[path + 1])) {
      if (edge < (graph.first[state] ?? 0) || edge >= (graph.first[state + 1] ?? 0))
        return `path ${path} takes transition ${edge} in state ${state}`;
      taken.add(edge);
      state = graph.target[edge] ?? -1;
    }
  }
  return taken.size === graph.transitions ? undefined : `${graph.transitions - taken.size} are not covered`;
}

/** The transitions that lead out of a set of states; NaN where one leads back into it. */
function crossing({ states, first, target }: StateGraph, behind: Uint8Array): number {
  let count = 0;
  for (let state = 0; state < states; state++)
    for (let edge = first[state] ?? 0; edge < (first[state + 1] ?? 0); edge++) {
      const [from, to] = [behind[state] ?? 0, behind[target[edge] ?? 0] ?? 0];
      if (from > to) return NaN;
      count += to - from;
    }
  return count;
}

/** A graph whose every state follows an earlier one, and more transitions; some of them twice. */
const dag = fc
  .tuple(
    fc.array(fc.nat(), { minLength: 1, maxLength: 12 }),
    fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 25 }),
  )
  .map(([parents, more]) => {
    const states = parents.length + 1;
    const tree = parents.map((parent, index) => [parent % (index + 1), index + 1] as const);
    const others = more.map(([a, b]) => [a % (states - 1), b] as const);
    return graphOf(states, [
      ...tree,
      ...others.map(([a, b]) => [a, a + 1 + (b % (states - 1 - a))] as const),
    ]);
  });

test('a cover of a random graph is one, and as many transitions cross its cut as it has paths', () => {
  fc.assert(
    fc.property(dag, (graph) => {
      const least = leastCover(graph);
      expect(faultOf(graph, least)).toBeUndefined();
      expect(crossing(graph, least.behindCut)).toBe(least.paths);
      const quick = quickCover(graph);
      expect(faultOf(graph, quick)).toBeUndefined();
      expect(quick.paths).toBeGreaterThanOrEqual(least.paths);
    }),
    { seed: 20261126, numRuns: 2000 },
  );
});

test('a cover of a random graph that may have cycles is one', () => {
  const back = fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 6 });
  let cycles = 0;
  fc.assert(
    fc.property(dag, back, (graph, more) => {
      const source = Array.from({ length: graph.states }, (_, state) =>
        Array<number>((graph.first[state + 1] ?? 0) - (graph.first[state] ?? 0)).fill(state),
      ).flat();
      const cyclic = graphOf(graph.states, [
        ...source.map((from, edge) => [from, graph.target[edge] ?? 0] as const),
        ...more.map(([a, b]) => [a % graph.states, b % graph.states] as const),
      ]);
      if (hasCycle(cyclic)) cycles++;
      expect(faultOf(cyclic, anyCover(cyclic))).toBeUndefined();
    }),
    { seed: 20261130, numRuns: 1000 },
  );
  expect(cycles).toBeGreaterThan(300);
});

describe('the tracer of the seed at tiny', () => {
  test('4,149 paths take every transition, and fewer do not; the quick cover has a tenth more', async () => {
    const graph = await stateGraph(tracerOf({ design: 'seed', bounds: 'tiny', granularity: 'fine' }));
    const least = leastCover(graph);
    expect(faultOf(graph, least)).toBeUndefined();
    expect([least.paths, crossing(graph, least.behindCut)]).toEqual([4149, 4149]);
    const quick = quickCover(graph);
    expect(faultOf(graph, quick)).toBeUndefined();
    expect(quick.paths).toBe(4535);
  });
});

test('the check of covers finds a transition that is left out, and a path that jumps', () => {
  const graph = graphOf(4, [
    [0, 1],
    [0, 2],
    [1, 3],
    [2, 3],
  ]);
  const cover = leastCover(graph);
  expect(cover.paths).toBe(2);
  expect(faultOf(graph, { ...cover, paths: 1 })).toBe('2 are not covered');
  expect(faultOf(graph, { ...cover, steps: cover.steps.toReversed() })).toMatch('path 0 takes transition');
  expect(crossing(graph, Uint8Array.of(0, 1, 0, 0))).toBeNaN();
});

test('a graph with a cycle, or with two initial states, is refused', () => {
  const cyclic = { ...graphOf(2, [[0, 1]]), target: Int32Array.of(0) };
  expect(() => leastCover(cyclic)).toThrow('a path cover needs a graph without cycles');
  for (const cover of [quickCover, anyCover])
    expect(() => cover({ ...cyclic, initial: 2 })).toThrow(
      'a path cover needs one initial state, and there are 2',
    );
});
