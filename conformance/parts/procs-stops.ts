/** Where the threads of the parts about Ps and system calls stand, and what the state shows of what they keep there. */
import type { ValueType } from '../../model/index.ts';
import type { P } from '../../reference/index.ts';
import type { Run, StopsOfKinds } from '../run/run.ts';
import type { Choices } from '../names.ts';
import { coreStops, resting } from '../stops.ts';
import { notesOf, psOf } from './procs-notes.ts';
import { schedulerCallerLocal, schedulerCallerStop } from './unbuffered.ts';

export const numberOf = (pp: P | null): number => (pp === null ? 0 : pp.id + 1);

/** Steps of an M that comes out of a system call with which looks at the scheduler come. */
export const looksOfExits = [
  'traceEnabled: true',
  'traceAcquireEnabled: mp.trace.writing',
  'traceAcquireEnabled: trace.gen',
  'traceRelease',
  'exitsyscall: casgstatus',
  'exitsyscall0: casgstatus',
  'exitsyscallfast: pp.status',
  'exitsyscallfast: swap of pp.status',
  'pidleget: sched.lock',
];

/** Looks whose answers a program leaves open, whichever they are. */
export const anyLook = (looks: readonly string[]): Choices =>
  Object.fromEntries(looks.map((step) => [step, { any: '' }]));

/** Steps of wirep. */
export const wirepStops = [
  'wirep: pp.m',
  'wirep: pp.status',
  'wirep: pp.m = mp',
  'wirep: pp.status = running',
];

export const procStops: StopsOfKinds = {
  ...coreStops,
  own: { stop: stopOf, local: localOf },
  caller: { stop: (run) => schedulerCallerStop(run, notesOf(run).stops), local: callerLocal },
};

function stopOf(run: Run, index: number): string {
  const mp = run.ms[index];
  const noted = notesOf(run).ms[index];
  if (mp === undefined || noted === undefined || noted.op === 'none') return resting;
  const section = coreStops.own.stop(run, index);
  const at = section === resting ? (mp.offers[0]?.step ?? resting) : section;
  return `${at}, to ${noted.op} after ${noted.last} and ${noted.events} events, in ${mp.lockers.length} sections`;
}

/** With one P besides that of callers, all variables are about that, but for its id, which counts from 0, where a status is written. */
function localOf(run: Run, index: number, type: ValueType): number | undefined {
  const [section] = run.ms[index]?.lockers ?? [];
  if (type === 'gen') return section?.gen ?? 0;
  if (type === 'p') return psOf(run) === 2 && !ofStatus.has(section?.at ?? '') ? 2 : undefined;
  return type === 'seq' ? (notesOf(run).ms[index]?.seq ?? 0) : undefined;
}

const ofStatus = new Set(['traceSchedResourceState.acquireStatus', 'traceLocker.writer']);

function callerLocal(run: Run, _: number, type: ValueType): number | undefined {
  if (type === 'p') return notesOf(run).next;
  // Before it stores the next generation, it keeps this one, too: that it stores the right one is seen then.
  const isBeforeStore = run.advancers[1]?.offers[0]?.step === 'traceAdvance: trace.gen';
  return type === 'gen' && isBeforeStore ? undefined : schedulerCallerLocal(run, _, type);
}
