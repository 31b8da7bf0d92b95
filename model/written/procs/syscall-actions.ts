/** System calls: an M leaves its P behind, and takes it up again unless somebody has stolen it. */
import { range } from '../../../checker/index.ts';
import type { Actions } from '../change.ts';
import { OUTER } from '../state.ts';
import type { Constants, NextState, TracerState } from '../state.ts';
import { readStatus } from '../../trace-reader/reader.ts';
import { acquireStatus, statusWasTraced } from '../resource.ts';
import { begin, beginsOf, hasP, processOf } from './proc-actions.ts';
import { writeProcSteal } from './section-actions.ts';
import { nextProcs, procsOf } from './state.ts';

export function syscallActions(k: Constants): Actions {
  const { over, bounds, design } = k;
  const m = range(k.ms);
  const p = range(bounds.parts.procs?.ps ?? 0).map((index) => index + 1);
  const begins = beginsOf(k);
  const blockedEnds = bounds.parts.procs?.blockedEnds === true;
  const scanBit = design.syscalls === 'scanBit';
  type A = Readonly<{ m: number }>;
  const inSyscall = (s: TracerState, a: A): boolean => procsOf(s).m.at(a.m).op === 'syscall';
  const looking = (s: TracerState, a: A): boolean =>
    s.m.at(a.m).stack.at(OUTER).phase === 'section' && procsOf(s).m.at(a.m).op === 'look';
  const isThere = (s: TracerState, a: A): boolean =>
    procsOf(s).p.at(procsOf(s).m.at(a.m).target - 1).status === 'syscall';
  /** Who has set the scan bit of a goroutine keeps it in its system call. */
  const isStopped = (s: TracerState, id: number): boolean => procsOf(s).m.some(({ target }) => target === id);

  const EnterSyscall = over.action({
    params: { m },
    guard: { ...begins, hasP },
    effect: (next, a) => {
      begin(next, a.m, 'begin');
    },
    process: processOf,
    source: 'runtime/proc.go, reentersyscall',
    note: 'begins the section of GoSyscallBegin, while the P is still the M’s own',
  });

  const LeaveP = over.action({
    params: { m },
    guard: {
      outside: (s, a) => s.m.at(a.m).stack.at(OUTER).phase === 'out',
      entering: (s, a) => procsOf(s).m.at(a.m).op === 'begin',
    },
    effect: (next, a) => {
      const mp = nextProcs(next).m.at(a.m);
      nextProcs(next).p.at(mp.p - 1).status = 'syscall';
      mp.op = 'syscall';
    },
    process: processOf,
    source: 'runtime/proc.go, reentersyscall',
    note: 'one atomic store of p.status, after the section: from then on the P is anybody’s',
  });

  const ExitSyscall = over.action({
    params: { m },
    guard: {
      inSyscall,
      hasP,
      ...(scanBit && { notStopped: (s: TracerState, a: A) => !isStopped(s, procsOf(s).m.at(a.m).p) }),
    },
    effect: (next, a) => {
      const mp = nextProcs(next).m.at(a.m);
      nextProcs(next).p.at(mp.p - 1).status = 'running';
      mp.op = 'end';
      next.m.at(a.m).stack.at(OUTER).phase = 'enabled';
    },
    process: processOf,
    source: 'runtime/proc.go, exitsyscall',
    note: 'one compare-and-swap, of the status of the P or of its goroutine, before the section of GoSyscallEnd',
  });

  const ExitSyscallBlocked = over.action({
    params: { m },
    guard: { inSyscall, lostP: (s, a) => procsOf(s).m.at(a.m).p === 0 },
    effect: (next, a) => {
      nextProcs(next).m.at(a.m).op = blockedEnds ? 'blocked' : 'none';
      if (blockedEnds) next.m.at(a.m).stack.at(OUTER).phase = 'enabled';
    },
    process: processOf,
    source: 'runtime/proc.go, exitsyscall0',
    note: blockedEnds
      ? 'begins the section of GoSyscallEndBlocked; without a P there is no status of one to ask for'
      : 'GoSyscallEndBlocked is about the goroutine, and left out',
  });

  const Retake = over.action({
    params: { m, p },
    guard: {
      ...begins,
      inSyscall: (s, a) => procsOf(s).p.at(a.p - 1).status === 'syscall',
      ...(scanBit && {
        notStopped: (s: TracerState, a: Readonly<{ m: number; p: number }>) => !isStopped(s, a.p),
      }),
    },
    effect: (next, a) => {
      begin(next, a.m, 'look');
      nextProcs(next).m.at(a.m).target = a.p;
    },
    process: processOf,
    source: 'runtime/proc.go, retake',
    note: scanBit
      ? 'one compare-and-swap that sets the scan bit; also who stops the world, or looks for a P on its way out of a system call'
      : 'one load of p.status; also who stops the world, or looks for a P on its way out of a system call',
  });

  const StealP = over.action({
    params: { m },
    guard: { looking, ...(!scanBit && { isThere }) },
    effect: (next, a) => {
      const mp = nextProcs(next).m.at(a.m);
      mp.op = 'steal';
      steal(next, mp.target);
    },
    process: processOf,
    source: scanBit ? 'runtime/proc.go, syscallingThread.releaseP' : 'runtime/proc.go, retake',
    note: 'one compare-and-swap or store of p.status inside the section; the P is on no list yet',
  });

  const RetakeFails = over.action({
    params: { m },
    guard: { looking, gone: (s, a) => !isThere(s, a) },
    effect: (next, a) => {
      next.m.at(a.m).stack.at(OUTER).phase = 'release';
    },
    process: processOf,
    source: 'runtime/proc.go, retake',
    note: 'the compare-and-swap finds another status',
  });

  const AdvanceTakesP = over.action({
    guard: {
      due: (s) =>
        design.procStatuses === 'beforeBump'
          ? s.advancer.phase === 'idle' && s.trace.gen !== 0 && s.trace.gen < bounds.generations
          : s.advancer.phase === 'waitDone' && procsOf(s).advance.readied,
      psLeft: (s) => procsOf(s).advance.next <= p.length,
      inSyscall: (s) => procsOf(s).p.at(procsOf(s).advance.next - 1).status === 'syscall',
      ...(scanBit && { notStopped: (s: TracerState) => !isStopped(s, procsOf(s).advance.next) }),
    },
    effect: (next) => {
      const { gen } = next.trace;
      const id = nextProcs(next).advance.next;
      const pp = nextProcs(next).p.at(id - 1);
      steal(next, id);
      if (!statusWasTraced(pp, gen)) {
        acquireStatus(pp, gen);
        readStatus(nextProcs(next), next.trace, gen, id, 'abandoned');
      }
      writeProcSteal(next, gen, id);
    },
    process: () => 'advancer',
    source: 'runtime/proc.go, forEachP',
    note: 'a section of the advancer, which alone moves the generation; until handoffp nobody finds the P',
  });

  return {
    EnterSyscall,
    ...(!scanBit && { LeaveP }),
    ExitSyscall,
    ExitSyscallBlocked,
    Retake,
    StealP,
    ...(!scanBit && { RetakeFails }),
    AdvanceTakesP,
  };
}

/** The P is idle, and the M that left it behind will find that it has none. */
function steal(next: NextState, id: number): void {
  const { m, p } = nextProcs(next);
  p.at(id - 1).status = 'idle';
  for (let index = 0; index < m.length; index++) {
    const mp = m.at(index);
    const hasLeft =
      mp.op === 'syscall' || (mp.op === 'begin' && next.m.at(index).stack.at(OUTER).phase === 'release');
    if (hasLeft && mp.p === id) mp.p = 0;
  }
}
