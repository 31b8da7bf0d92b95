/**
 * From the sets in which a fair run can stay to one lasso: a stem from an initial state and a loop, of fewest steps together where that
 * can be found.
 *
 * First a short one is made, by trying the nearest sets and the nearest state in which a run can stay. To each the stem is a shortest
 * way. The loop is the shortest through its first state if that one is fair. If not, it goes from one constraint that it does not yet
 * meet to the nearest step or state that meets it, and is then shortened as long as it stays fair. Then an exact search looks for a
 * shorter one (exact-loop.ts), from each state that is near enough. It is cheap for few constraints. With many it may be given up, since
 * a fair loop of fewest steps is hard to find in general (a travelling salesman's tour is one); only what is known to be shortest is
 * called so.
 */
import type { Program } from '../language/program.ts';
import { InternalError } from '../language/system-error.ts';
import type { FairnessShown } from '../check/report.ts';
import type { Found } from './components.ts';
import { shownOf } from './fairness.ts';
import { EXACT_CONSTRAINTS_MAX, ExactLoops } from './exact-loop.ts';
import type { Graph, Scratch } from './graph.ts';
import type { Masks, Terrain } from './masks.ts';
import { Tally } from './masks.ts';
import { OWES } from './owed.ts';
import type { Route } from './routes.ts';
import { Routes } from './routes.ts';

export interface Lasso {
  /** The initial state's number in the system. */
  readonly root: number;
  readonly instances: readonly number[];
  /** The state that the last step leads back to; the number of steps where the run stays in its last state. */
  readonly loop: number;
  /** The state from which on the goal is owed. */
  readonly since: number;
  readonly shortest: boolean;
  readonly constraints: readonly FairnessShown[];
}

/** Transitions that may be looked at to make a lasso shorter; the first one is found whatever it takes. */
const WORK_MAX = 2e7;

interface Loop {
  readonly entry: number;
  readonly edges: readonly number[];
  /** Where the goal is first owed; `before` where nothing is said. */
  readonly owedAt?: 'before' | 'inside';
}

/** `sinceLoop`: the goal is owed everywhere, so that the stem may pass any state and it is owed in the loop. */
export function lassoOf(
  terrain: Terrain,
  program: Pick<Program, 'processOf'>,
  { nearest, stay }: Found,
  sinceLoop: boolean,
): Lasso {
  const { graph, scratch } = terrain;
  const { region, distance } = scratch;
  const routes = new Routes(graph, program, scratch);
  const loops = new Loops(terrain, routes);
  const length = ({ entry, edges }: Loop): number => (distance[entry] ?? 0) + edges.length;
  const first = nearest[0]?.distance ?? 0;
  const least = stay?.steps === 0 && distance[stay.state] === first ? first : first + 1;
  const staying = stay === null ? [] : [loops.at(stay.state, (state) => state === stay.state)];
  let best: Loop | undefined = staying[0];
  for (const fair of nearest) {
    if (best !== undefined && (length(best) === least || routes.work > WORK_MAX)) break;
    const loop = loops.at(fair.entry, (state) => region[state] === fair.region);
    if (best === undefined || length(loop) < length(best)) best = loop;
  }
  let exact = best !== undefined && length(best) === least;
  if (best !== undefined && !exact) [best, exact] = shortestOf(terrain, loops, best);
  const { entry, edges, owedAt = 'before' } = best ?? { entry: 0, edges: [] };
  const owes = sinceLoop || owedAt === 'inside' ? entry : begunAt(entry, scratch);
  const [stem, owed] = stemTo({ owes, entry }, terrain, program, routes);
  const round = edges.map((edge) => ((scratch.flags[graph.targets[edge] ?? 0] ?? 0) & OWES) !== 0);
  const since = owedAt === 'inside' ? owed + round.indexOf(true) + 1 : owed;
  const labelsOf = (route: readonly number[]): number[] => route.map((edge) => graph.labels[edge] ?? 0);
  return {
    root: graph.roots.indexOf(stem.from),
    instances: [...labelsOf(stem.edges), ...labelsOf(edges)],
    loop: stem.edges.length,
    since,
    shortest: exact,
    constraints: loops.shown({ entry, edges }, stem.edges.length),
  };
}

/**
 * A lasso of fewest steps, and true; or a short one, and false, where the search for it was given up.
 *
 * The goal may be owed before the loop: then the stem goes where it is owed, and is `distance` long. Or it is first owed in the
 * loop: then the stem is any shortest way, and the loop passes a state that owes. In both cases a loop is looked for from the
 * nearest of its states alone, so a search passes none that is nearer, and goes no further than a shorter lasso may.
 */
function shortestOf(
  { graph, masks, scratch }: Terrain,
  loops: Loops,
  short: Loop,
): [lasso: Loop, exact: boolean] {
  if (masks.constraints.length > EXACT_CONSTRAINTS_MAX) return [short, false];
  const { region, distance } = scratch;
  let best = short;
  let steps = (distance[short.entry] ?? 0) + short.edges.length;
  const depths = depthsOf(graph);
  for (const owedAt of ['before', 'inside'] as const) {
    const far = owedAt === 'before' ? distance : depths;
    const nearer = (one: number, other: number): number => (far[one] ?? 0) - (far[other] ?? 0) || one - other;
    const exact = new ExactLoops(graph, masks, scratch, owedAt === 'inside');
    const near = depths.reduce<number[]>((some, depth, state) => {
      const isIn = (region[state] ?? 0) > 0 && (far[state] ?? 0) < steps;
      if (isIn && (owedAt === 'before' || depth < (distance[state] ?? 0))) some.push(state);
      return some;
    }, []);
    for (const entry of near.sort(nearer)) {
      const stepsMax = steps - 1 - (far[entry] ?? 0);
      if (stepsMax < 0) break;
      const own = region[entry];
      const within = (state: number): boolean => region[state] === own && nearer(state, entry) >= 0;
      const edges = exact.find(entry, stepsMax, within);
      if (exact.stopped) return [best, false];
      if (edges === undefined) continue;
      steps = (far[entry] ?? 0) + edges.length;
      // Of loops as long as this one, the shortest way round has the fewest changes of process, if it is fair.
      const plain = owedAt === 'before' ? loops.round(entry, (state) => region[state] === own) : undefined;
      best = { entry, edges: plain?.length === edges.length ? plain : edges, owedAt };
    }
  }
  return [best, true];
}

/** The depth of each state, which has been numbered in that order. */
function depthsOf({ states, levels }: Graph): Int32Array {
  const depths = new Int32Array(states);
  levels.slice(0, -1).forEach((from, depth) => depths.fill(depth, from, levels[depth + 1]));
  return depths;
}

/** The state from which on the goal is owed, on a shortest way to one in which it is. */
function begunAt(state: number, { parent }: Scratch): number {
  let owes = state;
  for (let at = state; at >= 0; at = parent[at] ?? -1) owes = at;
  return owes;
}

/** A shortest way by where the goal is owed to where the loop begins, and the steps to the first. */
function stemTo(
  { owes, entry }: { readonly owes: number; readonly entry: number },
  { graph, scratch: { distance } }: Terrain,
  { processOf }: Pick<Program, 'processOf'>,
  routes: Routes,
): [stem: Route, since: number] {
  const to = (state: number) => (at: number) => at === state;
  const nowhere: Route = { from: entry, edges: [] };
  const before = routes.find({ sources: graph.roots, within: () => true, state: to(owes) }) ?? nowhere;
  const last = before.edges.at(-1);
  const after =
    routes.find({
      sources: [owes],
      within: (state) => distance[state] !== -1,
      state: to(entry),
      process: last === undefined ? undefined : processOf[graph.labels[last] ?? 0],
    }) ?? nowhere;
  return [{ from: before.from, edges: [...before.edges, ...after.edges] }, before.edges.length];
}

/** Finds short fair loops. */
class Loops {
  readonly #graph: Graph;
  readonly #masks: Masks;
  readonly #routes: Routes;
  readonly #tally: Tally;
  /** For looking at one state or step while `#tally` holds a loop's. */
  readonly #probe: Tally;

  constructor({ graph, masks, scratch }: Terrain, routes: Routes) {
    this.#graph = graph;
    this.#masks = masks;
    this.#routes = routes;
    this.#tally = new Tally(graph, masks, scratch);
    this.#probe = new Tally(graph, masks, scratch);
  }

  /** A fair loop from `entry` to itself within a set that has one; without steps where the run may stay there. */
  at(entry: number, within: (state: number) => boolean): Loop {
    if (this.#isFair(entry, [])) return { entry, edges: [] };
    const edges = this.round(entry, within) ?? this.#shortened(entry, this.#greedy(entry, within), within);
    return { entry, edges };
  }

  /** The shortest way round with the fewest changes of process, where it is fair. */
  round(entry: number, within: (state: number) => boolean): readonly number[] | undefined {
    const { targets } = this.#graph;
    const cycle = this.#routes.find({
      sources: [entry],
      within,
      edge: (edge) => targets[edge] === entry,
    });
    return cycle !== undefined && this.#isFair(entry, cycle.edges) ? cycle.edges : undefined;
  }

  /** How each constraint of the fairness is met by the loop, whose first state is number `offset` of the trace. */
  shown({ entry, edges }: Loop, offset: number): FairnessShown[] {
    const states = this.#statesOf(entry, edges).slice(0, Math.max(1, edges.length));
    const isSet = (mask: Int32Array, number: number): boolean =>
      (((mask[number >>> 5] ?? 0) >>> (number & 31)) & 1) === 1;
    const { constraints, ofFairness } = this.#masks;
    return constraints.slice(0, ofFairness).map(({ strength, of }, number): FairnessShown => {
      const enabled = states.map((state) => {
        this.#probe.visit(state);
        return isSet(this.#probe.enabled, number);
      });
      const taken = edges.findIndex((edge, at) => {
        this.#probe.clear();
        this.#probe.take(states[at] ?? 0, edge);
        return isSet(this.#probe.taken, number);
      });
      return shownOf({ strength, of }, offset, enabled, taken);
    });
  }

  #greedy(entry: number, within: (state: number) => boolean): readonly number[] {
    const { words } = this.#masks;
    const { targets } = this.#graph;
    let edges: readonly number[] = [];
    for (let at = entry; ;) {
      const fair = this.#isFair(entry, edges);
      if (fair && at === entry) return edges;
      const weak = Array.from({ length: words }, (_, w) => this.#tally.missingWeak(w));
      const any = Array.from({ length: words }, (_, w) => this.#tally.missing(w));
      const next = this.#routes.find({
        sources: [at],
        within,
        state: (state) => {
          if (fair) return state === entry;
          this.#probe.visit(state);
          return weak.some((bits, w) => (bits & ~(this.#probe.enabled[w] ?? 0)) !== 0);
        },
        edge: (edge, from) => {
          if (fair) return false;
          this.#probe.clear();
          this.#probe.take(from, edge);
          return any.some((bits, w) => (bits & (this.#probe.taken[w] ?? 0)) !== 0);
        },
      });
      if (next === undefined) throw new InternalError('a set in which a fair run stays has no fair loop');
      edges = [...edges, ...next.edges];
      at = targets[next.edges.at(-1) ?? 0] ?? 0;
    }
  }

  /** Replaces parts of the loop by shorter ways, as long as it stays fair. */
  #shortened(entry: number, loop: readonly number[], within: (state: number) => boolean): readonly number[] {
    let edges = loop;
    for (let from = 0; from < edges.length - 1 && this.#routes.work <= WORK_MAX;) {
      const shorter = this.#detourAvoided(entry, edges, from, within);
      if (shorter === undefined) from++;
      else [edges, from] = [shorter, 0];
    }
    return edges;
  }

  #detourAvoided(
    entry: number,
    edges: readonly number[],
    from: number,
    within: (state: number) => boolean,
  ): readonly number[] | undefined {
    const states = this.#statesOf(entry, edges);
    const start = states[from] ?? 0;
    const reach = this.#routes.distances(start, within, new Set(states), edges.length - from - 1);
    for (let to = edges.length; to > from + 1; to--) {
      const end = states[to] ?? 0;
      if ((reach.get(end) ?? Infinity) >= to - from) continue;
      const way = this.#routes.find({ sources: [start], within, state: (state) => state === end });
      const shorter = [...edges.slice(0, from), ...(way?.edges ?? []), ...edges.slice(to)];
      if (this.#isFair(entry, shorter)) return shorter;
    }
    return undefined;
  }

  /** Collects the loop in `#tally`, and says whether it meets every constraint. */
  #isFair(entry: number, edges: readonly number[]): boolean {
    const states = this.#statesOf(entry, edges);
    this.#tally.clear();
    for (const state of states) this.#tally.visit(state);
    edges.forEach((edge, at) => {
      this.#tally.take(states[at] ?? 0, edge);
    });
    return this.#tally.isFair();
  }

  #statesOf(entry: number, edges: readonly number[]): number[] {
    return [entry, ...edges.map((edge) => this.#graph.targets[edge] ?? 0)];
  }
}
