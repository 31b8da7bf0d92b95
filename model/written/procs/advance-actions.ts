/** What traceAdvance and StartTrace do about the statuses of Ps: after the bump to 1.25, before it from 1.26 on. */
import type { Actions, Change } from '../change.ts';
import { OUTER } from '../state.ts';
import type { Constants, NextState, TracerState } from '../state.ts';
import { readEnd, readStart, readStatus } from '../../trace-reader/reader.ts';
import { acquireStatus, readyNextGen, statusWasTraced } from '../resource.ts';
import { readBinding, readEndOfMs } from '../../trace-reader/ms.ts';
import { nextProcs, procsOf } from './state.ts';

export function procAdvanceActions(k: Constants): Actions {
  const { over, bounds, design } = k;
  const before = design.procStatuses === 'beforeBump';
  const ps = bounds.parts.procs?.ps ?? 0;
  const due = (s: TracerState): boolean =>
    before
      ? s.advancer.phase === 'idle' && s.trace.gen !== 0 && (bounds.stop || s.trace.gen < bounds.generations)
      : s.advancer.phase === 'waitDone';
  const process = (): string => 'advancer';

  const AdvanceForEachP = over.action({
    guard: {
      due,
      // From 1.26 on the statuses come first, before that the reset of dead Ps.
      ...(!before && { deadReadied: (s: TracerState) => procsOf(s).advance.readied }),
      ...(!before && bounds.stop && { goesOn: (s: TracerState) => s.trace.gen !== 0 }),
      psLeft: (s) => procsOf(s).advance.next <= ps,
      atSafePoint: (s) => {
        const { advance, m } = procsOf(s);
        return m.every((mp, index) => {
          const inWindow = mp.op === 'begin' && s.m.at(index).stack.at(OUTER).phase === 'out';
          if (mp.op === 'steal' && mp.target === advance.next) return false;
          return mp.p !== advance.next || mp.op === 'none' || inWindow;
        });
      },
    },
    effect: (next) => {
      const { advance } = nextProcs(next);
      writeProcStatus(next, advance.next);
      advance.next++;
    },
    process,
    source: 'runtime/trace.go, traceAdvance',
    note: 'the P runs it at a safe point, or the advancer on its behalf; the section stays in the generation, for whose end it would have to be waited',
  });

  const AdvanceReadyDeadPs = over.action({
    guard: {
      due,
      notReadied: (s) => !procsOf(s).advance.readied,
      ...(before && { statusesWritten: (s: TracerState) => procsOf(s).advance.next > ps }),
    },
    effect: (next) => {
      const { advance, p } = nextProcs(next);
      const gen = before ? next.trace.gen : next.advancer.gen + 1;
      for (let index = 0; index < p.length; index++) {
        const pp = p.at(index);
        if (pp.status === 'dead') readyNextGen(pp, gen);
      }
      advance.readied = true;
    },
    process,
    source: 'runtime/trace.go, traceAdvance',
    note: 'a loop that cannot be preempted, hence no stop of the world between its steps',
  });

  return { AdvanceForEachP, AdvanceReadyDeadPs };
}

export function procAdvanceChanges(k: Constants): Readonly<Record<string, Change>> {
  const before = k.design.procStatuses === 'beforeBump';
  const done = (s: TracerState): boolean => {
    const { advance, p } = procsOf(s);
    // To 1.25 a stop does without the statuses, of which the generation has had its own.
    return advance.readied && (advance.next > p.length || (!before && s.trace.gen === 0));
  };
  const reset = (next: NextState): void => {
    const { advance } = nextProcs(next);
    advance.next = 1;
    advance.readied = false;
  };
  const bumps: Change = (store) => ({
    ...store,
    guard: before ? [...store.guard, { name: 'procStatuses', holds: done }] : store.guard,
    effect: (next, params) => {
      store.effect(next, params);
      const { p } = nextProcs(next);
      for (let index = 0; index < p.length; index++) {
        const pp = p.at(index);
        pp.owed = pp.sinceBump;
        pp.sinceBump = pp.status !== 'dead';
      }
      if (before) reset(next);
    },
  });
  return {
    // To 1.25, StartTrace has every status written while the world is stopped.
    StartPublish: (start) => ({
      ...start,
      effect: (next, params) => {
        start.effect(next, params);
        const { p } = nextProcs(next);
        readStart(nextProcs(next), () => false);
        for (let index = 0; index < p.length; index++) {
          p.at(index).sinceBump = p.at(index).status !== 'dead';
          if (!before) writeProcStatus(next, index + 1);
        }
      },
    }),
    AdvanceStoreGen: bumps,
    ...(k.bounds.stop && {
      StopStoreGen: bumps,
      StartEnable: (start) => ({
        ...start,
        guard: [
          ...start.guard,
          { name: 'nothingUnfinished', holds: (s) => procsOf(s).m.every(({ op }) => op === 'none') },
        ],
        effect: (next, params) => {
          start.effect(next, params);
          stopPs(next);
        },
      }),
    }),
    AdvanceFlushedGen: (flushed) => ({
      ...flushed,
      effect: (next, params) => {
        const { p } = nextProcs(next);
        readEndOfMs(nextProcs(next), next.advancer.gen);
        readEnd(nextProcs(next), next.advancer.gen, (id) => p.at(id - 1).owed);
        for (let index = 0; index < p.length; index++) p.at(index).owed = false;
        flushed.effect(next, params);
      },
    }),
    AdvanceDone: (ends) => ({
      ...ends,
      guard: before ? ends.guard : [...ends.guard, { name: 'procStatuses', holds: done }],
      effect: (next, params) => {
        ends.effect(next, params);
        if (!before) reset(next);
      },
    }),
  };
}

/** stopTheWorld takes every P from its M, while tracing is off. */
function stopPs(next: NextState): void {
  const { m, p } = nextProcs(next);
  for (let index = 0; index < m.length; index++) {
    const mp = m.at(index);
    if (mp.p === 0) continue;
    p.at(mp.p - 1).status = 'idle';
    mp.p = 0;
  }
}

/** The status of a live P in the present generation, unless it has been traced. */
function writeProcStatus(next: NextState, id: number): void {
  const { gen } = next.trace;
  const pp = nextProcs(next).p.at(id - 1);
  if (pp.status === 'dead' || statusWasTraced(pp, gen)) return;
  acquireStatus(pp, gen);
  // Its event has been written, and _Psyscall not stored yet: go.dev/issue/64318.
  const inWindow = nextProcs(next).m.some(({ op, p }) => op === 'begin' && p === id);
  for (let m = 0; m < next.m.length; m++)
    if (nextProcs(next).m.at(m).p === id) readBinding(nextProcs(next), gen, id, m + 1);
  readStatus(nextProcs(next), next.trace, gen, id, inWindow ? 'syscall' : pp.status);
}
