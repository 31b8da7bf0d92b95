/**
 * The way in for everything that writes an event about the M's own goroutine or P. Source: runtime/traceevent.go.
 */
import { ordinaryCode, ordinaryDetail } from '../machine/step.ts';
import type { GoType } from './mheap.ts';
import type { Steps, TraceLocker } from './runtime2.ts';
import { callFrame } from './symtab.ts';
import { acquireStatus, statusWasTraced, writeGoStatus, writeProcStatus } from './tracestatus.ts';
import type { TraceGoStatus, TraceProcStatus } from './tracestatus.ts';
import { traceStackTablePut } from './tracestack.ts';
import { traceStringTableEmit, traceStringTablePut } from './tracestring.ts';
import { traceTypeTablePut } from './tracetype.ts';
import { end, event, writer } from './tracewriter.ts';

/**
 * Writes the statuses of the M's P and goroutine, each as an event of its own, unless they stand in this generation already. They
 * are what was true before the events that follow.
 * Go: traceLocker.eventWriter, runtime/traceevent.go, from the seed on. In the parent it also copies the buffer pointer, and holds
 * it until the event's end.
 */
export function* eventWriter(
  tl: TraceLocker,
  goStatus: TraceGoStatus,
  procStatus: TraceProcStatus,
): Steps<void> {
  const { mp, gen } = tl;
  const shared = mp.rt.design.sharedWriter;
  if (shared) {
    ordinaryCode(mp);
    yield* writer(tl);
  }
  // On the system stack nothing grows.
  if (!mp.onG0) yield* ordinaryDetail(mp, 'traceLocker.eventWriter');
  const pp = mp.p;
  if (pp !== null && !statusWasTraced(pp.trace, gen) && (yield* acquireStatus(mp, pp.trace, gen))) {
    if (!shared) yield* writer(tl);
    yield* writeProcStatus(tl, pp.id, procStatus, pp.inSweep);
    if (!shared) yield* end(tl);
  }
  const gp = mp.curg;
  if (gp !== null && !statusWasTraced(gp.trace, gen) && (yield* acquireStatus(mp, gp.trace, gen))) {
    if (!shared) yield* writer(tl);
    yield* writeGoStatus(tl, gp.goid, mp.procid, goStatus, gp.inMarkAssist);
    if (!shared) yield* end(tl);
  }
  // The arguments of the event are evaluated from here on: sequence numbers, strings, stacks.
  yield* ordinaryDetail(mp, 'traceEventWriter.event');
}

/**
 * Writes one event. Its arguments have been evaluated: strings and stacks are in their tables, sequence numbers are taken.
 * Go: traceEventWriter.event, runtime/traceevent.go; up to 1.23 traceEventWriter.commit.
 */
export function* traceEvent(tl: TraceLocker, ev: number, ...args: readonly number[]): Steps<void> {
  yield* ordinaryDetail(tl.mp, 'traceEventWriter.event: arguments');
  if (!tl.writes) {
    ordinaryCode(tl.mp);
    yield* writer(tl);
  }
  yield* event(tl, ev, args);
  yield* end(tl);
}

/**
 * The number of the goroutine's call stack. Calls of the runtime that Go leaves out by counting (`skip`) are not in
 * {@link G.frame} in the first place. Go: traceLocker.stack, runtime/traceevent.go.
 */
export function stack({ mp, gen }: TraceLocker): number {
  return mp.curg === null ? 0 : traceStackTablePut(mp.rt, gen, mp.curg.frame);
}

/** The number of a stack that has only a function's begin. Go: traceLocker.startPC, runtime/traceevent.go. */
export function startPC({ mp, gen }: TraceLocker, pc: number): number {
  return traceStackTablePut(mp.rt, gen, callFrame(null, pc));
}

/** The number of a short string that will come again. Go: traceLocker.string, runtime/traceevent.go. */
export function string({ mp, gen }: TraceLocker, text: string): number {
  return traceStringTablePut(mp.rt, gen, text);
}

/** The number of a string that will not come again. Go: traceLocker.uniqueString, runtime/traceevent.go. */
export function uniqueString({ mp, gen }: TraceLocker, text: string): number {
  return traceStringTableEmit(mp.rt, gen, text);
}

/** The number of a type. Go: traceLocker.rtype, runtime/traceevent.go. */
export function rtype({ mp, gen }: TraceLocker, type: GoType | null): number {
  return traceTypeTablePut(mp.rt, gen, type);
}
