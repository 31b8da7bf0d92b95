/**
 * The search of one thread, in slices between which the event loop runs (progress, interrupts).
 */
import type { Limit, Progress } from '../report.ts';
import type { Program } from '../program.ts';
import type { RecordField } from '../schema.ts';
import { encode } from '../codec.ts';
import { orNull } from '../out-of-memory.ts';
import type { Views } from '../views.ts';
import type { Counters } from './counters.ts';
import type { Engine } from './engine.ts';
import { engineOf } from './engine.ts';
import { roomFor } from './inner-loop.ts';
import { Findings, violatedBy } from './findings.ts';
import type { Bounds, Ranges, SearchResult } from './result.ts';
import type { Store, StoreShape } from './store.ts';
import { capacityOf, grownSlots, moveInto, reserve, rowBytes, smallStore } from './store.ts';

export interface Hooks {
  readonly onProgress: ((progress: Progress) => void) | undefined;
  readonly signal: AbortSignal | undefined;
}

/** At most; fewer where the system's functions are slow, so that the clock is looked at in time. */
const SLICE_STATES = 1024;
/** With symmetry a state may stand for thousands, which are all asked. */
const SLICE_STATES_SYMMETRIC = 8;
const SLICE_MS = 40;
/** A slice that took less is doubled, one that took more is halved. */
const SLICE_MS_SHORT = 1;
const SLICE_MS_LONG = 5;

/** Breadth-first, level by level: the first violation met is a shortest one. */
export async function breadthFirst<S extends RecordField>(
  program: Program<S>,
  views: Views<S>,
  bounds: Bounds,
  hooks: Hooks,
): Promise<SearchResult> {
  const run = new Run(program, views, bounds, hooks);
  const levels: Ranges[] = [];
  let [from, to] = [0, run.engine.next()];
  for (let depth = 0; from < to && run.limit === null; depth++) {
    levels.push([[from, to]]);
    if (run.findings.any && !bounds.all) break;
    run.limit =
      hooks.signal?.aborted === true
        ? 'interrupt'
        : to >= bounds.statesMax
          ? 'states'
          : depth >= bounds.depthMax
            ? 'depth'
            : null;
    if (run.limit !== null) break;
    run.findings.depth = depth;
    run.depth = depth;
    await run.expand(from, to, to);
    [from, to] = [to, run.engine.next()];
  }
  if (run.limit !== null && from < to && levels.at(-1)?.[0]?.[0] !== from) levels.push([[from, to]]);
  return run.result(levels, levels.length - 1);
}

/** Depth-first, a stack of states whose successors wait: finds deep states early; its traces need not be shortest. */
export async function depthFirst<S extends RecordField>(
  program: Program<S>,
  views: Views<S>,
  bounds: Bounds,
  hooks: Hooks,
): Promise<SearchResult> {
  const run = new Run(program, views, bounds, hooks);
  const stack: number[] = [];
  const depths: number[] = [];
  let deepest = 0;
  const push = (from: number, depth: number): void => {
    for (let index = run.engine.next() - 1; index >= from; index--) {
      stack.push(index);
      depths.push(depth);
    }
    if (run.engine.next() > from) deepest = Math.max(deepest, depth);
  };
  push(0, 0);
  while (stack.length > 0 && run.limit === null && (bounds.all || !run.findings.any)) {
    const index = stack.pop() ?? 0;
    const depth = depths.pop() ?? 0;
    const before = run.engine.next();
    if (before >= bounds.statesMax) run.limit = 'states';
    if (depth >= bounds.depthMax) {
      run.skipped = true;
      continue;
    }
    run.depth = depth;
    run.findings.depth = depth;
    if (run.limit === null) await run.expand(index, index + 1, before);
    push(before, depth + 1);
    if (hooks.signal?.aborted === true) run.limit = 'interrupt';
  }
  if (run.limit === null && run.skipped) run.limit = 'depth';
  return run.result([[[0, run.engine.next()]]], deepest);
}

class Run<S extends RecordField> {
  readonly findings: Findings;
  engine: Engine;
  limit: Limit | null = null;
  depth = 0;
  /** States were left out for the depth bound. */
  skipped = false;
  readonly #shape: StoreShape;
  #store: Store;
  readonly #engineOver: (store: Store, counters?: Counters) => Engine;
  readonly #bounds: Bounds;
  readonly #hooks: Hooks;
  readonly #program: Program<S>;
  readonly #sliceMax: number;
  #slice = 1;
  readonly #started = performance.now();
  #sliceEnds = this.#started + SLICE_MS;
  #reserved = false;
  #base = 0;
  /** The last progress: within a slice, the counts are not of one moment. */
  #told: Progress | undefined;

  constructor(program: Program<S>, views: Views<S>, bounds: Bounds, hooks: Hooks) {
    this.#shape = { words: views.layout.words, instances: program.instances, shared: false };
    this.#bounds = bounds;
    this.#hooks = hooks;
    this.#program = program;
    this.#sliceMax = program.symmetric ? SLICE_STATES_SYMMETRIC : SLICE_STATES;
    this.#store = smallStore(this.#shape);
    // What is violated is told at once: the next function of the model need not return.
    this.findings = new Findings(program, (property, length) => {
      if (this.findings.byProperty[property] === undefined)
        hooks.onProgress?.({
          ...(this.#told ?? this.#progress()),
          violated: violatedBy(program, [...this.findings.byProperty, { property, length }]),
        });
      return true;
    });
    this.#engineOver = (store, counters) =>
      engineOf(program, views, store, this.findings, bounds.debug, counters);
    this.engine = this.#engineOver(this.#store);
    this.engine.place(0, capacityOf(this.#store), 0);
    for (const state of program.system.initial) {
      encode(views.layout, state, views.next);
      if (this.engine.next() >= capacityOf(this.#store) && !this.#grow()) {
        this.limit = 'memory';
        break;
      }
      this.engine.addRoot();
    }
    hooks.onProgress?.(this.#progress());
  }

  /** Expands from … to-1; states from `base` on are of the level being built. Sets `limit` where it ends early. */
  async expand(from: number, to: number, base: number): Promise<void> {
    this.#base = base;
    this.engine.place(this.engine.next(), capacityOf(this.#store), base);
    for (let [index, before] = [from, performance.now()]; index < to;) {
      const end = Math.min(to, index + this.#slice);
      index = this.engine.expand(index, end);
      if (index < end && !this.#grow()) {
        this.limit = 'memory';
        return;
      }
      const now = performance.now();
      if (now - before < SLICE_MS_SHORT) this.#slice = Math.min(this.#sliceMax, this.#slice * 2);
      else if (now - before > SLICE_MS_LONG) this.#slice = Math.max(1, this.#slice >> 1);
      before = now;
      if (now - this.#started > this.#bounds.timeMaxMs) {
        this.limit = 'time';
        return;
      }
      if (now < this.#sliceEnds) continue;
      this.#hooks.onProgress?.(this.#progress());
      await new Promise((resume) => setImmediate(resume));
      before = performance.now();
      this.#sliceEnds = before + SLICE_MS;
    }
  }

  result(levels: readonly Ranges[], depth: number): SearchResult {
    const distinct = this.engine.next();
    const findings = this.findings.byProperty.filter((finding) => finding !== undefined);
    const { counters } = this.engine;
    const elapsedMs = performance.now() - this.#started;
    this.#hooks.onProgress?.(this.#progress());
    // A bound that was met by the very last state has bounded nothing.
    const limit = counters.expanded === distinct ? null : this.limit;
    return {
      store: this.#store,
      levels,
      counters,
      findings,
      limit,
      distinct,
      depth,
      bytes: this.#bytes(),
      elapsedMs,
    };
  }

  /**
   * Makes room for the successors of one more state; false where the memory bound is reached. A state of a system with
   * many action instances may need more than one doubling of the table gives.
   */
  #grow(): boolean {
    // A new engine knows nothing of the rows in use until it is placed, so their number is read once.
    const count = this.engine.next();
    const room = (): number => capacityOf(this.#store) - count - roomFor(this.#shape.instances);
    let grown = false;
    while ((!grown || room() <= 0) && this.#enlarge(count)) grown = true;
    if (!grown) return false;
    // Where it is still too small the search ends, and its traces are looked up in this table.
    this.engine.bind();
    this.#store.table.fill(0, 0, this.#store.slots);
    this.engine.fill(0, count);
    this.engine.place(count, capacityOf(this.#store), this.#base);
    return room() > 0;
  }

  /** Doubles the table, in a larger store where this one's is full; it is to be refilled. False where no store is larger. */
  #enlarge(count: number): boolean {
    if (this.#store.slots === this.#store.table.length) {
      if (this.#reserved) return false;
      this.#reserved = true;
      const large = orNull(() => reserve(this.#shape, this.#bounds.memoryMaxBytes));
      if (large === null || capacityOf({ ...large, slots: large.table.length }) <= capacityOf(this.#store))
        return false;
      moveInto(this.#store, large, count);
      this.#store = large;
      this.engine = this.#engineOver(large, this.engine.counters);
    }
    this.#store.slots = grownSlots(this.#store);
    return true;
  }

  #bytes(): number {
    return this.engine.next() * rowBytes(this.#shape) + this.#store.slots * 4;
  }

  #progress(): Progress {
    const distinct = this.engine.next();
    const { generated, expanded } = this.engine.counters;
    this.#told = {
      doing: 'searching',
      distinct,
      generated,
      queue: distinct - expanded,
      depth: this.depth,
      bytes: this.#bytes(),
      elapsedMs: performance.now() - this.#started,
      violated: violatedBy(this.#program, this.findings.byProperty),
    };
    return this.#told;
  }
}
