/**
 * Statuses: each generation of an execution trace opens with that of every goroutine and P, before its first event there.
 * Source: runtime/tracestatus.go.
 */
import { eventId, goStatus, procStatus } from '../../wire/index.ts';
import { Throw, ordinaryDetail } from '../machine/step.ts';
import type { GStatus, M, P, ResourceState, Steps, TraceLocker } from './runtime2.ts';
import { event, slot } from './tracewriter.ts';

const evProcStatus = eventId('ProcStatus');
const evGoStatus = eventId('GoStatus');
const evGoStatusStack = eventId('GoStatusStack');
const evGCSweepActive = eventId('GCSweepActive');
const evGCMarkAssistActive = eventId('GCMarkAssistActive');

/** Go: traceGoStatus. */
export type TraceGoStatus = keyof typeof goStatus;

/** The number of a status, as the wire has it. */
export const goStatusCode = (status: TraceGoStatus): number => goStatus[status];

/** Go: traceProcStatus. */
export type TraceProcStatus = keyof typeof procStatus;

/**
 * Takes the right to write a resource's status in a generation, and readies the resource for the next one. From here to the status
 * itself nothing grows: what is called in between is nosplit.
 * Go: traceSchedResourceState.acquireStatus, runtime/tracestatus.go.
 */
export function* acquireStatus(mp: M, r: ResourceState, gen: number): Steps<boolean> {
  yield* ordinaryDetail(mp, 'traceSchedResourceState.acquireStatus');
  if (statusWasTraced(r, gen)) return false;
  setStatusTraced(r, gen);
  readyNextGen(r, gen);
  return true;
}

/** Go: traceSchedResourceState.readyNextGen, runtime/tracestatus.go. */
export function readyNextGen(r: ResourceState, gen: number): void {
  const next = traceNextGen(gen);
  r.seq[slot(next)] = 0;
  r.statusTraced[third(next)] = 0;
}

/** Go: traceSchedResourceState.statusWasTraced, runtime/tracestatus.go. */
export const statusWasTraced = (r: ResourceState, gen: number): boolean => r.statusTraced[third(gen)] !== 0;

/** Says that a status is known, for a goroutine that is created in this generation. Go: traceSchedResourceState.setStatusTraced, runtime/tracestatus.go. */
export function setStatusTraced(r: ResourceState, gen: number): void {
  r.statusTraced[third(gen)] = 1;
}

/** The generation after this one. Go: traceNextGen, runtime/trace.go; here no count ever comes round. */
export const traceNextGen = (gen: number): number => gen + 1;

/**
 * Writes the status of a goroutine, and the range that it is in. `m` is the thread it is on, or none.
 * Go: traceWriter.writeGoStatus, runtime/tracestatus.go.
 */
export function* writeGoStatus(
  w: TraceLocker,
  goid: number,
  m: number,
  status: TraceGoStatus,
  markAssist: boolean,
  stack = 0,
): Steps<void> {
  if (status === 'bad') throw new Throw('attempted to trace a bad status for a goroutine');
  if (stack === 0) yield* event(w, evGoStatus, [goid, m, goStatus[status]]);
  else yield* event(w, evGoStatusStack, [goid, m, goStatus[status], stack]);
  if (markAssist) yield* event(w, evGCMarkAssistActive, [goid]);
}

/** Writes the status of a P, and whether it is sweeping. Go: traceWriter.writeProcStatus, runtime/tracestatus.go. */
export function* writeProcStatus(
  w: TraceLocker,
  pid: number,
  status: TraceProcStatus,
  inSweep: boolean,
): Steps<void> {
  if (status === 'bad') throw new Throw('attempted to trace a bad status for a proc');
  yield* event(w, evProcStatus, [pid, procStatus[status]]);
  if (inSweep) yield* event(w, evGCSweepActive, [pid]);
}

/**
 * Writes the status of a P that the caller owns: the world is stopped, or forEachP is at it.
 * Go: traceWriter.writeProcStatusForP, runtime/tracestatus.go.
 */
export function* writeProcStatusForP(w: TraceLocker, pp: P, inSTW: boolean): Steps<void> {
  if (!(yield* acquireStatus(w.mp, pp.trace, w.gen))) return;
  yield* writeProcStatus(w, pp.id, procStatusOf(w, pp, inSTW), pp.inSweep);
}

function procStatusOf({ mp }: TraceLocker, pp: P, inSTW: boolean): TraceProcStatus {
  switch (pp.status) {
    case 'idle':
      return 'idle';
    case 'gcstop':
      // Whoever has stopped the world runs on.
      return inSTW ? 'running' : 'idle';
    case 'running':
      // A thread that comes out of a system call may have its P back, and its goroutine is not there yet.
      return mp.p === pp && mp.curg?.status === 'syscall' ? 'syscall' : 'running';
    case 'syscall':
      return 'syscall';
    case 'dead':
      throw new Throw('attempt to trace invalid or unsupported P status');
  }
}

/**
 * A goroutine's status as traces have it. One that waits only so that another can be suspended runs, for the trace.
 * Go: goStatusToTraceGoStatus, runtime/tracestatus.go.
 */
export function goStatusToTraceGoStatus(status: GStatus, waitreason: string): TraceGoStatus {
  switch (status) {
    case 'runnable':
      return 'runnable';
    case 'running':
    case 'copystack':
      return 'running';
    case 'syscall':
      return 'syscall';
    case 'waiting':
    case 'preempted':
      return status === 'waiting' && waitsForSuspendG.has(waitreason) ? 'running' : 'waiting';
    case 'idle':
    case 'dead':
      throw new Throw('tried to trace dead goroutine');
  }
}

/** Go: waitReason.isWaitingForSuspendG, runtime/runtime2.go, 1.25. */
const waitsForSuspendG: ReadonlySet<string> = new Set([
  'stopping the world',
  'GC mark termination',
  'garbage collection',
  'trace goroutine status',
  'trace proc status',
  'GC assist marking',
  'GC worker (active)',
]);

const third = (gen: number): 0 | 1 | 2 => (gen % 3 === 0 ? 0 : gen % 3 === 1 ? 1 : 2);
