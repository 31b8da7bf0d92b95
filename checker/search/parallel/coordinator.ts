/**
 * The main thread's part of a parallel breadth-first search: it lays out the shared memory, adds the roots, starts the
 * workers, passes on progress and interrupts, writes checkpoints, and puts the answers together. It does not take part in the
 * search.
 */
import type { Limit, ModuleSource, Progress } from '../../check/report.ts';
import type { Program } from '../../language/program.ts';
import type { RecordField } from '../../language/schema.ts';
import type { Views } from '../../state/views.ts';
import { encode } from '../../state/codec.ts';
import { roomBeside } from '../../host/memory.ts';
import { allocated, halving, orNull } from '../../host/out-of-memory.ts';
import { countersLength, merge, readCounters, writeCounters, zeroCounters } from '../counters.ts';
import type { Engine } from '../engine.ts';
import { engineOf } from '../engine.ts';
import type { Finding } from '../findings.ts';
import { Findings, violatedBy } from '../findings.ts';
import type { Bounds, Ranges, SearchResult } from '../result.ts';
import type { Hooks } from '../sequential.ts';
import type { Store, StoreShape } from '../store.ts';
import { ELEMENTS_MAX, capacityOf, grownSlots, reserveWhole, rowBytes } from '../store.ts';
import { nextLevel, open } from './leader.ts';
import { appendRange } from './member.ts';
import { runJobs } from './pool.ts';
import type { Job } from './protocol.ts';
import { OWN_WORDS, RANGE_WORDS, codeOf, limits, task, word } from './protocol.ts';
import { Resting, appendSaved, rangeAt } from './resting.ts';

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
  const { checkpoints, saved, signal } = hooks;
  const shape = { words: views.layout.words, instances: program.instances, shared: true };
  const columns = orNull(() => sharedColumns(shape, bounds.memoryMaxBytes, workers));
  if (columns === null) return null;
  const { store, ranges } = columns;
  const { all, debug, unchecked, depthMax, statesMax } = bounds;
  const shared = {
    ...columns,
    control: new Int32Array(new SharedArrayBuffer((word.lengths + program.properties.length) * 4)),
    own: new Int32Array(new SharedArrayBuffer(workers * OWN_WORDS * 4)),
    tallies: new Float64Array(new SharedArrayBuffer(workers * countersLength(program) * 8)),
    ...{ workers, all, depthMax, statesMax },
  };
  const { control, tallies } = shared;
  const stride = countersLength(program);
  for (let worker = 0; worker < workers; worker++)
    writeCounters(zeroCounters(program), tallies.subarray(worker * stride, (worker + 1) * stride));

  const found = new Findings(program);
  let engine: Engine;
  let earlierMs = 0;
  if (saved === null) {
    engine = addRoots(program, views, store, found, debug);
    appendRange(shared, 0, engine.next(), 0);
    control[word.depth] = -1;
    if (engine.counters.generated < program.system.initial.length) control[word.stopNow] = codeOf('memory');
  } else {
    const before = await saved.restore(store, shape);
    for (const finding of before.findings) found.byProperty[finding.property] = finding;
    engine = engineOf(program, views, store, found, debug, before.counters);
    const { distinct } = saved.header;
    engine.fill(0, distinct);
    engine.place(distinct, distinct, distinct);
    saved.verify(engine, store, before);
    appendSaved(shared, before, distinct);
    earlierMs = before.elapsedMs;
  }
  const base = engine.counters;
  control[word.top] = engine.next();
  control[word.slots] = store.slots;
  found.byProperty.forEach((finding, property) => {
    if (finding !== undefined) control[word.lengths + property] = finding.length + 1;
  });

  const elapsedMs = (): number => earlierMs + performance.now() - started;
  const sum = (at: number): number =>
    tallies.reduce((total, tally, index) => (index % stride === at ? total + tally : total), 0);
  const bytes = (): number =>
    Atomics.load(control, word.count) * rowBytes(shape) + (control[word.slots] ?? 0) * 4;
  const progress = (doing: Progress['doing'] = 'searching'): void => {
    const distinct = Atomics.load(control, word.count);
    hooks.onProgress?.({
      doing,
      distinct,
      generated: base.generated + sum(0),
      queue: distinct - base.expanded - sum(1),
      depth: Math.max(0, control[word.depth] ?? 0),
      bytes: bytes(),
      elapsedMs: elapsedMs(),
      violated: violatedBy(
        program,
        program.properties.map((_, property) => {
          const length = Atomics.load(control, word.lengths + property) - 1;
          return length < 0 ? undefined : { property, length };
        }),
      ),
    });
  };
  const rest = new Resting(program, shared, base, found, elapsedMs);
  if (control[word.stopNow] === 0) await checkpoints?.begin(rest.snapshot());
  const isLost = control[word.stopNow] !== 0;

  const stop = (at: number, limit: Limit) => (): void => {
    Atomics.compareExchange(control, at, 0, codeOf(limit));
  };
  // With a checkpoint nothing is gained by finishing the level.
  const interrupt = stop(checkpoints === null ? word.stopLater : word.stopNow, 'interrupt');
  if (signal?.aborted === true) interrupt();
  signal?.addEventListener('abort', interrupt);
  if ((control[word.cursor] ?? 0) >= (control[word.levelEnd] ?? 0))
    control[word.task] = nextLevel(shared) ? task.expand : task.end;
  control[word.invited] = 1;
  const timers = [
    setInterval(() => {
      progress();
    }, PROGRESS_MS),
  ];
  if (bounds.timeMaxMs < 2 ** 31)
    timers.push(
      setTimeout(() => {
        stop(word.stopNow, 'time')();
        // Progress is a sign of life, and a worker need not answer.
        timers.forEach(clearInterval);
      }, bounds.timeMaxMs),
    );
  let writing: Promise<void> = Promise.resolve();
  let isWriting = false;
  if (checkpoints !== null)
    timers.push(
      setInterval(() => {
        if (!isWriting && checkpoints.isDue(performance.now())) Atomics.store(control, word.pause, 1);
      }, PROGRESS_MS),
    );
  /** At rest, takes note of where the search is, and writes it while the search goes on. */
  const write = (): void => {
    const snapshot = rest.snapshot();
    Atomics.store(control, word.pause, 0);
    control[word.invited] = 1;
    open(control, 0);
    isWriting = true;
    writing = checkpoints?.write(snapshot) ?? writing;
    writing = writing.finally(() => (isWriting = false));
  };
  const job = {
    ...shared,
    kind: 'job',
    module,
    properties: program.properties.map(([name]) => name),
    symmetric: program.symmetric,
    fingerprint: program.fingerprint,
    debug,
    unchecked,
    checkpoints: checkpoints !== null,
  } as const;
  try {
    const jobs = Array.from({ length: workers }, (_, worker): Job => ({ ...job, worker }));
    const { done, full } = await runJobs(jobs, (notice) => {
      if (rest.hear(notice)) write();
    });
    progress();
    await writing;
    store.slots = control[word.slots] ?? store.slots;
    const counters = merge([
      base,
      ...done.map((answer) => answer.counters),
      ...full.map((worker) =>
        readCounters(program, tallies.subarray(worker * stride, (worker + 1) * stride)),
      ),
    ]);
    const distinct = control[word.count] ?? 0;
    const code = full.length > 0 ? codeOf('memory') : (control[word.limit] ?? 0);
    const isWhole = full.length === 0 && counters.expanded === distinct;
    const limit = code === 0 || isWhole ? null : (limits[code - 1] ?? null);
    if (checkpoints !== null && limit !== null && !isLost && full.length === 0) {
      progress('writing a checkpoint');
      await checkpoints.write(rest.snapshot());
    }
    const levels = levelsOf(ranges, control[word.ranges] ?? 0);
    return {
      store,
      levels,
      counters,
      findings: shortest(program, [found.byProperty, ...done.map((answer) => answer.findings)], control),
      limit,
      distinct,
      depth: levels.length - 1,
      bytes: bytes(),
      elapsedMs: elapsedMs(),
      earlierMs,
    };
  } finally {
    await writing;
    timers.forEach(clearInterval);
    signal?.removeEventListener('abort', interrupt);
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
  const levels: (readonly [from: number, to: number])[][] = [];
  for (let range = 0; range < count; range++)
    (levels[ranges[range * RANGE_WORDS + 2] ?? 0] ??= []).push(rangeAt(ranges, range));
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
