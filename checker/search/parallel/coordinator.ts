/**
 * The calling thread's part of a parallel breadth-first search, after it has searched alone: it lays out where the search is,
 * passes on progress and interrupts, writes checkpoints, and puts the answers together.
 */
import type { Limit, Progress } from '../../check/report.ts';
import type { Program } from '../../language/program.ts';
import type { RecordField } from '../../language/schema.ts';
import type { Snapshot } from '../checkpoint/snapshot.ts';
import { countersLength, merge, readCounters } from '../counters.ts';
import type { Finding } from '../findings.ts';
import { violatedBy } from '../findings.ts';
import type { Bounds, Ranges, SearchResult } from '../result.ts';
import type { Hooks } from '../hooks.ts';
import { rowBytes } from '../store.ts';
import { nextLevel, open } from './leader.ts';
import type { Jobs } from './pool.ts';
import type { Job } from './protocol.ts';
import { RANGE_WORDS, codeOf, limits, rangeAt, task, word } from './protocol.ts';
import { Resting, appendBegun } from './resting.ts';

const PROGRESS_MS = 100;

/** A search that one thread began, and who goes on with it. */
interface Begun {
  readonly shared: Omit<Job, 'worker'>;
  readonly jobs: Jobs;
  readonly snapshot: Snapshot;
  /** The time of the runs before this one. */
  readonly earlierMs: number;
}

/** Goes on with a search from where one thread left it. */
export async function goOn<S extends RecordField>(
  program: Program<S>,
  bounds: Bounds,
  hooks: Hooks,
  { shared, jobs, snapshot, earlierMs }: Begun,
): Promise<SearchResult> {
  const started = performance.now();
  const { checkpoints, signal } = hooks;
  const { store, ranges, control, tallies } = shared;
  const { counters: base, findings: found } = snapshot;
  const stride = countersLength(program);
  const shape = { words: store.words, instances: program.instances, shared: true, behind: null };
  appendBegun(shared, snapshot);
  control[word.slots] = store.slots;
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
  const rest = new Resting(program, shared, snapshot, elapsedMs);

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
  jobs.hear = (notice) => {
    if (rest.hear(notice)) write();
  };
  try {
    open(control, 0);
    const { done, full } = await jobs.answers();
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
    if (checkpoints !== null && limit !== null && full.length === 0) {
      progress('writing a checkpoint');
      await checkpoints.write(rest.snapshot());
    }
    const levels = levelsOf(ranges, control[word.ranges] ?? 0);
    return {
      store,
      levels,
      counters,
      findings: shortest(program, [found, ...done.map((answer) => answer.findings)], control),
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
