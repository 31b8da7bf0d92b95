/** Names of the tree for statuses and for kinds of events. */
import { STATUS_MAX, eventKinds, eventNumber, statusNumber } from '../../../model/index.ts';
import type { EventKind, GoOrProcStatus } from '../../../model/index.ts';
import { literal } from '../values.ts';
import type { Value } from '../values.ts';

/** What the runtime calls the statuses that Gs and Ps of the model have, and what the tracer calls them. */
const statuses: Readonly<Record<string, GoOrProcStatus>> = {
  _Grunnable: 'runnable',
  _Grunning: 'running',
  _Gwaiting: 'waiting',
  _Gsyscall: 'syscall',
  _Gdead: 'dead',
  _Pidle: 'idle',
  _Prunning: 'running',
  _Psyscall: 'syscall',
  _Pdead: 'dead',
  GoBad: 'none',
  GoRunnable: 'runnable',
  GoRunning: 'running',
  GoSyscall: 'syscall',
  GoWaiting: 'waiting',
  ProcBad: 'none',
  ProcRunning: 'running',
  ProcIdle: 'idle',
  ProcSyscall: 'syscall',
  ProcSyscallAbandoned: 'abandoned',
};

/** Statuses of the runtime that no G or P of the model has for long: each is told from all others. */
const others = ['_Gidle', '_Gcopystack', '_Gpreempted', '_Gleaked', '_Gdeadextra', '_Pgcstop'];

/** Events of which a reader learns nothing about a transition: it has to know the goroutine and the P that write them. */
const ordinary = new Set([
  'UserLog',
  'UserTaskBegin',
  'UserTaskEnd',
  'UserRegionBegin',
  'UserRegionEnd',
  'HeapAlloc',
  'HeapGoal',
  'ProcsChange',
  'GoroutineStack',
  'GoroutineStackAlloc',
  'GoroutineStackFree',
]);

/** A status, or a kind of event; undefined for a name that is neither, or that nobody taught. */
export function schedulerConstant(name: string): Value | undefined {
  // The model takes no status by halves: who suspends a G is done in the same step.
  if (name === '_Gscan') return literal(0, 'status');
  const plain = name.replace(/^(tracev2\.|trace(?=Go|Proc))/, '');
  const status = Object.hasOwn(statuses, plain) ? statuses[plain] : undefined;
  if (status !== undefined) return literal(statusNumber(status), 'status');
  const other = others.indexOf(name);
  if (other >= 0) return literal(STATUS_MAX - other, 'status');
  const [, event = ''] = /^(?:tracev2\.Ev|traceEv)(\w+)$/.exec(name) ?? [];
  if (Object.hasOwn(eventKinds, event)) return literal(eventNumber(event as EventKind), 'event');
  return ordinary.has(event) ? literal(eventNumber('other'), 'event') : undefined;
}

export const isEventName = (name: string): boolean => /^(tracev2\.Ev|traceEv)\w+$/.test(name);
