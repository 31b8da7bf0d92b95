/**
 * The constraints of an assumption as bit masks of action instances, and what they say of a set of states and steps.
 */
import type { Assumption, Constraint } from './fairness.ts';
import type { Graph, Scratch } from './graph.ts';
import { LASTS } from './owed.ts';

export interface Masks {
  /** Those of the fairness, and after them that of a goal that is to last. */
  readonly constraints: readonly Constraint[];
  /** Constraints of the fairness. */
  readonly ofFairness: number;
  /** 32-bit words of a mask. */
  readonly words: number;
  /** By instance, `words` words each: the constraints of a step that changes the state, and of one that does not. */
  readonly moves: Int32Array;
  readonly selfLoops: Int32Array;
  readonly weak: Int32Array;
  readonly strong: Int32Array;
  /** What a state that LASTS enables: the constraint of a goal that is to last, which nothing takes. */
  readonly lasting: Int32Array;
}

/** The graph, with what is asked of it and the columns to do so. */
export interface Terrain {
  readonly graph: Graph;
  readonly masks: Masks;
  readonly scratch: Scratch;
}

/**
 * A run violates a claim that something lasts if it leaves it again and again. A weak constraint says the same, if it is
 * enabled where the goal is true and never taken: a loop meets it if it passes a state where the goal is false.
 */
const LEAVES: Constraint = { strength: 'weak', of: 'a state outside the goal', covers: [], selfLoops: false };

/** `lasting`: the goal is to last. */
export function masksOf({ constraints: fairness }: Assumption, lasting = false): Masks {
  const constraints = lasting ? [...fairness, LEAVES] : fairness;
  const words = Math.max(1, Math.ceil(constraints.length / 32));
  const instances = constraints[0]?.covers.length ?? 0;
  const masks: Masks = {
    constraints,
    ofFairness: fairness.length,
    words,
    moves: new Int32Array(instances * words),
    selfLoops: new Int32Array(instances * words),
    weak: new Int32Array(words),
    strong: new Int32Array(words),
    lasting: new Int32Array(words),
  };
  constraints.forEach(({ strength, covers, selfLoops }, number) => {
    const set = (mask: Int32Array, at: number): void => {
      const word = at * words + (number >>> 5);
      mask[word] = (mask[word] ?? 0) | (1 << (number & 31));
    };
    set(masks[strength], 0);
    if (number === fairness.length) set(masks.lasting, 0);
    covers.forEach((covered, instance) => {
      if (!covered) return;
      set(masks.moves, instance);
      if (selfLoops) set(masks.selfLoops, instance);
    });
  });
  return masks;
}

/** Which constraints states enable and steps take, collected over a set of both. */
export class Tally {
  readonly #masks: Masks;
  readonly #graph: Graph;
  readonly #flags: Uint8Array;
  readonly enabled: Int32Array;
  readonly everEnabled: Int32Array;
  readonly alwaysEnabled: Int32Array;
  readonly taken: Int32Array;

  constructor(graph: Graph, masks: Masks, { flags }: Pick<Scratch, 'flags'>) {
    this.#graph = graph;
    this.#flags = flags;
    this.#masks = masks;
    const word = (): Int32Array => new Int32Array(masks.words);
    [this.enabled, this.everEnabled, this.alwaysEnabled, this.taken] = [word(), word(), word(), word()];
  }

  clear(): void {
    this.everEnabled.fill(0);
    this.alwaysEnabled.fill(-1);
    this.taken.fill(0);
  }

  /** Adds a state, whose constraints are then in `enabled`; enabled is what the whole graph enables there. */
  visit(state: number): void {
    const { offsets, targets, labels } = this.#graph;
    const { words, moves, selfLoops } = this.#masks;
    const { enabled, everEnabled, alwaysEnabled } = this;
    enabled.fill(0);
    if (moves.length > 0) {
      for (let edge = offsets[state] ?? 0, end = offsets[state + 1] ?? 0; edge < end; edge++) {
        const of = targets[edge] === state ? selfLoops : moves;
        const at = (labels[edge] ?? 0) * words;
        for (let w = 0; w < words; w++) enabled[w] = (enabled[w] ?? 0) | (of[at + w] ?? 0);
      }
    }
    const lasts = ((this.#flags[state] ?? 0) & LASTS) !== 0;
    for (let w = 0; w < words; w++) {
      if (lasts) enabled[w] = (enabled[w] ?? 0) | (this.#masks.lasting[w] ?? 0);
      everEnabled[w] = (everEnabled[w] ?? 0) | (enabled[w] ?? 0);
      alwaysEnabled[w] = (alwaysEnabled[w] ?? 0) & (enabled[w] ?? 0);
    }
  }

  /** Adds a step. */
  take(state: number, edge: number): void {
    const { words, moves, selfLoops } = this.#masks;
    if (moves.length === 0) return;
    const of = this.#graph.targets[edge] === state ? selfLoops : moves;
    const at = (this.#graph.labels[edge] ?? 0) * words;
    for (let w = 0; w < words; w++) this.taken[w] = (this.taken[w] ?? 0) | (of[at + w] ?? 0);
  }

  /** Whether a loop of exactly these states and steps meets every constraint. */
  isFair(): boolean {
    for (let w = 0; w < this.#masks.words; w++) if (this.missing(w) !== 0) return false;
    return true;
  }

  /** The constraints, word by word, that exclude a loop of exactly these states and steps. */
  missing(w: number): number {
    return this.missingWeak(w) | this.missingStrong(w);
  }

  /** Those that no part of it meets either: enabled throughout and never taken. */
  missingWeak(w: number): number {
    return (this.#masks.weak[w] ?? 0) & (this.alwaysEnabled[w] ?? 0) & ~(this.taken[w] ?? 0);
  }

  /** Those that a part without the states that enable them may meet. */
  missingStrong(w: number): number {
    return (this.#masks.strong[w] ?? 0) & (this.everEnabled[w] ?? 0) & ~(this.taken[w] ?? 0);
  }
}
