/**
 * The calling thread's part of a parallel breadth-first search, after it has searched alone: it lays out where the search is,
 * passes on progress and interrupts, writes checkpoints, and puts the answers together.
 */
import type { Limit, Progress } from '../../check/report.ts';
import type { Program } from '../../language/program.ts';
import type { RecordField } from '../../language/schema.ts';
import type { Snapshot } from '../checkpoint/snapshot.ts';
import type { Counters } from '../counters.ts';
import { countersLength, merge, readCounters } from '../counters.ts';
import type { Finding } from '../findings.ts';
import { violatedBy } from '../findings.ts';
import type { Bounds, Ranges, SearchResult } from '../result.ts';
import type { Hooks, Over } from '../hooks.ts';
import { LOAD_MAX, growTo, moveInto, rowBytes } from '../store.ts';
import { packed } from '../../structures/packed.ts';
import { nextLevel, open } from './leader.ts';
import type { Jobs } from './pool.ts';
import type { Columns, Job } from './protocol.ts';
import { OWN_WORDS, RANGE_WORDS, codeOf, limits, own, rangeAt, task, word } from './protocol.ts';
import { appendRange } from './member.ts';
import { Resting, appendBegun } from './resting.ts';

const PROGRESS_MS = 100;

/** A search that one thread began, and who goes on with it. */
interface Begun {
  readonly shared: Omit<Job, 'worker'>;
  readonly jobs: Jobs;
  readonly snapshot: Snapshot;
  /** The time of the runs before this one. */
  readonly earlierMs: number;
  /** What finds the structures of an engine in WebAssembly; null where none is wanted. */
  readonly over: Over | null;
  /** What the search goes on in where its columns are full; null where they are all that there is. */
  readonly larger: Larger | null;
}

interface Larger {
  columns(this: void): Columns | null;
  jobsOf(this: void, shared: Omit<Job, 'worker'>): Jobs;
}

/** Goes on with a search from where one thread left it. */
export async function goOn<S extends RecordField>(
  program: Program<S>,
  bounds: Bounds,
  hooks: Hooks,
  { shared: first, jobs: firstJobs, snapshot, earlierMs, over, larger }: Begun,
): Promise<SearchResult> {
  const started = performance.now();
  const { checkpoints, signal } = hooks;
  let shared = first;
  let jobs = firstJobs;
  const { control, tallies } = shared;
  let { counters: base, findings: found } = snapshot;
  const stride = countersLength(program);
  const shape = { words: shared.store.words, instances: program.instances, shared: true, behind: null };
  appendBegun(shared, snapshot);
  control[word.slots] = shared.store.slots;
  for (const { property, length } of found) control[word.lengths + property] = length + 1;

  const elapsedMs = (): number => snapshot.elapsedMs + performance.now() - started;
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
  let rest = new Resting(program, shared, snapshot, elapsedMs);
  let isOver = over === null || shared.store.memory === null;
  /** Hands the structures to the workers, once, as soon as there are any. Whose columns WebAssembly cannot reach gets none. */
  const goOver = (): void => {
    if (isOver || over === null) return;
    const expanded = base.expanded + sum(1);
    const found = Atomics.load(control, word.count);
    if (over.isDue(earlierMs, expanded, found, performance.now())) over.find(earlierMs, base);
    if (over.structures === null) return;
    isOver = true;
    const numbers = packed(over.structures);
    if (numbers.length > shared.structures.length) return;
    shared.structures.set(numbers);
    Atomics.store(control, word.structures, numbers.length);
  };

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
      goOver();
    }, PROGRESS_MS),
  ];
  if (bounds.timeMaxMs < 2 ** 31)
    timers.push(
      setTimeout(
        () => {
          stop(word.stopNow, 'time')();
          // Progress is a sign of life, and a worker need not answer.
          timers.forEach(clearInterval);
        },
        bounds.timeMaxMs - (snapshot.elapsedMs - earlierMs),
      ),
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
    const now = rest.snapshot();
    Atomics.store(control, word.pause, 0);
    control[word.invited] = 1;
    open(control, 0);
    isWriting = true;
    writing = checkpoints?.write(now) ?? writing;
    writing = writing.finally(() => (isWriting = false));
  };
  /** The search until it ends, or its columns are full. */
  const searched = async (): Promise<Ended> => {
    jobs.hear = (notice) => {
      if (rest.hear(notice)) write();
    };
    open(control, 0);
    const { done, full } = await jobs.answers();
    progress();
    await writing;
    shared.store.slots = control[word.slots] ?? shared.store.slots;
    return {
      full,
      counters: merge([
        base,
        ...done.map((answer) => answer.counters),
        ...full.map((worker) =>
          readCounters(program, tallies.subarray(worker * stride, (worker + 1) * stride)),
        ),
      ]),
      findings: shortest(program, [found, ...done.map((answer) => answer.findings)], control),
    };
  };
  try {
    goOver();
    let ended = await searched();
    const isFull = ended.full.length === 0 && control[word.limit] === codeOf('memory');
    const columns = isFull ? (larger?.columns() ?? null) : null;
    if (larger !== null && columns !== null && moved(shared, columns)) {
      shared = { ...shared, ...columns };
      ({ counters: base, findings: found } = ended);
      isOver = true;
      rest = new Resting(program, shared, ended, elapsedMs);
      jobs = larger.jobsOf(shared);
      if (elapsedMs() - earlierMs >= bounds.timeMaxMs) stop(word.stopNow, 'time')();
      if (signal?.aborted === true) interrupt();
      ended = await searched();
    }
    const { counters, findings, full } = ended;
    const { store, ranges } = shared;
    const distinct = control[word.count] ?? 0;
    const code = full.length > 0 ? codeOf('memory') : (control[word.limit] ?? 0);
    const isWhole = full.length === 0 && counters.expanded === distinct;
    const limit = code === 0 || isWhole ? null : (limits[code - 1] ?? null);
    if (checkpoints !== null && limit !== null && full.length === 0) {
      progress('writing a checkpoint');
      await checkpoints.write(rest.snapshot());
    }
    const levels = levelsOf(ranges, control[word.ranges] ?? 0);
    return {
      store,
      levels,
      counters,
      findings,
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

interface Ended {
  readonly counters: Counters;
  readonly findings: readonly Finding[];
  /** Workers whose heap was full, by their numbers. */
  readonly full: readonly number[];
}

/**
 * Copies a search that stopped because its columns were full into larger ones, and lays it out so that the workers fill the table
 * and go on; false where those hold no more.
 */
function moved(shared: Omit<Job, 'worker'>, { store, ranges }: Columns): boolean {
  const { control, own: all, tallies, workers } = shared;
  const from = shared.store;
  const top = control[word.top] ?? 0;
  const rows = Math.min(top, from.parent.length);
  growTo(store, top);
  if (top >= store.parent.length || top > store.slots * LOAD_MAX) return false;
  moveInto(from, store, rows);
  ranges.set(shared.ranges.subarray(0, (control[word.ranges] ?? 0) * RANGE_WORDS));
  for (let worker = 0; worker < workers; worker++) {
    const at = worker * OWN_WORDS;
    const [chunkFrom = 0, chunkTo = 0] = [all[at + own.chunkFrom], all[at + own.chunkTo]];
    appendRange({ control, ranges }, chunkFrom, chunkTo, (control[word.depth] ?? 0) + 1);
    all[at + own.chunkFrom] = all[at + own.chunkTo] = all[at + own.found] = 0;
  }
  tallies.fill(0);
  // Nobody enters before the phase is opened.
  control[word.active] = -1;
  control[word.slots] = store.slots;
  control[word.stopNow] = control[word.limit] = control[word.grow] = control[word.structures] = 0;
  control[word.cursorKept] = control[word.cursor] ?? 0;
  control[word.cursor] = 0;
  control[word.task] = task.fill;
  control[word.invited] = 1;
  return true;
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
  met: readonly (readonly Finding[])[],
  control: Int32Array,
): readonly Finding[] {
  return program.properties.flatMap((_, property): readonly Finding[] => {
    const length = (control[word.lengths + property] ?? 0) - 1;
    const own = met.flat().filter((finding) => finding.property === property && finding.length === length);
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
