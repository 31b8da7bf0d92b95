/** What Ms begin: each an outer section about one transition of a G, or about something else that its own G does. */
import { range } from '../../checker/index.ts';
import type { Actions } from '../change.ts';
import { OUTER } from '../state.ts';
import type { Constants, NextState, TracerState } from '../state.ts';
import { mayBegin } from '../untraced.ts';
import { processOf } from './op.ts';
import type { Op } from './op.ts';
import { gsOf } from '../bounds.ts';
import { nextStatuses, statusesOf } from './state.ts';

/** What an M begins, each up to traceAcquire's read of `enabled`, which is true throughout once tracing has begun. */
export function goActions(k: Constants): Actions {
  const { over } = k;
  const m = range(k.ms);
  const g = range(gsOf(k.bounds)).map((index) => index + 1);
  const begins = {
    outside: (s: TracerState, p: { readonly m: number }) => statusesOf(s).m.at(p.m).op === 'none',
    ...mayBegin(k),
  };
  const sectionsLeft = (s: TracerState, p: { readonly m: number }): boolean => s.m.at(p.m).sections > 0;
  const syscalls = k.bounds.parts.statuses?.syscalls === true;
  const inSyscall = (s: TracerState, p: { readonly m: number }): boolean => {
    const { curg } = statusesOf(s).m.at(p.m);
    return curg !== 0 && statusesOf(s).g.at(curg - 1).status === 'syscall';
  };
  const runsG = (s: TracerState, p: { readonly m: number }): boolean =>
    statusesOf(s).m.at(p.m).curg !== 0 && !(syscalls && inSyscall(s, p));

  const Execute = over.action({
    params: { m, g },
    guard: {
      ...begins,
      sectionsLeft,
      noG: (s, p) => statusesOf(s).m.at(p.m).curg === 0,
      runnable: (s, p) => statusesOf(s).g.at(p.g - 1).status === 'runnable',
      onRunQueue: (s, p) => !statusesOf(s).g.at(p.g - 1).owned,
    },
    effect: (next, p) => {
      begin(next, p.m, 'start', p.g);
      nextStatuses(next).m.at(p.m).curg = p.g;
      nextStatuses(next).g.at(p.g - 1).status = 'running';
    },
    process: processOf,
    source: 'runtime/proc.go, execute',
    note: 'takes the G from a run queue, which makes it the M’s own; the transition comes before traceAcquire',
  });

  const Ready = over.action({
    params: { m, g },
    guard: {
      ...begins,
      sectionsLeft,
      ...(syscalls && {
        threadRuns: (s: TracerState, p: Readonly<{ m: number; g: number }>) => !inSyscall(s, p),
      }),
      waiting: (s, p) => statusesOf(s).g.at(p.g - 1).status === 'waiting',
      onWaitQueue: (s, p) => !statusesOf(s).g.at(p.g - 1).owned,
    },
    effect: (next, p) => {
      begin(next, p.m, 'ready', p.g);
      nextStatuses(next).g.at(p.g - 1).owned = true;
    },
    process: processOf,
    source: 'runtime/proc.go, ready',
    note: 'its caller has taken the G from a wait queue, under that queue’s lock; an M without a G may do so too',
  });

  const Create = over.action({
    params: { m, g },
    guard: {
      ...begins,
      sectionsLeft,
      runsG,
      dead: (s, p) => statusesOf(s).g.at(p.g - 1).status === 'dead',
      onFreeList: (s, p) => !statusesOf(s).g.at(p.g - 1).owned,
    },
    effect: (next, p) => {
      begin(next, p.m, 'create', p.g);
      nextStatuses(next).g.at(p.g - 1).owned = true;
    },
    process: processOf,
    source: 'runtime/proc.go, newproc1',
    note: 'takes a dead G from the free list, under its lock',
  });

  const Park = over.action({
    params: { m },
    guard: {
      ...begins,
      runsG,
      sectionsLeftOrPreempted: (s, p) => s.m.at(p.m).sections > 0 || isPreempted(s, p.m),
    },
    effect: (next, p) => {
      begin(next, p.m, 'park', nextStatuses(next).m.at(p.m).curg);
    },
    process: processOf,
    source: 'runtime/proc.go, park_m',
    note: 'on the system stack; also what suspendG makes of a running G (preemptPark)',
  });

  const GoExit = over.action({
    params: { m },
    guard: { ...begins, runsG, sectionsLeft },
    effect: (next, p) => {
      begin(next, p.m, 'end', nextStatuses(next).m.at(p.m).curg);
    },
    process: processOf,
    source: 'runtime/proc.go, goexit1',
    note: 'on the stack of the goroutine, which may grow',
  });

  const OtherEvent = over.action({
    params: { m },
    guard: { ...begins, runsG, sectionsLeft },
    effect: (next, p) => {
      begin(next, p.m, 'other', nextStatuses(next).m.at(p.m).curg);
    },
    process: processOf,
    source: 'runtime/traceruntime.go, trace_userLog',
    note: 'one of the events that no transition goes with; on the stack of the goroutine, which may grow',
  });

  const GoDead = over.action({
    params: { m },
    guard: {
      outside: (s, p) => s.m.at(p.m).stack.at(OUTER).phase === 'out',
      ending: (s, p) => statusesOf(s).m.at(p.m).op === 'end',
    },
    effect: (next, p) => {
      const mp = nextStatuses(next).m.at(p.m);
      nextStatuses(next).g.at(mp.g - 1).status = 'dead';
      mp.curg = 0;
      mp.op = 'none';
      mp.g = 0;
    },
    process: processOf,
    source: 'runtime/proc.go, gdestroy',
    note: 'one compare-and-swap of the status after the section; nothing writes an event between it and dropg',
  });

  const EnterSyscall = over.action({
    params: { m },
    guard: { ...begins, runsG, sectionsLeft },
    effect: (next, p) => {
      begin(next, p.m, 'sysBegin', nextStatuses(next).m.at(p.m).curg);
    },
    process: processOf,
    source: 'runtime/proc.go, reentersyscall',
    note: 'begins the section of GoSyscallBegin; the goroutine’s stack may not grow any more',
  });

  const exits = (op: Op, note: string) =>
    over.action({
      params: { m },
      guard: { ...begins, inSyscall },
      effect: (next, p) => {
        const { curg } = nextStatuses(next).m.at(p.m);
        const g = nextStatuses(next).g.at(curg - 1);
        if (k.design.syscalls === 'scanBit') g.status = 'running';
        if (op === 'sysBlocked') g.owned = true;
        enter(next, p.m, op, curg);
      },
      process: processOf,
      source: `runtime/proc.go, ${op === 'sysEnd' ? 'exitsyscall' : 'exitsyscall0'}`,
      note,
    });
  const ExitSyscall = exits(
    'sysEnd',
    'it has a P, its own; in 1.26 it runs before traceAcquire, and nothing can stop it',
  );
  const ExitSyscallBlocked = exits('sysBlocked', 'it has no P; the transition comes after traceAcquire');

  const others = { Execute, Ready, Create, Park, GoExit, OtherEvent, GoDead };
  return syscalls ? { ...others, EnterSyscall, ExitSyscall, ExitSyscallBlocked } : others;
}

/** suspendG wants the M's goroutine to stop, and it will, at its next safe point. */
function isPreempted(s: TracerState, m: number): boolean {
  const { advance, g, m: ms } = statusesOf(s);
  const { next } = advance;
  return (
    s.advancer.phase === 'idle' &&
    s.trace.gen !== 0 &&
    next < g.length &&
    ms.at(m).curg === next + 1 &&
    !g.at(next).statusTraced.at(s.trace.gen % 3)
  );
}

function begin(next: NextState, m: number, op: Op, g: number): void {
  const mp = next.m.at(m);
  if (mp.sections > 0) mp.sections--;
  enter(next, m, op, g);
}

function enter(next: NextState, m: number, op: Op, g: number): void {
  next.m.at(m).stack.at(OUTER).phase = 'enabled';
  const extra = nextStatuses(next).m.at(m);
  extra.op = op;
  extra.g = g;
}
