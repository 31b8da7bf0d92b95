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
import { ELEMENTS_MAX, reserveWhole } from '../store.ts';
import { goOn } from './coordinator.ts';
import { open } from './leader.ts';
import { Jobs } from './pool.ts';
import type { Job } from './protocol.ts';
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
/** How often the CPU time is looked at, which is a call of the system. */
const LOOK_MS = 40;

/** Null where there is no memory for columns that threads can share. */
export function crewOf<S extends RecordField>(
  { program, views }: Pick<Prepared<S>, 'program' | 'views'>,
  bounds: Bounds,
  hooks: Hooks,
  { workers, module }: Team,
): Crew | null {
  const shape = { words: views.layout.words, instances: program.instances, shared: true, behind: null };
  const columns = orNull(() => sharedColumns(shape, bounds.memoryMaxBytes, workers));
  if (columns === null) return null;
  const { all, debug, unchecked, depthMax, statesMax } = bounds;
  const stride = countersLength(program);
  const job = {
    kind: 'job',
    module,
    properties: program.properties.map(([name]) => name),
    symmetric: program.symmetric,
    fingerprint: program.fingerprint,
    checkpoints: hooks.checkpoints !== null,
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
  const start = (): Jobs =>
    (jobs ??= new Jobs(
      Array.from({ length: workers }, (_, worker): Job => ({ ...job, worker })),
      ({ kind }) => {
        if (kind === 'ready') ready++;
      },
    ));
  let isTaken = false;
  const begun = host.cpuMs();
  let lookMs = 0;
  let cpuMs = 0;
  let msPerState = 0;
  return {
    store: columns.store,
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
    goOn(snapshot, earlierMs) {
      isTaken = true;
      return goOn(program, bounds, hooks, { shared: job, jobs: start(), snapshot, earlierMs });
    },
    dismiss() {
      if (isTaken || jobs === null) return;
      job.control[word.task] = task.end;
      open(job.control, 0);
    },
  };
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
