/**
 * Shortest ways through the graph: breadth-first, and of equally short ones one with the fewest changes of process.
 */
import type { Node } from '../traces/least-switches.ts';
import { endNode, leastOf, leastSwitches, link } from '../traces/least-switches.ts';
import type { Program } from '../language/program.ts';
import type { Graph, Scratch } from './graph.ts';

/** Steps from state `from`, each a transition's number in the graph. */
export interface Route {
  readonly from: number;
  readonly edges: readonly number[];
}

export interface Ask {
  readonly sources: readonly number[];
  /** Whether a way may go to this state; sources need not satisfy it. */
  readonly within: (state: number) => boolean;
  /** Where a way ends: in such a state, or with such a step. */
  readonly state?: (state: number) => boolean;
  readonly edge?: (edge: number, from: number) => boolean;
  /** The process of the step before. */
  readonly process?: string | undefined;
}

export class Routes {
  readonly #graph: Graph;
  readonly #program: Pick<Program, 'processOf'>;
  readonly #seen: Int32Array;
  readonly #queue: Int32Array;
  #mark = 0;
  /** Transitions looked at so far: what an effort is measured by, since a clock would make it another one each time. */
  work = 0;

  /** Takes `index` and `stack` of the scratch columns. */
  constructor(graph: Graph, program: Pick<Program, 'processOf'>, { index, stack }: Scratch) {
    this.#graph = graph;
    this.#program = program;
    this.#seen = index.fill(0);
    this.#queue = stack;
  }

  /** A shortest way, or undefined where there is none. */
  find({ sources, within, state, edge, process }: Ask): Route | undefined {
    const { offsets, targets, labels } = this.#graph;
    const queue = this.#queue;
    let count = this.#start(sources);
    const here = sources.find((source) => state?.(source) === true);
    if (here !== undefined) return { from: here, edges: [] };
    const layers = [0, count];
    for (let layer = 0; ; layer++) {
      const nodes = new Map<number, Node>();
      for (let at = layers[layer] ?? 0, end = layers[layer + 1] ?? 0; at < end; at++) {
        const from = queue[at] ?? 0;
        for (let one = offsets[from] ?? 0, last = offsets[from + 1] ?? 0; one < last; one++) {
          this.work++;
          const to = targets[one] ?? 0;
          if (!within(to)) continue;
          if (edge?.(one, from) === true || state?.(to) === true)
            link(this.#program, nodes, from, { instance: labels[one] ?? 0, to: undefined });
          else if (this.#isNew(to)) queue[count++] = to;
        }
      }
      if (nodes.size > 0) return this.#back(sources, layers, nodes, process);
      if (count === layers.at(-1)) return undefined;
      layers.push(count);
    }
  }

  /** The steps to those of `states` that are at most `stepsMax` away. */
  distances(
    from: number,
    within: (state: number) => boolean,
    states: ReadonlySet<number>,
    stepsMax: number,
  ): ReadonlyMap<number, number> {
    const { offsets, targets } = this.#graph;
    const found = new Map([[from, 0]]);
    let count = this.#start([from]);
    for (let steps = 1, at = 0, end = count; steps <= stepsMax && at < end; steps++, end = count) {
      for (; at < end; at++) {
        const state = this.#queue[at] ?? 0;
        for (let edge = offsets[state] ?? 0, last = offsets[state + 1] ?? 0; edge < last; edge++) {
          this.work++;
          const to = targets[edge] ?? 0;
          if (!within(to) || !this.#isNew(to)) continue;
          this.#queue[count++] = to;
          if (states.has(to)) found.set(to, steps);
        }
      }
    }
    return found;
  }

  #start(sources: readonly number[]): number {
    this.#mark++;
    let count = 0;
    for (const source of sources) if (this.#isNew(source)) this.#queue[count++] = source;
    return count;
  }

  #isNew(state: number): boolean {
    if (this.#seen[state] === this.#mark) return false;
    this.#seen[state] = this.#mark;
    return true;
  }

  /** From the last steps back to the sources, layer by layer. */
  #back(
    sources: readonly number[],
    layers: readonly number[],
    last: Map<number, Node>,
    process: string | undefined,
  ): Route {
    const { offsets, targets, labels } = this.#graph;
    let nodes = last;
    for (let layer = layers.length - 3; layer >= 0; layer--) {
      const before = new Map<number, Node>();
      for (let at = layers[layer] ?? 0, end = layers[layer + 1] ?? 0; at < end; at++) {
        const from = this.#queue[at] ?? 0;
        for (let edge = offsets[from] ?? 0, stop = offsets[from + 1] ?? 0; edge < stop; edge++) {
          this.work++;
          const to = nodes.get(targets[edge] ?? 0);
          if (to !== undefined) link(this.#program, before, from, { instance: labels[edge] ?? 0, to });
        }
      }
      nodes = before;
    }
    const least = leastOf(nodes.values());
    const from = sources.find((source) => nodes.get(source)?.least === least) ?? -1;
    const edges: number[] = [];
    let state = from;
    for (const instance of leastSwitches(this.#program, nodes.get(from) ?? endNode(), process)) {
      const edge = edgeOf(this.#graph, state, instance);
      edges.push(edge);
      state = targets[edge] ?? 0;
    }
    return { from, edges };
  }
}

/** The transition of an instance from a state that enables it. */
function edgeOf({ offsets, labels }: Graph, state: number, instance: number): number {
  let edge = offsets[state] ?? 0;
  while (labels[edge] !== instance) edge++;
  return edge;
}
