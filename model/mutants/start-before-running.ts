import { range } from '../../checker/index.ts';
import { OUTER } from '../state.ts';
import { nextStatuses, statusesOf } from '../statuses/state.ts';
import { also, changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const startBeforeRunning: Mutant = {
  name: 'start-before-running',
  change: 'a goroutine runs only after the section of its event',
  why: 'invariant 7: traceAdvance finds it runnable in a generation that another event has opened with running',
  source: 'runtime/proc.go, execute',
  design: correct,
  mutate: (actions, { over, ms }) => ({
    ...changed(actions, {
      Execute: also((next, { g }) => {
        const gp = nextStatuses(next).g.at(Number(g) - 1);
        gp.status = 'runnable';
        gp.owned = true;
      }),
      Release: (action) => ({
        ...action,
        effect: (next, params) => {
          const mp = nextStatuses(next).m.at(Number(params['m']));
          const { op, g } = mp;
          action.effect(next, params);
          if (op !== 'start') return;
          mp.op = op;
          mp.g = g;
        },
      }),
    }),
    RunAfterSection: over.action({
      params: { m: range(ms) },
      guard: {
        outside: (s, p) => s.m.at(p.m).stack.at(OUTER).phase === 'out',
        starting: (s, p) => statusesOf(s).m.at(p.m).op === 'start',
      },
      effect: (next, p) => {
        const mp = nextStatuses(next).m.at(p.m);
        const gp = nextStatuses(next).g.at(mp.g - 1);
        gp.status = 'running';
        gp.owned = false;
        mp.op = 'none';
        mp.g = 0;
      },
      process: (p) => `M${p.m}`,
    }),
  }),
  fails: { 'statuses-tiny': { GenerationsAgree: 44 } },
};
