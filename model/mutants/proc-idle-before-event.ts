import { nextProcs } from '../procs/state.ts';
import { also, changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const procIdleBeforeEvent: Mutant = {
  name: 'proc-idle-before-event',
  change: 'a P is idle before the section of ProcStop begins',
  why: 'invariant 4: another M may have it by then, and starts it before it has stopped',
  source: 'runtime/proc.go, releasep',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      ReleaseP: also((next, { m }) => {
        nextProcs(next).p.at(nextProcs(next).m.at(Number(m)).p - 1).status = 'idle';
      }),
      PIdle: (action) => ({
        ...action,
        effect: (next, params) => {
          const pp = nextProcs(next).p.at(nextProcs(next).m.at(Number(params['m'])).p - 1);
          const { status } = pp;
          action.effect(next, params);
          pp.status = status;
        },
      }),
    }),
  fails: {
    'procs-tiny': { EventFitsStatus: 15, StatusOnce: 22 },
    'procs-small': { EventFitsStatus: 15, StatusOnce: 22 },
  },
};
