/** A search of one thread, in whichever order: its slices, growing tables, checkpoints and progress. */
import { host } from '#host';
import type { Limit, Progress } from '../check/report.ts';
import type { Program } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import { encode } from '../state/codec.ts';
import { orNull } from '../host/out-of-memory.ts';
import type { Prepared } from './prepared.ts';
import type { Counters } from './counters.ts';
import type { Engine } from './engine.ts';
import { engineOf } from './engine.ts';
import { roomFor } from './generated/inner-loop.ts';
import { Findings, violatedBy } from './findings.ts';
import type { Hooks } from './hooks.ts';
import type { Bounds, Ranges, SearchResult } from './result.ts';
import type { Saved } from './checkpoint/checkpoint.ts';
import type { Progressed, Snapshot } from './checkpoint/snapshot.ts';
import { notBegun } from './checkpoint/snapshot.ts';
import type { Store, StoreShape } from './store.ts';
import type { GoingOver } from './wasm/going-over.ts';
import { goingOver } from './wasm/going-over.ts';
import { capacityOf, grownSlots, moveInto, reserve, rowBytes, smallStore } from './store.ts';

/** At most; fewer where the system's functions are slow, so that the clock is looked at in time. */
const SLICE_STATES = 1024;
/** With symmetry a state may stand for thousands, which are all asked. */
const SLICE_STATES_SYMMETRIC = 8;
const SLICE_MS = 40;
/** A slice that took less is doubled, one that took more is halved. */
const SLICE_MS_SHORT = 1;
const SLICE_MS_LONG = 5;

/** What a kind of search adds to a snapshot. */
export type Resting = Partial<
  Pick<Progressed, 'levels' | 'expanded' | 'stack' | 'depths' | 'deepest' | 'skipped'>
>;

export class Run<S extends RecordField> {
  readonly findings: Findings;
  engine: Engine;
  limit: Limit | null = null;
  depth = 0;
  /** States were left out for the depth bound. */
  skipped = false;
  /** Memory ended the search where it cannot go on from. */
  isLost = false;
  /** Milliseconds of the runs that this one goes on from. */
  earlierMs = 0;
  /** When the last slice or pause ended. */
  nowMs: number;
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
  /** A small store, then one that WebAssembly can reach, then all that the bound allows. */
  #stage: 'small' | 'within reach' | 'whole';
  readonly over: GoingOver<S> | null;
  #base = 0;
  /** The last progress: within a slice, the counts are not of one moment. */
  #told: Progress | undefined;

  constructor(prepared: Prepared<S>, bounds: Bounds, hooks: Hooks, store?: Store) {
    const { program, views } = prepared;
    this.#shape = {
      words: views.layout.words,
      instances: program.instances,
      shared: store !== undefined,
      behind: null,
    };
    this.over = goingOver(prepared, bounds);
    this.nowMs = this.#started;
    this.#bounds = bounds;
    this.#hooks = hooks;
    this.#program = program;
    this.#sliceMax = program.symmetric ? SLICE_STATES_SYMMETRIC : SLICE_STATES;
    this.#stage = store === undefined ? 'small' : 'whole';
    const first = this.over?.atOnce === true ? this.over.shape(this.#shape) : this.#shape;
    this.#store = store ?? smallStore(first, bounds.memoryMaxBytes);
    // What is violated is told at once: the next function of the model need not return.
    this.findings = new Findings(program, (property, length) => {
      if (this.findings.byProperty[property] === undefined)
        hooks.onProgress?.({
          ...(this.#told ?? this.#progress()),
          violated: violatedBy(program, [...this.findings.byProperty, { property, length }]),
        });
      return true;
    });
    this.#engineOver = (store, counters) => {
      const plain = engineOf(prepared, store, { sink: this.findings, debug: bounds.debug, counters });
      return this.over?.engine(plain, store, this.findings) ?? plain;
    };
    this.engine = this.#engineOver(this.#store);
    this.engine.place(0, capacityOf(this.#store), 0);
    if (hooks.saved !== null) return;
    for (const state of program.system.initial) {
      encode(views.layout, state, views.next);
      if (this.engine.next() >= capacityOf(this.#store) && !this.#grow()) {
        this.limit = 'memory';
        this.isLost = true;
        break;
      }
      this.engine.addRoot();
    }
    if (this.over?.atOnce === true) this.#goOver();
    hooks.onProgress?.(this.#progress());
  }

  /** Writes the first checkpoint; or reads the one to go on from, and returns where the search was. */
  async begin(atRest: () => Resting): Promise<Progressed | null> {
    const { saved, checkpoints } = this.#hooks;
    const before = saved === null ? null : await this.#restore(saved);
    if (this.limit === null) await checkpoints?.begin(this.snapshot({ ...atRest(), ...before }));
    return before;
  }

  isStopped(): boolean {
    return this.limit !== null;
  }

  /** Whether it stopped for want of memory, and can go on where there is more. */
  get isFull(): boolean {
    return this.limit === 'memory' && !this.isLost;
  }

  /** New states are of the level whose first state is `base`. */
  startLevel(base: number): void {
    this.#base = base;
    this.engine.place(this.engine.next(), capacityOf(this.#store), base);
  }

  /** Expands a slice of from … to-1, and returns the first state that was not expanded. Sets `limit` where one is reached. */
  expand(from: number, to: number): number {
    const end = Math.min(to, from + this.#slice);
    const before = this.nowMs;
    const reached = this.engine.expand(from, end);
    this.nowMs = performance.now();
    if (this.nowMs - before < SLICE_MS_SHORT) this.#slice = Math.min(this.#sliceMax, this.#slice * 2);
    else if (this.nowMs - before > SLICE_MS_LONG) this.#slice = Math.max(1, this.#slice >> 1);
    if (reached < end && !this.#grow()) this.limit = 'memory';
    else if (this.nowMs - this.#started > this.#bounds.timeMaxMs) this.limit = 'time';
    else if (this.over !== null) {
      const { expanded } = this.engine.counters;
      if (this.over.isDue(this.#elapsedMs(), expanded, this.engine.next() - expanded)) this.#goOver();
    }
    return reached;
  }

  /** Goes over to WebAssembly, if that can be. */
  #goOver(): void {
    const plain = this.engine;
    if (this.over === null || this.#store.memory === null) return;
    this.over.find(this.#elapsedMs(), plain.counters);
    const count = plain.next();
    this.engine = this.over.engine(plain, this.#store, this.findings);
    this.engine.place(count, capacityOf(this.#store), this.#base);
  }

  /** Whether it is time for a pause. */
  get isDue(): boolean {
    return this.nowMs >= this.#sliceEnds;
  }

  /** Lets the event loop run, and writes a checkpoint where it is time for one. */
  async pause(atRest: () => Resting): Promise<void> {
    const { checkpoints, onProgress } = this.#hooks;
    onProgress?.(this.#progress());
    if (checkpoints?.isDue(this.nowMs) === true) await checkpoints.write(this.snapshot(atRest()));
    await host.nextTurn();
    this.nowMs = performance.now();
    this.#sliceEnds = this.nowMs + SLICE_MS;
  }

  /** Writes the last checkpoint of a search that a limit ended. */
  async end(atRest: () => Resting): Promise<void> {
    if (this.limit === null || this.isLost || this.#hooks.checkpoints === null) return;
    this.#hooks.onProgress?.({ ...this.#progress(), doing: 'writing a checkpoint' });
    await this.#hooks.checkpoints.write(this.snapshot(atRest()));
  }

  snapshot(rest: Resting): Snapshot {
    return {
      store: this.#store,
      rows: [[0, this.engine.next()]],
      counters: this.engine.counters,
      findings: this.findings.byProperty.filter((finding) => finding !== undefined),
      slots: this.#store.slots,
      reserved: this.#stage !== 'small',
      elapsedMs: this.#elapsedMs(),
      ...notBegun,
      ...rest,
    };
  }

  async #restore(saved: Saved): Promise<Progressed> {
    const { distinct, search } = saved.header;
    const first = this.#store;
    const isSmall = search.slots <= first.table.length && distinct <= first.parent.length;
    if (this.#stage === 'small' && (search.reserved || !isSmall)) {
      const holds = (one: Store): boolean =>
        search.slots <= one.table.length && distinct <= one.parent.length;
      let larger = this.#larger();
      if (larger !== null && !holds(larger)) larger = this.#larger() ?? larger;
      this.#store = larger ?? this.#store;
    }
    const store = this.#store;
    const before = await saved.restore(store, this.#shape);
    for (const finding of before.findings) this.findings.byProperty[finding.property] = finding;
    this.engine = this.#engineOver(store, before.counters);
    this.engine.fill(0, distinct);
    this.engine.place(distinct, capacityOf(store), distinct);
    this.earlierMs = before.elapsedMs;
    saved.verify(this.engine, store, before);
    return before;
  }

  result(levels: readonly Ranges[], depth: number): SearchResult {
    const distinct = this.engine.next();
    const findings = this.findings.byProperty.filter((finding) => finding !== undefined);
    const { counters } = this.engine;
    const elapsedMs = this.#elapsedMs();
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
      earlierMs: this.earlierMs,
    };
  }

  #elapsedMs(): number {
    return this.earlierMs + performance.now() - this.#started;
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
      const large = this.#larger();
      if (large === null || capacityOf({ ...large, slots: large.table.length }) <= capacityOf(this.#store))
        return false;
      moveInto(this.#store, large, count);
      this.#store = large;
      this.engine = this.#engineOver(large, this.engine.counters);
    }
    this.#store.slots = grownSlots(this.#store);
    return true;
  }

  /** The next larger store; null where there is none. */
  #larger(): Store | null {
    const { memoryMaxBytes } = this.#bounds;
    if (this.#stage === 'whole') return null;
    const reachable = this.#stage === 'small' ? this.over?.store(this.#shape, memoryMaxBytes) : null;
    this.#stage = reachable?.isWhole === false ? 'within reach' : 'whole';
    return reachable?.store ?? orNull(() => reserve(this.#shape, memoryMaxBytes));
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
      elapsedMs: this.#elapsedMs(),
      violated: violatedBy(this.#program, this.findings.byProperty),
    };
    return this.#told;
  }
}
