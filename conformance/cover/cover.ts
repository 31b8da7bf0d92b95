/**
 * A path cover: paths from the initial state that take every transition of a graph, as few as there can be or nearly so.
 *
 * Paths that start at the root and may end anywhere are a flow that loses but never gains on its way, and that carries at least
 * 1 on every transition: the fewest paths are the least such flow.
 */
import type { StateGraph } from '../../checker/index.ts';
import type { Flow } from './flow.ts';
import { leastFlow, quickFlow } from './flow.ts';

export interface Cover {
  /** The transitions of path i are steps[begins[i]] … steps[begins[i + 1] - 1]. */
  readonly steps: Int32Array;
  readonly begins: Int32Array;
  readonly paths: number;
}

/** Throws a RangeError for a graph with a cycle, or with more than one initial state. */
export function leastCover(graph: StateGraph): Cover & Pick<Flow, 'behindCut'> {
  const { flow, behindCut } = leastFlow(graph);
  return { ...pathsOf(graph, flow), behindCut };
}

/** A cover with a few paths more, in a fiftieth of the time. Throws as {@link leastCover} does. */
export function quickCover(graph: StateGraph): Cover {
  return pathsOf(graph, quickFlow(graph));
}

function pathsOf(graph: StateGraph, flow: Int32Array): Cover {
  const { first, target } = graph;
  const cursor = first.slice(0, graph.states);
  const steps: number[] = [];
  const begins: number[] = [0];
  for (;;) {
    for (let state = 0; ;) {
      let edge = cursor[state] ?? 0;
      const end = first[state + 1] ?? 0;
      while (edge < end && flow[edge] === 0) edge++;
      cursor[state] = edge;
      if (edge === end) break;
      flow[edge] = (flow[edge] ?? 0) - 1;
      steps.push(edge);
      state = target[edge] ?? 0;
    }
    if (steps.length === begins.at(-1)) break;
    begins.push(steps.length);
  }
  return { steps: Int32Array.from(steps), begins: Int32Array.from(begins), paths: begins.length - 1 };
}
