/**
 * Ms that come and go. Where allm, freem and traceThreadDestroy meet traceAdvance: a snapshot of both lists under
 * sched.lock, and flushes of the same slots under trace.lock.
 */
import { range } from '../../checker/index.ts';
import type { Action } from '../../checker/index.ts';
import { flushSlot, isOutside } from '../state.ts';
import type { Constants, TracerSchema, TracerState } from '../state.ts';
import { exits, hasThreads } from '../bounds.ts';
import { isSchedLockFree } from './lists.ts';
import type { Thread } from '../bounds.ts';

export function threadActions(k: Constants): Readonly<Record<string, Action<TracerSchema>>> {
  const { bounds, design, over } = k;
  if (!hasThreads(bounds)) return {};
  const threadOf = (id: number): Thread | undefined => bounds.programs[id]?.thread;
  const starting = range(k.ms).filter((id) => threadOf(id) === 'starts');
  const exiting = range(k.ms).filter((id) => exits(threadOf(id)));
  const extra = range(k.ms).filter((id) => threadOf(id) === 'extra');
  const process = (p: { readonly m: number }): string => `M${p.m}`;
  const isExtra = (id: number): boolean => extra.includes(id);
  /** allocm runs on whichever M needs a new one; dropm on the M that it drops. */
  const destroyer = (p: { readonly m: number }): string => (isExtra(p.m) ? `M${p.m}` : 'allocm');
  const traced = (s: TracerState): boolean => s.trace.enabled || s.trace.shutdown;

  const ThreadStart = over.action({
    params: { m: starting },
    guard: {
      unborn: (s, p) => s.m.at(p.m).life === 'unborn',
      schedLockFree: isSchedLockFree,
    },
    effect: (next, p) => {
      next.m.at(p.m).life = 'running';
    },
    process: () => 'allocm',
    source: 'runtime/proc.go, mcommoninit',
    note: 'onto allm under sched.lock; the thread is made later, which it sees as nothing but time',
  });

  const ThreadExit = over.action({
    params: { m: exiting },
    guard: {
      running: (s, p) => s.m.at(p.m).life === 'running',
      outside: (s, p) => isOutside(s.m.at(p.m)),
      schedLockFree: isSchedLockFree,
    },
    effect: (next, p) => {
      next.m.at(p.m).life = 'exiting';
    },
    process,
    source: 'runtime/proc.go, mexit',
    note: 'from allm to freem under one sched.lock, with freeWait = freeMWait; mexit then gives its P away, with events',
  });

  const ThreadDone = over.action({
    params: { m: exiting },
    guard: {
      exiting: (s, p) => s.m.at(p.m).life === 'exiting',
      outside: (s, p) => isOutside(s.m.at(p.m)),
    },
    effect: (next, p) => {
      next.m.at(p.m).life = 'done';
    },
    process,
    source: 'runtime/proc.go, mexit',
    note: 'one atomic store to freeWait, the last that the thread does',
  });

  const ReapUntraced = over.action({
    params: { m: exiting },
    guard: {
      done: (s, p) => s.m.at(p.m).life === 'done',
      schedLockFree: isSchedLockFree,
      notTraced: (s) => !traced(s),
    },
    effect: (next, p) => {
      next.m.at(p.m).life = 'gone';
    },
    process: destroyer,
    source: 'runtime/proc.go, allocm',
    note: 'under sched.lock; enabled is read and then shutdown, and a stop that ends between the two has flushed the M',
  });

  const NeedM = over.action({
    params: { m: extra },
    guard: {
      idle: (s, p) => s.m.at(p.m).life === 'idle',
      // A thread that writes nothing leaves the M as it found it.
      sectionsLeft: (s, p) => s.m.at(p.m).sections > 0,
    },
    effect: (next, p) => {
      next.m.at(p.m).life = 'running';
    },
    process,
    source: 'runtime/proc.go, needm',
    note: 'taken off the list of extra Ms under its own lock, which the tracer does not know',
  });

  const DropM = over.action({
    params: { m: extra },
    guard: {
      running: (s, p) => s.m.at(p.m).life === 'running',
      outside: (s, p) => isOutside(s.m.at(p.m)),
    },
    effect: (next, p) => {
      next.m.at(p.m).life = next.trace.enabled || next.trace.shutdown ? 'dropping' : 'idle';
    },
    process,
    source: 'runtime/proc.go, dropm',
    note: 'reads enabled, then shutdown, before it takes sched.lock; a stop that ends between the two has flushed the M',
  });

  const DestroySetFlag = over.action({
    params: { m: [...exiting, ...extra] },
    guard: {
      ready: (s, p) => s.m.at(p.m).life === (isExtra(p.m) ? 'dropping' : 'done'),
      schedLockFree: isSchedLockFree,
      traced: (s, p) => isExtra(p.m) || traced(s),
    },
    effect: (next, p) => {
      const mp = next.m.at(p.m);
      mp.writing = design.lock === 'seqlock' ? !mp.writing : true;
      mp.life = 'flagged';
    },
    process: destroyer,
    source: 'runtime/traceruntime.go, traceThreadDestroy',
    note: 'sched.lock is taken and kept; one atomic store to the flag, which traceAdvance reads without a lock',
  });

  const DestroyFlush = over.action({
    params: { m: [...exiting, ...extra] },
    guard: { flagged: (s, p) => s.m.at(p.m).life === 'flagged' },
    effect: (next, p) => {
      const mp = next.m.at(p.m);
      flushSlot(mp, 0);
      flushSlot(mp, 1);
      mp.life = 'flushed';
    },
    process: destroyer,
    source: 'runtime/traceruntime.go, traceThreadDestroy',
    note: 'both slots under one trace.lock',
  });

  const DestroyDone = over.action({
    params: { m: [...exiting, ...extra] },
    guard: { flushed: (s, p) => s.m.at(p.m).life === 'flushed' },
    effect: (next, p) => {
      const mp = next.m.at(p.m);
      mp.writing = design.lock === 'seqlock' ? !mp.writing : false;
      mp.life = isExtra(p.m) ? 'idle' : 'gone';
    },
    process: destroyer,
    source: 'runtime/traceruntime.go, traceThreadDestroy',
    note: 'one atomic store to the flag; off freem and sched.lock given up, which only its next holder sees: one step',
  });

  return {
    ...(starting.length > 0 && { ThreadStart }),
    ...(exiting.length > 0 && { ThreadExit, ThreadDone, ReapUntraced }),
    ...(extra.length > 0 && { NeedM, DropM }),
    DestroySetFlag,
    DestroyFlush,
    DestroyDone,
  };
}
