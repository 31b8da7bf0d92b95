/** What Ms do with Ps, and GOMAXPROCS. */
import { range } from '../../../checker/index.ts';
import type { Actions } from '../change.ts';
import { OUTER } from '../state.ts';
import type { Constants, NextState, TracerState } from '../state.ts';
import { mayBegin } from '../untraced.ts';
import { nextProcs, procsOf } from './state.ts';
import type { ProcOp } from './state.ts';

export const processOf = (p: { readonly m: number }): string => `M${p.m}`;

/** What an M needs to begin a section. */
export const beginsOf = (k: Constants) => ({
  outside: (s: TracerState, a: { readonly m: number }) => procsOf(s).m.at(a.m).op === 'none',
  ...mayBegin(k),
  sectionsLeft: (s: TracerState, a: { readonly m: number }) => s.m.at(a.m).sections > 0,
});

export const hasP = (s: TracerState, a: { readonly m: number }): boolean => procsOf(s).m.at(a.m).p !== 0;

/** Each up to traceAcquire's read of `enabled`, which is true throughout once tracing has begun. */
export function procActions(k: Constants): Actions {
  const { over, bounds, design } = k;
  const m = range(k.ms);
  const p = range(bounds.parts.procs?.ps ?? 0).map((index) => index + 1);
  const begins = beginsOf(k);
  const before = design.procStatuses === 'beforeBump';
  const syscalls = bounds.parts.procs?.syscalls === true;

  const AcquireP = over.action({
    params: { m, p },
    guard: {
      ...begins,
      noP: (s, a) => procsOf(s).m.at(a.m).p === 0,
      idle: (s, a) => procsOf(s).p.at(a.p - 1).status === 'idle',
      ...(syscalls && {
        onIdleList: (s: TracerState, a: Readonly<{ m: number; p: number }>) =>
          !procsOf(s).m.some(({ op, target }) => op === 'steal' && target === a.p),
      }),
    },
    effect: (next, a) => {
      begin(next, a.m, 'start');
      nextProcs(next).m.at(a.m).p = a.p;
      nextProcs(next).p.at(a.p - 1).status = 'running';
    },
    process: processOf,
    source: 'runtime/proc.go, acquirep',
    note: 'pidleget under sched.lock, then wirep, which is local: the P is the M’s own before traceAcquire',
  });

  const ReleaseP = over.action({
    params: { m },
    guard: { ...begins, hasP },
    effect: (next, a) => {
      begin(next, a.m, 'stop');
    },
    process: processOf,
    source: 'runtime/proc.go, releasep',
    note: 'begins the section of the event; the P is released after it',
  });

  const OtherEvent = over.action({
    params: { m },
    guard: { ...begins, hasP },
    effect: (next, a) => {
      begin(next, a.m, 'other');
    },
    process: processOf,
    source: 'runtime/traceruntime.go, HeapAlloc',
    note: 'one of the events that no transition goes with',
  });

  const PIdle = over.action({
    params: { m },
    guard: {
      outside: (s, a) => s.m.at(a.m).stack.at(OUTER).phase === 'out',
      stopping: (s, a) => procsOf(s).m.at(a.m).op === 'stop',
    },
    effect: (next, a) => {
      const mp = nextProcs(next).m.at(a.m);
      nextProcs(next).p.at(mp.p - 1).status = 'idle';
      mp.p = 0;
      mp.op = 'none';
    },
    process: processOf,
    source: 'runtime/proc.go, releasepNoTrace',
    note: 'stores of the owner, seen by others once pidleput has taken sched.lock',
  });

  const ProcResize = over.action({
    params: { p },
    guard: {
      resizesLeft: (s) => procsOf(s).resizes > 0,
      ...mayBegin(k),
      // To 1.25 the semaphore is held from the first status to the last, with one P for one step; and in a stop until `enabled` is clear.
      ...((before || p.length > 1 || bounds.stop) && {
        worldsema: (s: TracerState) => !holdsWorldsema(s, before),
      }),
      worldStopped: (s) => procsOf(s).m.every(({ op }) => op === 'none' || op === 'syscall'),
      // Who stops the world steals Ps from system calls first, as anybody does.
      idleOrDead: (s, a) => ['idle', 'dead'].includes(procsOf(s).p.at(a.p - 1).status),
    },
    effect: (next, a) => {
      nextProcs(next).resizes--;
      const pp = nextProcs(next).p.at(a.p - 1);
      const dies = pp.status === 'idle';
      pp.status = dies ? 'dead' : 'idle';
      if (dies) pp.sinceBump = false;
    },
    process: () => 'GOMAXPROCS',
    source: 'runtime/proc.go, procresize',
    note: 'while the world is stopped, under worldsema; a P that dies or comes alive while idle has no event',
  });

  return { AcquireP, ReleaseP, OtherEvent, PIdle, ...(bounds.parts.procs?.resizes !== 0 && { ProcResize }) };
}

/**
 * traceAdvance is between the first and the last status of a P, and in 1.26 until the next generation has begun; or between the two
 * stores of a stop.
 */
function holdsWorldsema(s: TracerState, beforeBump: boolean): boolean {
  if (s.advancer.phase === 'clearEnabled') return true;
  const { advance, p } = procsOf(s);
  return beforeBump
    ? s.advancer.phase === 'idle' && (advance.next > 1 || advance.readied)
    : s.advancer.phase === 'waitDone' && advance.next > 1 && advance.next <= p.length;
}

export function begin(next: NextState, m: number, op: ProcOp): void {
  next.m.at(m).sections--;
  next.m.at(m).stack.at(OUTER).phase = 'enabled';
  nextProcs(next).m.at(m).op = op;
}
