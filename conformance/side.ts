/**
 * The model's side of a comparison: stepped along, or looked up in its graph.
 */
import type { StateGraph } from '../checker/index.ts';
import type { Pairing } from './pairing.ts';

export interface ModelSide {
  reset(): void;
  /** Takes the step of an instance. Throws a RangeError where it is not enabled. */
  take(instance: number): void;
  /** Where the packed state stands. */
  readonly words: Int32Array;
  readonly offset: number;
  /** The instances that are enabled, in order; answers how many. */
  enabled(into: Uint16Array): number;
  /** Whether the comparison ends here. */
  isDamaged(): boolean;
}

/** A model that runs its own guards and effects. */
export function stepped(pairing: Pairing): ModelSide {
  const { walk } = pairing;
  return {
    reset: () => {
      walk.reset();
    },
    take: (instance) => {
      walk.take(instance);
    },
    words: walk.state,
    offset: 0,
    enabled: (into) => walk.enabled(into),
    isDamaged: () => pairing.isDamaged(),
  };
}

/** A model whose states and transitions are all known; what is taken is marked. */
export class GraphSide implements ModelSide {
  readonly words: Int32Array;
  readonly graph: StateGraph;
  /** By transition: how often it was taken. */
  readonly taken: Uint32Array;
  readonly #damaged: Uint8Array;
  #state = 0;

  constructor({ graph, damaged }: Undamaged) {
    this.graph = graph;
    this.words = graph.rows;
    this.taken = new Uint32Array(graph.transitions);
    this.#damaged = damaged;
  }

  get offset(): number {
    return this.#state * this.graph.words;
  }

  reset(): void {
    this.#state = 0;
  }

  take(instance: number): void {
    const { first, instance: instances, target } = this.graph;
    let edge = first[this.#state] ?? 0;
    const end = first[this.#state + 1] ?? 0;
    while (edge < end && instances[edge] !== instance) edge++;
    if (edge === end) throw new RangeError(`instance ${instance} is not enabled in state ${this.#state}`);
    this.taken[edge] = (this.taken[edge] ?? 0) + 1;
    this.#state = target[edge] ?? 0;
  }

  enabled(into: Uint16Array): number {
    const { first, instance } = this.graph;
    const from = first[this.#state] ?? 0;
    const end = first[this.#state + 1] ?? 0;
    for (let edge = from; edge < end; edge++) into[edge - from] = instance[edge] ?? 0;
    return end - from;
  }

  isDamaged(): boolean {
    return this.#damaged[this.#state] === 1;
  }
}

export interface Undamaged {
  readonly graph: StateGraph;
  /** By state, 1 where the comparison ends: nothing leaves it. */
  readonly damaged: Uint8Array;
  /** Transitions of the whole graph that are reached through damage alone. */
  readonly beyond: number;
}

/** The part of a graph that is reached through states that are not damaged. */
export function undamaged(whole: StateGraph, pairing: Pairing): Undamaged {
  const { walk } = pairing;
  const { words, rows, first, target, instance } = whole;
  const numbers = new Int32Array(whole.states).fill(-1);
  const order = [0];
  numbers[0] = 0;
  const firsts = [0];
  const targets: number[] = [];
  const instances: number[] = [];
  const damaged: number[] = [];
  for (let index = 0; index < order.length; index++) {
    const state = order[index] ?? 0;
    walk.state.set(rows.subarray(state * words, (state + 1) * words));
    damaged.push(pairing.isDamaged() ? 1 : 0);
    const end = damaged[index] === 1 ? 0 : (first[state + 1] ?? 0);
    for (let edge = first[state] ?? 0; edge < end; edge++) {
      const to = target[edge] ?? 0;
      if (numbers[to] === -1) numbers[to] = order.push(to) - 1;
      targets.push(numbers[to] ?? 0);
      instances.push(instance[edge] ?? 0);
    }
    firsts.push(targets.length);
  }
  if (!damaged.includes(1)) return { graph: whole, damaged: Uint8Array.from(damaged), beyond: 0 };
  const kept = new Int32Array(order.length * words);
  order.forEach((state, index) => {
    kept.set(rows.subarray(state * words, (state + 1) * words), index * words);
  });
  const graph: StateGraph = {
    ...whole,
    states: order.length,
    transitions: targets.length,
    rows: kept,
    first: Int32Array.from(firsts),
    target: Int32Array.from(targets),
    instance: Uint16Array.from(instances),
  };
  return { graph, damaged: Uint8Array.from(damaged), beyond: whole.transitions - graph.transitions };
}
