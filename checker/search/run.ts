/** A search of one thread, in whichever order: its slices, growing tables, checkpoints and progress. */
import { host } from '#host';
import type { Limit, Progress } from '../check/report.ts';
import type { Program } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import { encoderOf } from '../state/encoder.ts';
import { OutOfMemory, orNull } from '../host/out-of-memory.ts';
import type { Prepared } from './prepared.ts';
import type { Counters } from './counters.ts';
import type { Engine } from './engine.ts';
import { engineOf } from './engine.ts';
import { roomFor } from './generated/inner-loop.ts';
import { Findings, violatedBy } from './findings.ts';
import type { Hooks } from './hooks.ts';
import type { Bounds, Ranges, SearchResult } from './result.ts';
import type { Saved } from './checkpoint/checkpoint.ts';
import type { Header } from './checkpoint/format.ts';
import { InternalError } from '../language/system-error.ts';
import type { Progressed, Snapshot } from './checkpoint/snapshot.ts';
import { notBegun } from './checkpoint/snapshot.ts';
import type { ComponentsOver } from './components/over.ts';
import { componentsOver } from './components/over.ts';
import type { ComponentStore } from './components/store.ts';
import type { AnyStore, Store, StoreShape } from './store.ts';
import { Slice } from './slice.ts';
import type { GoingOver } from './wasm/going-over.ts';
import { goingOver } from './wasm/going-over.ts';
import { capacityOf, fits, grownSlots, isPlain, moveInto, reserve, rowBytes, smallStore } from './store.ts';

/** States of a store that is left for one within WebAssembly's reach. Where fewer take long, actions are many, and so is their code. */
const LARGE_MIN = 1 << 12;
/** Milliseconds between two turns of the event loop. */
const SLICE_MS = 40;

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
  #store: AnyStore;
  readonly #engineOver: (store: AnyStore, counters?: Counters) => Engine;
  readonly #bounds: Bounds;
  readonly #hooks: Hooks;
  readonly #program: Program<S>;
  readonly #slice: Slice;
  readonly #started = performance.now();
  #sliceEnds = this.#started + SLICE_MS;
  /** A small store, then one that WebAssembly can reach, then all that the bound allows. */
  #stage: 'small' | 'within reach' | 'whole';
  readonly over: GoingOver<S> | null;
  readonly #components: ComponentsOver | null;
  #base = 0;
  /** The last progress: within a slice, the counts are not of one moment. */
  #told: Progress | undefined;

  constructor(
    prepared: Prepared<S>,
    bounds: Bounds,
    hooks: Hooks,
    {
      store,
      isDepthFirst = false,
    }: { readonly store?: Store | undefined; readonly isDepthFirst?: boolean } = {},
  ) {
    const { program, views } = prepared;
    this.#shape = {
      words: views.layout.words,
      instances: program.instances,
      shared: store !== undefined,
      behind: null,
    };
    this.over = goingOver(prepared, bounds);
    this.#components = componentsOver(prepared, bounds, {
      shared: store !== undefined,
      keepsParents: isDepthFirst || hooks.checkpoints !== null || hooks.saved !== null,
    });
    this.nowMs = this.#started;
    this.#bounds = bounds;
    this.#hooks = hooks;
    this.#program = program;
    this.#slice = new Slice(program.symmetric);
    this.#stage = store === undefined ? 'small' : 'whole';
    // With symmetry a search of few states may be long.
    const first =
      this.over !== null && (this.over.atOnce || program.symmetric)
        ? this.over.shape(this.#shape)
        : this.#shape;
    const begun = (this.#store = store ?? smallStore(first, bounds.memoryMaxBytes));
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
      return isPlain(store) ? (this.over?.engine(plain, store, this.findings) ?? plain) : plain;
    };
    this.engine = this.#engineOver(begun);
    this.engine.place(0, this.#capacity(), 0);
    if (hooks.saved !== null) return;
    const encode = encoderOf(views.layout);
    for (const state of program.system.initial) {
      if (this.engine.next() >= this.#capacity() && !this.#grow()) {
        this.limit = 'memory';
        this.isLost = true;
        break;
      }
      // What makes room may use the views.
      encode(state, views.next);
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
    if (!isPlain(this.#store)) this.#store.startLevel(base);
    this.engine.place(this.engine.next(), this.#capacity(), base);
  }

  /** Expands a slice of from … to-1, and returns the first state that was not expanded. Sets `limit` where one is reached. */
  expand(from: number, to: number): number {
    const end = Math.min(to, from + this.#slice.states);
    const before = this.nowMs;
    const reached = this.#expanded(from, end);
    this.nowMs = performance.now();
    this.#slice.took(this.nowMs - before);
    if (reached < end && !this.isLost && !this.#grow()) this.limit = 'memory';
    else if (this.nowMs - this.#started > this.#bounds.timeMaxMs) this.limit = 'time';
    else if (this.over !== null && isPlain(this.#store)) {
      const { engine, earlierMs, nowMs } = this;
      if (this.over.isDue(earlierMs, engine.counters.expanded, engine.next(), nowMs)) this.#goOver();
    }
    return reached;
  }

  /** A new value of a part may find no memory; then the successors that wait are lost. */
  #expanded(from: number, to: number): number {
    try {
      return this.engine.expand(from, to);
    } catch (error) {
      if (!(error instanceof OutOfMemory)) throw error;
      this.limit = 'memory';
      this.isLost = true;
      return from;
    }
  }

  /** Goes over to WebAssembly, if that can be. */
  #goOver(): void {
    if (this.over === null || !isPlain(this.#store)) return;
    const count = this.engine.next();
    const isSmall = this.#stage === 'small' && this.#store.memory === null;
    if (isSmall && count >= LARGE_MIN && this.#moved(this.#store, count) !== null) this.#refill(count);
    if (this.#store.memory === null) return;
    const plain = this.engine;
    this.over.find(this.earlierMs, plain.counters);
    this.engine = this.over.engine(plain, this.#store, this.findings);
    this.engine.place(count, this.#capacity(), this.#base);
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
    const { parts } = search;
    const components = this.#components;
    this.#store =
      components === null || parts === null
        ? this.#plainFor(saved.header)
        : (orNull(() => components.empty(parts)) ?? this.#plainFor(saved.header));
    const store = this.#store;
    const before = await saved.restore(store, this.#shape);
    for (const finding of before.findings) this.findings.byProperty[finding.property] = finding;
    this.engine = this.#engineOver(store, before.counters);
    this.engine.fill(0, distinct);
    this.engine.place(distinct, this.#capacity(), distinct);
    this.earlierMs = before.elapsedMs;
    saved.verify(this.engine, store, before);
    if (components?.atOnce === true && isPlain(store)) this.#take(store, distinct);
    return before;
  }

  /** A plain store that holds the states of a checkpoint, or as many as there is room for. */
  #plainFor(header: Header): Store {
    const first = this.#store;
    if (!isPlain(first)) throw new InternalError('a search goes on from a checkpoint after it has begun');
    if (this.#stage !== 'small' || (!header.search.reserved && fits(first, header))) return first;
    let larger = this.#larger();
    if (larger !== null && !fits(larger, header)) larger = this.#larger() ?? larger;
    return larger ?? first;
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
      ...{ levels, counters, findings, limit, distinct, depth, elapsedMs },
      bytes: this.#bytes(),
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
    const store = this.#store;
    if (isPlain(store) && this.#isFor(store, count)) this.#take(store, count);
    if (!isPlain(this.#store)) return this.#growComponents(this.#store, count);
    return this.#growPlain(count) || (isPlain(this.#store) && this.#take(this.#store, count));
  }

  /** Whether the search is to go over to components, which a search that can does where the plain store is full. */
  #isFor(store: Store, count: number): boolean {
    if (this.#components === null) return false;
    const isFull =
      store.slots === store.table.length || count + roomFor(this.#shape.instances) >= store.parent.length;
    return isFull && (this.#components.atOnce || this.#stage !== 'small');
  }

  /** Goes over to components, if that pays. */
  #take(store: Store, count: number): boolean {
    const standing = { store, count, base: this.#base, room: roomFor(this.#shape.instances) + 1 };
    const taken = this.#components?.take({ ...standing, counters: this.engine.counters }, this.findings);
    if (taken === null || taken === undefined) return false;
    this.#store = taken.store;
    this.engine = taken.engine;
    this.engine.place(count, this.#capacity(), this.#base);
    return true;
  }

  #growComponents(store: ComponentStore, count: number): boolean {
    const grown = store.grow(count + roomFor(this.#shape.instances) + 1, count, this.engine);
    this.engine.place(count, this.#capacity(), this.#base);
    return grown;
  }

  #growPlain(count: number): boolean {
    const room = (): number => this.#capacity() - count - roomFor(this.#shape.instances);
    let grown = false;
    while ((!grown || room() <= 0) && this.#enlarge(count)) grown = true;
    // Where it is still too small the search ends, and its traces are looked up in this table.
    if (grown) this.#refill(count);
    return grown && room() > 0;
  }

  #refill(count: number): void {
    if (!isPlain(this.#store)) return;
    this.engine.bind();
    this.#store.table.fill(0, 0, this.#store.slots);
    this.engine.fill(0, count);
    this.engine.place(count, this.#capacity(), this.#base);
  }

  /** Doubles the table, which is to be refilled, in a larger store where this one's is full. False where no store is larger. */
  #enlarge(count: number): boolean {
    let store: AnyStore | null = this.#store;
    if (isPlain(store) && store.slots === store.table.length) store = this.#moved(store, count);
    if (store === null || !isPlain(store)) return false;
    store.slots = grownSlots(store);
    return true;
  }

  /** The next larger store, with as many slots, which are to be refilled; null where no store is larger. */
  #moved(store: Store, count: number): Store | null {
    const large = this.#larger();
    if (large === null || capacityOf({ ...large, slots: large.table.length }) <= capacityOf(store))
      return null;
    moveInto(store, large, count);
    large.slots = store.slots;
    this.#store = large;
    this.engine = this.#engineOver(large, this.engine.counters);
    return large;
  }

  #capacity(): number {
    return isPlain(this.#store) ? capacityOf(this.#store) : this.#store.capacity;
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
    const count = this.engine.next();
    return isPlain(this.#store)
      ? count * rowBytes(this.#shape) + this.#store.slots * 4
      : this.#store.bytesOf(count);
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
