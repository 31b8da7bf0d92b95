/**
 * Strings that events have by number. They are put into each generation's table before it begins, because events that have them are
 * written where nothing can be allocated. Source: runtime/traceruntime.go, runtime/mgc.go.
 */
import type { Runtime } from './runtime2.ts';
import { traceStringTablePut } from './tracestring.ts';
import { slot } from './tracewriter.ts';

/** Why a goroutine waits. Go: traceBlockReasonStrings, runtime/traceruntime.go. */
export const traceBlockReasons = [
  'unspecified',
  'forever',
  'network',
  'select',
  'sync.(*Cond).Wait',
  'sync',
  'chan send',
  'chan receive',
  'GC mark assist wait for work',
  'GC background sweeper wait',
  'system goroutine wait',
  'preempted',
  'wait for debug call',
  'wait until GC ends',
  'sleep',
  'GC weak to strong wait',
  'synctest',
] as const;

export type TraceBlockReason = (typeof traceBlockReasons)[number];

/** Why a goroutine stops, though it could go on. Go: traceGoStopReasonStrings, runtime/traceruntime.go. */
export const traceGoStopReasons = ['unspecified', 'runtime.Gosched', 'preempted'] as const;

/** What a goroutine that marks does. Go: gcMarkWorkerModeStrings, runtime/mgc.go. */
const gcMarkWorkerModes = ['Not worker', 'GC (dedicated)', 'GC (fractional)', 'GC (idle)'] as const;

const blockReasonIndices = new Map<string, number>(traceBlockReasons.map((reason, index) => [reason, index]));
const stopReasonIndices = new Map<string, number>(traceGoStopReasons.map((reason, index) => [reason, index]));

export const blockReasonIndex = (reason: TraceBlockReason): number => blockReasonIndices.get(reason) ?? 0;
export const stopReasonIndex = (reason: (typeof traceGoStopReasons)[number]): number =>
  stopReasonIndices.get(reason) ?? 0;

/** Puts them into the table of a generation. Go: traceRegisterLabelsAndReasons, runtime/trace.go. */
export function traceRegisterLabelsAndReasons(rt: Runtime, gen: number): void {
  if (rt.options.withoutTables === true) return;
  const { trace } = rt;
  const put = (text: string): number => traceStringTablePut(rt, gen, text);
  trace.markWorkerLabels[slot(gen)] = gcMarkWorkerModes.map(put);
  trace.goBlockReasons[slot(gen)] = traceBlockReasons.map(put);
  trace.goStopReasons[slot(gen)] = traceGoStopReasons.map(put);
}
