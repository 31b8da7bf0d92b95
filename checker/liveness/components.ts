/**
 * Where a fair run can stay for ever: the largest sets of states, connected among themselves, within which some loop meets
 * every constraint of the fairness.
 *
 * What a run does again and again is a strongly connected set of states, or one state in which it stays. Such a set has a
 * fair loop if and only if one through all its states and steps is fair, but for strong constraints, which a smaller loop
 * may meet by avoiding the states that enable them. So the strongly connected components are found (Tarjan, "Depth-first
 * search and linear graph algorithms", 1972), and one in which a strong constraint is enabled and never taken is searched
 * again without the states that enable it (Emerson and Lei, "Modalities for model checking", 1987). Enabled always means by
 * the whole graph. A state alone is a component too, loop or no loop: a run may stay there if no constraint forbids it.
 */
import type { Graph, Scratch } from './graph.ts';
import type { Masks, Terrain } from './masks.ts';
import { Tally } from './masks.ts';
import type { Pace } from '../space/pace.ts';

/** A set in which a fair run can stay, by its region and the nearest of its states. */
export interface Fair {
  readonly region: number;
  readonly entry: number;
  readonly distance: number;
}

export interface Found {
  /** The nearest of them, at most {@link NEAREST}, nearest first; empty where no fair run owes the goal for ever. */
  readonly nearest: readonly Fair[];
  /** The nearest state in which a run can stay without a step (`steps` 0) or by steps that lead back to it (1). */
  readonly stay: { readonly state: number; readonly steps: number } | null;
}

const NEAREST = 8;

/** Searches the first `count` states of `scratch.queue`; null where a limit was reached. `region` tells the sets apart afterwards. */
export async function fairComponents(terrain: Terrain, count: number, pace: Pace): Promise<Found | null> {
  const search = new Components(terrain, count);
  while (!search.advance(1 << 16)) if (!(await pace.goOn())) return null;
  return search.found;
}

class Components {
  readonly #graph: Graph;
  readonly #masks: Masks;
  readonly #scratch: Scratch;
  readonly #tally: Tally;
  readonly #nearest: Fair[] = [];
  #stay: Found['stay'] = null;
  /** The states still to be searched, and those kept for the next round because a strong constraint cut them out of a set. */
  #list: Int32Array;
  #count: number;
  #kept: Int32Array;
  #keptCount = 0;
  #cursor = 0;
  #regions = 1;
  #index = 0;
  #calls = 0;
  #open = 0;

  constructor({ graph, masks, scratch }: Terrain, count: number) {
    this.#graph = graph;
    this.#masks = masks;
    this.#scratch = scratch;
    this.#tally = new Tally(graph, masks, scratch);
    this.#list = scratch.queue;
    this.#kept = scratch.rest;
    this.#count = count;
    scratch.region.fill(0);
    scratch.index.fill(0);
    for (let at = 0; at < count; at++) scratch.region[scratch.queue[at] ?? 0] = 1;
  }

  get found(): Found {
    return { nearest: this.#nearest, stay: this.#stay };
  }

  /** Goes on for about so many steps; true when it is done. Transitions count only within a region, which is 0 for states outside. */
  advance(steps: number): boolean {
    const { offsets, targets } = this.#graph;
    const { region, index, low, call, pointer, stack } = this.#scratch;
    for (let left = steps; left > 0; left--) {
      if (this.#calls === 0) {
        if (this.#cursor < this.#count) {
          const state = this.#list[this.#cursor++] ?? 0;
          if (index[state] === 0) this.#enter(state);
        } else if (this.#keptCount > 0) this.#nextRound();
        else return true;
        continue;
      }
      const state = call[this.#calls - 1] ?? 0;
      const edge = pointer[state] ?? 0;
      if (edge < (offsets[state + 1] ?? 0)) {
        pointer[state] = edge + 1;
        const to = targets[edge] ?? 0;
        if (region[to] !== region[state]) continue;
        if (index[to] === 0) this.#enter(to);
        else low[state] = Math.min(low[state] ?? 0, index[to] ?? 0);
        continue;
      }
      this.#calls--;
      const lowest = low[state] ?? 0;
      const caller = call[this.#calls - 1] ?? 0;
      if (this.#calls > 0) low[caller] = Math.min(low[caller] ?? 0, lowest);
      if (lowest !== index[state]) continue;
      let first = this.#open;
      do first--;
      while (stack[first] !== state);
      this.#judge(first);
      this.#open = first;
    }
    return false;
  }

  #enter(state: number): void {
    const { index, low, call, pointer, stack } = this.#scratch;
    index[state] = low[state] = ++this.#index;
    pointer[state] = this.#graph.offsets[state] ?? 0;
    call[this.#calls++] = state;
    stack[this.#open++] = state;
  }

  #nextRound(): void {
    [this.#list, this.#kept] = [this.#kept, this.#list];
    [this.#count, this.#keptCount, this.#cursor] = [this.#keptCount, 0, 0];
    for (let at = 0; at < this.#count; at++) this.#scratch.index[this.#list[at] ?? 0] = 0;
  }

  /** Judges the component that `stack` holds from `first` on, and gives it a region of its own; 0 where no fair run stays in it. */
  #judge(first: number): void {
    const { offsets, targets } = this.#graph;
    const { stack, region, distance } = this.#scratch;
    const tally = this.#tally;
    const own = ++this.#regions;
    for (let at = first; at < this.#open; at++) region[stack[at] ?? 0] = own;
    tally.clear();
    let entry = stack[first] ?? 0;
    for (let at = first; at < this.#open; at++) {
      const state = stack[at] ?? 0;
      tally.visit(state);
      for (let edge = offsets[state] ?? 0, end = offsets[state + 1] ?? 0; edge < end; edge++)
        if (region[targets[edge] ?? 0] === own) tally.take(state, edge);
      if (this.#nearer(state, entry)) entry = state;
    }
    const words = this.#masks.words;
    let [weak, strong] = [0, 0];
    for (let w = 0; w < words; w++) {
      weak |= tally.missingWeak(w);
      strong |= tally.missingStrong(w);
    }
    if (weak === 0 && strong === 0) {
      this.#keepNearest({ region: own, entry, distance: distance[entry] ?? 0 });
      for (let at = first; at < this.#open; at++) this.#lookAtStaying(stack[at] ?? 0);
      return;
    }
    // A weak constraint that the whole set does not meet, no part of it does.
    if (weak !== 0) for (let at = first; at < this.#open; at++) region[stack[at] ?? 0] = 0;
    else this.#cut(first);
  }

  /** Keeps, as a region of the next round, what does not enable the strong constraints that are missing. */
  #cut(first: number): void {
    const { stack, region } = this.#scratch;
    const tally = this.#tally;
    const missing = Array.from({ length: this.#masks.words }, (_, w) => tally.missingStrong(w));
    const part = ++this.#regions;
    for (let at = first; at < this.#open; at++) {
      const state = stack[at] ?? 0;
      tally.visit(state);
      const goes = missing.some((bits, w) => (bits & (tally.enabled[w] ?? 0)) !== 0);
      region[state] = goes ? 0 : part;
      if (!goes) this.#kept[this.#keptCount++] = state;
    }
  }

  #nearer(state: number, than: number): boolean {
    const { distance } = this.#scratch;
    const [one, other] = [distance[state] ?? 0, distance[than] ?? 0];
    return one < other || (one === other && state < than);
  }

  #keepNearest(fair: Fair): void {
    const at = this.#nearest.findIndex(({ entry }) => this.#nearer(fair.entry, entry));
    if (at >= 0) this.#nearest.splice(at, 0, fair);
    else if (this.#nearest.length < NEAREST) this.#nearest.push(fair);
    if (this.#nearest.length > NEAREST) this.#nearest.pop();
  }

  /** Notes the state where a run can stay in it alone. */
  #lookAtStaying(state: number): void {
    const { offsets, targets } = this.#graph;
    const tally = this.#tally;
    tally.clear();
    tally.visit(state);
    const stays = tally.isFair();
    if (!stays) {
      for (let edge = offsets[state] ?? 0, end = offsets[state + 1] ?? 0; edge < end; edge++)
        if (targets[edge] === state) tally.take(state, edge);
      if (!tally.isFair()) return;
    }
    const { distance } = this.#scratch;
    const steps = stays ? 0 : 1;
    const total = (one: number, more: number): number => (distance[one] ?? 0) + more;
    const best = this.#stay;
    const better = best === null ? -1 : total(state, steps) - total(best.state, best.steps);
    if (best === null || better < 0 || (better === 0 && this.#nearer(state, best.state)))
      this.#stay = { state, steps };
  }
}
