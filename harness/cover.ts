/**
 * Paths from initial states that together take the transitions of a system: the schedules along which one's own code is tried.
 *
 * They are found greedily. A path takes a transition that no path has taken, if there is one here. If not, it goes the nearest way to a
 * state that has one. It ends when none can be reached any more, or at its bound. The next path begins at an initial state.
 */
import { stateGraph, stepper } from '../checker/index.ts';
import type { ActionParams, RecordField, StateGraph, StepView, StepsOf, System } from '../checker/index.ts';

/** A way through a system: from the initial state of this number, counted from 0, these steps. */
export interface Path<T extends StepView = StepView> {
  readonly initial: number;
  readonly steps: readonly T[];
}

/** How long paths may be, and how many. */
export interface CoverOptions {
  /** Steps of a path, at most. Default 50, or what it takes to come to the farthest transition, where that is more. */
  readonly stepsMax?: number;
  /** Paths, at most. Default as many as it takes. */
  readonly pathsMax?: number;
  /** States of the system, at most; with more the promise rejects with a SystemError. Default 2^24. */
  readonly statesMax?: number;
  /** Its abort makes the promise reject with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Paths, and how much of the system they take. */
export interface Cover<T extends StepView = StepView> {
  readonly paths: readonly Path<T>[];
  /** Transitions between reachable states, and how many of them the paths take. */
  readonly transitions: number;
  readonly covered: number;
  /** `covered` of `transitions`, from 0 to 100. */
  readonly percent: number;
}

/** Paths that take every transition of a system, or as many as the options allow. The same system gives the same paths. */
export async function cover<S extends RecordField, A extends ActionParams, P extends string>(
  system: System<S, A, P>,
  { stepsMax = 50, pathsMax = Infinity, ...options }: CoverOptions = {},
): Promise<Cover<StepsOf<A>>> {
  const graph = await stateGraph(system, options);
  const initials = initialsOf(system, graph);
  const search = new Search(graph, stepsMax);
  const paths: Path<StepsOf<A>>[] = [];
  while (paths.length < pathsMax) {
    const path = search.path();
    if (path === null) break;
    const [root = 0, ...edges] = path;
    // The graph's steps are numbered by instance, and each transition has that of one.
    const steps = edges.flatMap((edge) => graph.steps[graph.instance[edge] ?? -1] ?? []);
    paths.push({ initial: initials[root] ?? 0, steps });
  }
  const { transitions } = graph;
  const percent = transitions === 0 ? 100 : (100 * search.covered) / transitions;
  return { paths, transitions, covered: search.covered, percent };
}

/** By the number of an initial state of the graph, which has each once, its place in the system. */
function initialsOf(system: System, { initial, rows, words }: StateGraph): readonly number[] {
  const walk = stepper(system);
  const packed = system.initial.map((_, number) => {
    walk.reset(number);
    return walk.state.join();
  });
  return Array.from({ length: initial }, (_, state) =>
    packed.indexOf(rows.subarray(state * words, (state + 1) * words).join()),
  );
}

class Search {
  covered = 0;
  readonly #graph: StateGraph;
  readonly #stepsMax: number;
  readonly #taken: Uint8Array;
  /** By state, how many transitions of it none has taken. */
  readonly #left: Int32Array;
  /** By state, the transition by which a search came to it, and in which search. */
  readonly #by: Int32Array;
  readonly #from: Int32Array;
  readonly #seen: Int32Array;
  readonly #queue: Int32Array;
  #searches = 0;

  constructor(graph: StateGraph, stepsMax: number) {
    const { states, first } = graph;
    this.#graph = graph;
    this.#stepsMax = stepsMax;
    this.#taken = new Uint8Array(graph.transitions);
    this.#left = Int32Array.from({ length: states }, (_, state) => at(first, state + 1) - at(first, state));
    [this.#by, this.#from] = [new Int32Array(states), new Int32Array(states)];
    [this.#seen, this.#queue] = [new Int32Array(states), new Int32Array(states)];
  }

  /** The number of an initial state, then transitions; null where all are taken. */
  path(): readonly number[] | null {
    const begin = this.#nearest(Array.from({ length: this.#graph.initial }, (_, state) => state));
    if (begin === null) return null;
    const edges: number[] = [];
    let state = begin.state;
    for (let way: readonly number[] | undefined = begin.way; way !== undefined;) {
      for (const edge of way) {
        edges.push(edge);
        state = at(this.#graph.target, edge);
      }
      state = this.#takeAll(state, edges);
      const next = edges.length < this.#stepsMax ? this.#nearest([state]) : null;
      way = next !== null && edges.length + next.way.length < this.#stepsMax ? next.way : undefined;
    }
    return [begin.root, ...edges];
  }

  /** Takes transitions that none has taken, as long as there is one. */
  #takeAll(from: number, edges: number[]): number {
    const { first, target } = this.#graph;
    let state = from;
    // The first of a path is taken in any case, so that each path takes one.
    for (let isFirst = true; at(this.#left, state) > 0; isFirst = false) {
      if (!isFirst && edges.length >= this.#stepsMax) break;
      let edge = at(first, state);
      while (this.#taken[edge] === 1) edge++;
      this.#taken[edge] = 1;
      this.#left[state] = at(this.#left, state) - 1;
      this.covered++;
      edges.push(edge);
      state = at(target, edge);
    }
    return state;
  }

  /** The way from one of these states to the nearest that has a transition left. */
  #nearest(
    roots: readonly number[],
  ): { readonly root: number; readonly state: number; readonly way: readonly number[] } | null {
    const { first, target } = this.#graph;
    const search = ++this.#searches;
    let count = 0;
    for (const root of roots) {
      this.#seen[root] = search;
      this.#by[root] = -1;
      this.#queue[count++] = root;
    }
    for (let index = 0; index < count; index++) {
      const state = at(this.#queue, index);
      if (at(this.#left, state) > 0) return this.#wayTo(state);
      for (let edge = at(first, state); edge < at(first, state + 1); edge++) {
        const to = at(target, edge);
        if (this.#seen[to] === search) continue;
        this.#seen[to] = search;
        this.#by[to] = edge;
        this.#from[to] = state;
        this.#queue[count++] = to;
      }
    }
    return null;
  }

  #wayTo(state: number): { readonly root: number; readonly state: number; readonly way: readonly number[] } {
    const way: number[] = [];
    let root = state;
    for (; at(this.#by, root) !== -1; root = at(this.#from, root)) way.push(at(this.#by, root));
    // The walk along the way begins at its root.
    return { root, state: root, way: way.reverse() };
  }
}

/** An element that is there. */
const at = (array: Int32Array, index: number): number => array[index] ?? 0;
