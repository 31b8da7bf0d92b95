/**
 * A fair loop of fewest steps through a state, by an exact search.
 *
 * Such a loop may have to pass several places, one for each constraint, so the search goes through pairs of a state and of what has been
 * met on the way. It knows for each constraint whether it is met, and for a strong one whether a state has enabled it. A closed walk that
 * has met what it must is a fair loop, and breadth-first finds one of fewest steps. There are four to the power of the constraints such
 * pairs for a state, so it is done for few constraints and within a bound on its work.
 */
import type { Graph, Scratch } from './graph.ts';
import type { Masks } from './masks.ts';
import { LASTS, OWES } from './owed.ts';

/** More constraints than these are not searched exactly. */
export const EXACT_CONSTRAINTS_MAX = 10;
/** Transitions that may be looked at: a second or so. */
const WORK_MAX = 2e6;

export class ExactLoops {
  readonly #graph: Graph;
  readonly #masks: Masks;
  /** By state, the constraints that it enables; -1 before it was asked. */
  readonly #enabled: Int32Array;
  readonly #flags: Uint8Array;
  readonly #owing: number;
  readonly #weak: number;
  readonly #strong: number;
  /** Bits of a mask. */
  readonly #width: number;
  #work = 0;

  /** Takes the column `low`. With `owing` a loop must pass a state that owes the goal, as if that were a constraint. */
  constructor(graph: Graph, masks: Masks, { low, flags }: Scratch, owing: boolean) {
    this.#graph = graph;
    this.#masks = masks;
    this.#flags = flags;
    this.#enabled = low.fill(-1);
    this.#owing = owing ? 1 << masks.constraints.length : 0;
    [this.#weak, this.#strong] = [(masks.weak[0] ?? 0) | this.#owing, masks.strong[0] ?? 0];
    this.#width = masks.constraints.length + 1;
  }

  /** Whether the bound on the work was met: then nothing is known of loops that were not found. */
  get stopped(): boolean {
    return this.#work > WORK_MAX;
  }

  /** The transitions of a fair loop from `entry` through states of `within`, of fewest steps if of at most `stepsMax`. */
  find(entry: number, stepsMax: number, within: (state: number) => boolean): readonly number[] | undefined {
    const { offsets, targets, labels } = this.#graph;
    const { moves, selfLoops } = this.#masks;
    const start = this.#after(entry, 0, 0);
    if (this.#isFair(start)) return [];
    const states = [entry];
    const met = [start];
    const from = [-1];
    const edges = [-1];
    const seen = new Set([this.#key(entry, start)]);
    for (let at = 0, end = 1, steps = 1; steps <= stepsMax && at < end; steps++, end = states.length) {
      for (; at < end; at++) {
        const [state = 0, before = 0] = [states[at], met[at]];
        for (let edge = offsets[state] ?? 0, last = offsets[state + 1] ?? 0; edge < last; edge++) {
          if (++this.#work > WORK_MAX) return undefined;
          const to = targets[edge] ?? 0;
          if (!within(to)) continue;
          const taken = (to === state ? selfLoops : moves)[labels[edge] ?? 0] ?? 0;
          const now = this.#after(to, before, taken);
          const isLoop = to === entry && this.#isFair(now);
          const key = this.#key(to, now);
          if (!isLoop && seen.has(key)) continue;
          seen.add(key);
          states.push(to);
          met.push(now);
          from.push(at);
          edges.push(edge);
          if (isLoop) return back(edges, from);
        }
      }
    }
    return undefined;
  }

  /** What is met after a step that takes these constraints into a state: low bits met, high bits enabled of the strong. */
  #after(state: number, before: number, taken: number): number {
    const enabled = this.#enabledAt(state);
    return before | taken | (this.#weak & ~enabled) | ((this.#strong & enabled) << this.#width);
  }

  #isFair(met: number): boolean {
    return (this.#weak & ~met) === 0 && (this.#strong & ~met & (met >>> this.#width)) === 0;
  }

  #key(state: number, met: number): number {
    return state * 2 ** (2 * this.#width) + met;
  }

  #enabledAt(state: number): number {
    const known = this.#enabled[state] ?? -1;
    if (known >= 0) return known;
    const { offsets, targets, labels } = this.#graph;
    const { moves, selfLoops } = this.#masks;
    const flags = this.#flags[state] ?? 0;
    let enabled =
      ((flags & OWES) === 0 ? this.#owing : 0) | ((flags & LASTS) === 0 ? 0 : (this.#masks.lasting[0] ?? 0));
    for (let edge = offsets[state] ?? 0, last = offsets[state + 1] ?? 0; edge < last; edge++)
      enabled |= (targets[edge] === state ? selfLoops : moves)[labels[edge] ?? 0] ?? 0;
    return (this.#enabled[state] = enabled);
  }
}

/** The transitions on the way to the last entry. */
function back(edges: readonly number[], from: readonly number[]): number[] {
  const loop: number[] = [];
  for (let at = edges.length - 1; at > 0; at = from[at] ?? 0) loop.push(edges[at] ?? 0);
  return loop.reverse();
}
