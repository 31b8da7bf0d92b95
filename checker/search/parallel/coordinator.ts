/**
 * The main thread's part of a parallel breadth-first search: it lays out the shared memory, adds the roots, starts the
 * workers, passes on progress and interrupts, and puts their answers together. It does not take part in the search.
 */
import type { Limit, ModuleSource } from '../../report.ts';
import type { Program } from '../../program.ts';
import type { RecordField } from '../../schema.ts';
import type { Views } from '../../views.ts';
import { encode } from '../../codec.ts';
import { roomBeside } from '../../host/memory.ts';
import { allocated, halving, orNull } from '../../out-of-memory.ts';
import { merge } from '../counters.ts';
import { engineOf } from '../engine.ts';
import type { Finding } from '../findings.ts';
import { Findings, violatedBy } from '../findings.ts';
import type { Bounds, Ranges, SearchResult } from '../result.ts';
import type { Hooks } from '../sequential.ts';
import type { Store, StoreShape } from '../store.ts';
import { ELEMENTS_MAX, capacityOf, grownSlots, reserveWhole, rowBytes } from '../store.ts';
import { appendRange } from './member.ts';
import { runJobs } from './pool.ts';
import type { Job } from './protocol.ts';
import { RANGE_WORDS, codeOf, limits, word } from './protocol.ts';

export interface Team {
  readonly workers: number;
  readonly module: ModuleSource;
}

const PROGRESS_MS = 100;
const RANGES_MIN = 1 << 14;

/** Null where there is no memory for columns that threads can share. */
export async function breadthFirstParallel<S extends RecordField>(
  program: Program<S>,
  views: Views<S>,
  bounds: Bounds,
  hooks: Hooks,
  { workers, module }: Team,
): Promise<SearchResult | null> {
  const started = performance.now();
  const shape = { words: views.layout.words, instances: program.instances, shared: true };
  const columns = orNull(() => sharedColumns(shape, bounds.memoryMaxBytes, workers));
  if (columns === null) return null;
  const { store, ranges } = columns;
  const shared = {
    ...columns,
    control: new Int32Array(new SharedArrayBuffer((word.lengths + program.properties.length) * 4)),
    open: new Int32Array(new SharedArrayBuffer(workers * 8)),
    tallies: new Float64Array(new SharedArrayBuffer(workers * 16)),
  };
  const { control, tallies } = shared;

  const roots = new Findings(program);
  const engine = addRoots(program, views, store, roots, bounds.debug);
  appendRange(shared, 0, engine.next(), 0);
  if (engine.counters.generated < program.system.initial.length) control[word.stopNow] = codeOf('memory');
  control[word.top] = engine.next();
  control[word.slots] = store.slots;
  control[word.depth] = -1;
  roots.byProperty.forEach((finding, property) => {
    if (finding !== undefined) control[word.lengths + property] = finding.length + 1;
  });

  const sum = (at: number): number =>
    tallies.reduce((total, tally, index) => (index % 2 === at ? total + tally : total), 0);
  const bytes = (): number =>
    Atomics.load(control, word.count) * rowBytes(shape) + (control[word.slots] ?? 0) * 4;
  const progress = (): void => {
    const distinct = Atomics.load(control, word.count);
    hooks.onProgress?.({
      doing: 'searching',
      distinct,
      generated: engine.counters.generated + sum(0),
      queue: distinct - sum(1),
      depth: Math.max(0, control[word.depth] ?? 0),
      bytes: bytes(),
      elapsedMs: performance.now() - started,
      violated: violatedBy(
        program,
        program.properties.map((_, property) => {
          const length = Atomics.load(control, word.lengths + property) - 1;
          return length < 0 ? undefined : { property, length };
        }),
      ),
    });
  };
  const stop = (at: number, limit: Limit) => (): void => {
    Atomics.compareExchange(control, at, 0, codeOf(limit));
  };
  const interrupt = stop(word.stopLater, 'interrupt');
  if (hooks.signal?.aborted === true) interrupt();
  hooks.signal?.addEventListener('abort', interrupt);
  const timers = [setInterval(progress, PROGRESS_MS)];
  if (bounds.timeMaxMs < 2 ** 31)
    timers.push(
      setTimeout(() => {
        stop(word.stopNow, 'time')();
        // Progress is a sign of life, and a worker need not answer.
        timers.forEach(clearInterval);
      }, bounds.timeMaxMs),
    );
  const { all, debug, unchecked, depthMax, statesMax } = bounds;
  const job = {
    ...shared,
    kind: 'job',
    workers,
    module,
    properties: program.properties.map(([name]) => name),
    symmetric: program.symmetric,
    fingerprint: program.fingerprint,
    debug,
    unchecked,
    all,
    depthMax,
    statesMax,
  } as const;
  try {
    const answers = await runJobs(Array.from({ length: workers }, (_, worker): Job => ({ ...job, worker })));
    progress();
    store.slots = control[word.slots] ?? store.slots;
    const counters = merge([engine.counters, ...answers.map((answer) => answer.counters)]);
    const distinct = control[word.count] ?? 0;
    const code = control[word.limit] ?? 0;
    const levels = levelsOf(ranges, control[word.ranges] ?? 0);
    return {
      store,
      levels,
      counters,
      findings: shortest(program, [roots.byProperty, ...answers.map((answer) => answer.findings)], control),
      limit: code === 0 || counters.expanded === distinct ? null : (limits[code - 1] ?? null),
      distinct,
      depth: levels.length - 1,
      bytes: bytes(),
      elapsedMs: performance.now() - started,
    };
  } finally {
    timers.forEach(clearInterval);
    hooks.signal?.removeEventListener('abort', interrupt);
  }
}

/** The store and the list of its ranges, a quarter as many as it has rows, beside which the workers have room. */
const sharedColumns = (
  shape: StoreShape,
  bytesMax: number,
  workers: number,
): { readonly store: Store; readonly ranges: Int32Array } =>
  halving(Math.min(bytesMax, roomBeside(workers).bytes), (bytes) => {
    const store = reserveWhole(shape, bytes);
    const length = Math.min(
      Math.max(RANGES_MIN, Math.ceil(store.parent.length / 4)) * RANGE_WORDS,
      ELEMENTS_MAX,
    );
    return { store, ranges: allocated(() => new Int32Array(new SharedArrayBuffer(length * 4))) };
  });

function addRoots<S extends RecordField>(
  program: Program<S>,
  views: Views<S>,
  store: Store,
  findings: Findings,
  debug: boolean,
): ReturnType<typeof engineOf> {
  while (capacityOf(store) < program.system.initial.length && store.slots < store.table.length)
    store.slots = grownSlots(store);
  const engine = engineOf(program, views, store, findings, debug);
  engine.place(0, store.parent.length, 0);
  for (const state of program.system.initial) {
    encode(views.layout, state, views.next);
    if (engine.next() >= capacityOf(store)) break;
    engine.addRoot();
  }
  return engine;
}

function levelsOf(ranges: Int32Array, count: number): readonly Ranges[] {
  const levels: [from: number, to: number][][] = [];
  for (let range = 0; range < count; range++) {
    const [from = 0, to = 0, depth = 0] = ranges.subarray(range * RANGE_WORDS, (range + 1) * RANGE_WORDS);
    (levels[depth] ??= []).push([from, to]);
  }
  return levels;
}

/** Of what all threads met, the shortest violations of each property. */
function shortest<S extends RecordField>(
  program: Program<S>,
  met: readonly (readonly (Finding | undefined)[])[],
  control: Int32Array,
): readonly Finding[] {
  return program.properties.flatMap((_, property): readonly Finding[] => {
    const length = (control[word.lengths + property] ?? 0) - 1;
    const own = met
      .flat()
      .filter((finding) => finding !== undefined)
      .filter((finding) => finding.property === property && finding.length === length);
    if (own.length === 0) return [];
    return [
      {
        property,
        length,
        states: own.flatMap(({ states }) => states),
        instances: own.flatMap(({ instances }) => instances),
      },
    ];
  });
}
