import { range } from '../../checker/index.ts';
import type { Change } from '../change.ts';
import { nextProcs, procsOf } from '../procs/state.ts';
import { OUTER } from '../state.ts';
import { changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

const afterTaking: Change = (action) => ({
  ...action,
  guard: [{ name: 'taken', holds: (s, { m }) => procsOf(s).m.at(Number(m)).p !== 0 }, ...action.guard],
});

export const procAcquiredInSection: Mutant = {
  name: 'proc-acquired-in-section',
  change: 'an M takes an idle P inside the section of the event',
  why: 'invariant 5: the section may be of a generation before the one in which the P was released',
  source: 'runtime/proc.go, acquirep',
  design: correct,
  mutate: (actions, { over, ms, bounds }) => ({
    ...changed(actions, {
      AcquireP: (action) => ({
        ...action,
        guard: action.guard.filter(({ name }) => name !== 'idle'),
        effect: (next, params) => {
          const before = nextProcs(next).p.at(Number(params['p']) - 1);
          const { status } = before;
          action.effect(next, params);
          before.status = status;
          nextProcs(next).m.at(Number(params['m'])).p = 0;
        },
      }),
      AcquireStatus: afterTaking,
      WriteEvent: afterTaking,
    }),
    TakeP: over.action({
      params: { m: range(ms), p: range(bounds.parts.procs?.ps ?? 0).map((index) => index + 1) },
      guard: {
        section: (s, a) => s.m.at(a.m).stack.at(OUTER).phase === 'section',
        noP: (s, a) => procsOf(s).m.at(a.m).p === 0,
        idle: (s, a) => procsOf(s).p.at(a.p - 1).status === 'idle',
      },
      effect: (next, a) => {
        nextProcs(next).m.at(a.m).p = a.p;
        nextProcs(next).p.at(a.p - 1).status = 'running';
      },
      process: (a) => `M${a.m}`,
    }),
    NothingToTake: over.action({
      params: { m: range(ms) },
      guard: {
        section: (s, a) => s.m.at(a.m).stack.at(OUTER).phase === 'section',
        noP: (s, a) => procsOf(s).m.at(a.m).p === 0,
      },
      effect: (next, a) => {
        next.m.at(a.m).stack.at(OUTER).phase = 'release';
      },
      process: (a) => `M${a.m}`,
    }),
  }),
  fails: { 'procs-tiny': { EventFitsStatus: 27, GenerationsAgree: 34 } },
};
