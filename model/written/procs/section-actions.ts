/** Inside a section: the status of the M's P, and the event, which is one step here. */
import { range } from '../../../checker/index.ts';
import type { Actions } from '../change.ts';
import { OUTER } from '../state.ts';
import type { Constants, NextState, TracerState } from '../state.ts';
import { readEvent, readStatus } from '../../trace-reader/reader.ts';
import type { Seen } from '../../trace-reader/fields.ts';
import { acquireStatus, statusWasTraced } from '../resource.ts';
import { processOf } from './proc-actions.ts';
import { readBinding, readEndBlocked, readStolenFrom } from '../../trace-reader/ms.ts';
import { nextProcs, procsOf } from './state.ts';
import type { ProcOp } from './state.ts';

/** Of each kind of section: the status of the M's own P before its event and after it. */
const transitions: Readonly<Record<ProcOp, readonly [before: Seen, after: Seen]>> = {
  none: ['running', 'running'],
  start: ['idle', 'running'],
  stop: ['running', 'idle'],
  other: ['running', 'running'],
  begin: ['running', 'syscall'],
  syscall: ['syscall', 'syscall'],
  end: ['syscall', 'running'],
  blocked: ['running', 'running'],
  look: ['running', 'running'],
  steal: ['running', 'running'],
};

export function procSectionActions(k: Constants): Actions {
  const { over } = k;
  const params = { m: range(k.ms) };
  type A = Readonly<{ m: number }>;
  const section = (s: TracerState, a: A): boolean =>
    s.m.at(a.m).stack.at(OUTER).phase === 'section' && procsOf(s).m.at(a.m).op !== 'look';

  const notAcquired = (s: TracerState, a: A): boolean => procsOf(s).m.at(a.m).acquired === 0;
  const { procs } = k.bounds.parts;
  const syscalls = procs?.syscalls === true;
  const twoStatuses = syscalls && procs.ps > 1;

  const AcquireStatus = over.action({
    params,
    guard: {
      section,
      untraced: (s, a) => untracedP(s, a.m) !== 0,
      // A section owes one status at most, but where an M with a P steals another.
      ...(twoStatuses && { notAcquired }),
    },
    effect: (next, a) => {
      const p = untracedP(next, a.m);
      acquireStatus(nextProcs(next).p.at(p - 1), next.m.at(a.m).stack.at(OUTER).gen);
      nextProcs(next).m.at(a.m).acquired = p;
    },
    process: processOf,
    source: 'runtime/tracestatus.go, traceSchedResourceState.acquireStatus',
    note: 'a look, a compare-and-swap and the stores of readyNextGen; who owns the P is alone with them',
  });

  const WriteStatus = over.action({
    params,
    guard: { section, acquired: (s, a) => procsOf(s).m.at(a.m).acquired !== 0 },
    effect: (next, a) => {
      const mp = nextProcs(next).m.at(a.m);
      const { gen } = next.m.at(a.m).stack.at(OUTER);
      const before = mp.acquired === mp.target ? 'abandoned' : transitions[mp.op][0];
      readStatus(nextProcs(next), next.trace, gen, mp.acquired, before);
      const bound = before === 'running' || before === 'syscall';
      readBinding(nextProcs(next), gen, mp.acquired, bound ? a.m + 1 : 0);
      mp.acquired = 0;
    },
    process: processOf,
    source: 'runtime/tracestatus.go, traceWriter.writeProcStatus',
    note: 'a writer() … end() of its own, into the M’s own buffer',
  });

  const WriteEvent = over.action({
    params,
    guard: {
      section,
      traced: (s, a) => untracedP(s, a.m) === 0,
      notAcquired,
    },
    effect: (next, a) => {
      const mp = nextProcs(next).m.at(a.m);
      const { gen } = next.m.at(a.m).stack.at(OUTER);
      next.m.at(a.m).stack.at(OUTER).phase = 'release';
      if (mp.op === 'steal') {
        writeProcSteal(next, gen, mp.target);
        return;
      }
      if (mp.op === 'blocked') {
        readEndBlocked(nextProcs(next), gen, a.m + 1);
        return;
      }
      const pp = nextProcs(next).p.at(mp.p - 1);
      if (mp.op === 'start') readBinding(nextProcs(next), gen, mp.p, a.m + 1);
      else if (mp.op === 'stop') readBinding(nextProcs(next), gen, mp.p, 0);
      else if (syscalls && mp.op === 'begin') pp.syscallM = a.m + 1;
      else if (syscalls && mp.op === 'end') pp.syscallM = 0;
      const [from, to] = transitions[mp.op];
      const numbered = mp.op === 'start' || mp.op === 'begin';
      if (numbered) pp.seq.set(gen % 2, pp.seq.at(gen % 2) + 1);
      readEvent(nextProcs(next), gen, mp.p, { from, to, seq: numbered ? pp.seq.at(gen % 2) : 0 });
      // In 1.26 the goroutine is in the system call before the section ends.
      if (mp.op === 'begin' && k.design.syscalls === 'scanBit') pp.status = 'syscall';
    },
    process: processOf,
    source: 'runtime/traceevent.go, traceEventWriter.event',
    note: 'the sequence number is the owner’s; the event goes into the M’s own buffer',
  });

  return { AcquireStatus, WriteStatus, WriteEvent };
}

/** The next P for whose status the section asks before its event: the one that is stolen, then the M's own; or 0. */
function untracedP(s: TracerState, m: number): number {
  const { m: ms, p } = procsOf(s);
  const { gen } = s.m.at(m).stack.at(OUTER);
  const { op, p: own, target } = ms.at(m);
  const untraced = (id: number): boolean => id !== 0 && !statusWasTraced(p.at(id - 1), gen);
  if (op === 'steal' && untraced(target)) return target;
  return untraced(own) ? own : 0;
}

/** ProcSteal: the P is idle, and has the next number; it was the M's that entered a system call with it. */
export function writeProcSteal(next: NextState, gen: number, id: number): void {
  const pp = nextProcs(next).p.at(id - 1);
  pp.seq.set(gen % 2, pp.seq.at(gen % 2) + 1);
  readStolenFrom(nextProcs(next), next, gen, id, pp.syscallM);
  pp.syscallM = 0;
  const abandoned =
    nextProcs(next)
      .reader.at(id - 1)
      .now.at(gen % 2) === 'abandoned';
  const from = abandoned ? 'abandoned' : 'syscall';
  readEvent(nextProcs(next), gen, id, { from, to: 'idle', seq: pp.seq.at(gen % 2) });
}
