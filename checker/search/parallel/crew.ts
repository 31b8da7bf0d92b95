/**
 * The workers of a search that begins alone: the memory that they will share is reserved at its start, and they are started when
 * it has become long.
 */
import { host } from '#host';
import type { ModuleSource } from '../../check/options.ts';
import type { RecordField } from '../../language/schema.ts';
import { roomBeside } from '../../host/memory.ts';
import { allocated, halving, orNull } from '../../host/out-of-memory.ts';
import { countersLength, writeCounters, zeroCounters } from '../counters.ts';
import type { Prepared } from '../prepared.ts';
import type { Bounds } from '../result.ts';
import type { Hooks, Others } from '../hooks.ts';
import type { Store, StoreShape } from '../store.ts';
import { ELEMENTS_MAX, fits, reserveWhole } from '../store.ts';
import { goingOver } from '../wasm/going-over.ts';
import { goOn } from './coordinator.ts';
import { open } from './leader.ts';
import { Jobs } from './pool.ts';
import type { Columns, Job } from './protocol.ts';
import { OWN_WORDS, RANGE_WORDS, task, word } from './protocol.ts';
import { sharing } from './sharing.ts';

export interface Team {
  readonly workers: number;
  readonly module: ModuleSource;
}

/** Workers that take over a search where it is long. */
export interface Crew extends Others {
  /** Lets the workers go, if they did not take over. */
  dismiss(): void;
}

const RANGES_MIN = 1 << 14;
/** Numbers of structures: those of the tracer are some 100,000. */
const STRUCTURES_MAX = 1 << 20;
/** How often the CPU time is looked at, which is a call of the system. */
const LOOK_MS = 40;

/** Null where there is no memory for columns that threads can share. */
export function crewOf<S extends RecordField>(
  prepared: Prepared<S>,
  bounds: Bounds,
  hooks: Hooks,
  { workers, module }: Team,
): Crew | null {
  const { program, views } = prepared;
  const shape = { words: views.layout.words, instances: program.instances, shared: true, behind: null };
  const whole = (): Columns | null => orNull(() => sharedColumns(shape, bounds.memoryMaxBytes, workers));
  const reachable = goingOver(prepared, bounds)?.store(shape, bounds.memoryMaxBytes, workers) ?? null;
  const within =
    reachable !== null && holds(reachable.store, hooks) ? orNull(() => withRanges(reachable.store)) : null;
  const columns = within ?? whole();
  if (columns === null) return null;
  const hasLarger = within !== null && reachable?.isWhole === false;
  const { all, debug, unchecked, depthMax, statesMax } = bounds;
  const stride = countersLength(program);
  const job = {
    kind: 'job',
    module,
    properties: program.properties.map(([name]) => name),
    symmetric: program.symmetric,
    fingerprint: program.fingerprint,
    checkpoints: hooks.checkpoints !== null,
    structures: new Int32Array(new SharedArrayBuffer(columns.store.memory === null ? 0 : STRUCTURES_MAX * 4)),
    control: new Int32Array(new SharedArrayBuffer((word.lengths + program.properties.length) * 4)),
    own: new Int32Array(new SharedArrayBuffer(workers * OWN_WORDS * 4)),
    tallies: new Float64Array(new SharedArrayBuffer(workers * stride * 8)),
    ...columns,
    ...{ workers, all, debug, unchecked, depthMax, statesMax },
  } as const;
  for (let worker = 0; worker < workers; worker++)
    writeCounters(zeroCounters(program), job.tallies.subarray(worker * stride, (worker + 1) * stride));
  job.control[word.active] = -1;

  let jobs: Jobs | null = null;
  let ready = 0;
  const jobsOf = (shared: Omit<Job, 'worker'>): Jobs =>
    new Jobs(
      Array.from({ length: workers }, (_, worker): Job => ({ ...shared, worker })),
      ({ kind }) => {
        if (kind === 'ready') ready++;
      },
    );
  const start = (): Jobs => (jobs ??= jobsOf(job));
  let isTaken = false;
  const begun = host.cpuMs();
  let lookMs = 0;
  let cpuMs = 0;
  let msPerState = 0;
  return {
    store: columns.store,
    hasLarger,
    take(left, expanded, nowMs) {
      // What the workers take to start says nothing of the search.
      if (jobs === null && nowMs >= lookMs) {
        lookMs = nowMs + LOOK_MS;
        cpuMs = host.cpuMs() - begun;
        msPerState = expanded === 0 ? 0 : cpuMs / expanded;
      }
      if (!sharing.isDue({ cpuMs, levelMs: left * msPerState, expanded })) return false;
      // Those that failed to start have answered.
      return start().isOver || sharing.waits || ready === workers;
    },
    goOn(snapshot, earlierMs, over) {
      isTaken = true;
      const larger = hasLarger ? { columns: whole, jobsOf } : null;
      return goOn(program, bounds, hooks, {
        ...{ shared: job, jobs: start(), snapshot, earlierMs, over, larger },
      });
    },
    dismiss() {
      if (isTaken || jobs === null) return;
      job.control[word.task] = task.end;
      open(job.control, 0);
    },
  };
}

/** As many as there is room for beside the workers. */
const sharedColumns = (shape: StoreShape, bytesMax: number, workers: number): Columns =>
  halving(Math.min(bytesMax, roomBeside(workers).bytes), (bytes) => withRanges(reserveWhole(shape, bytes)));

/** The store, and a list of a quarter as many ranges as it has rows. */
function withRanges(store: Store): Columns {
  const length = Math.min(
    Math.max(RANGES_MIN, Math.ceil(store.parent.length / 4)) * RANGE_WORDS,
    ELEMENTS_MAX,
  );
  return { store, ranges: allocated(() => new Int32Array(new SharedArrayBuffer(length * 4))) };
}

/** Whether a search that goes on from a checkpoint finds room in the store. */
const holds = (store: Store, { saved }: Hooks): boolean => saved === null || fits(store, saved.header);
