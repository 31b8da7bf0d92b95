import { range } from '../../checker/index.ts';
import { OUTER } from '../state.ts';
import { nextStatuses, statusesOf } from '../statuses/state.ts';
import { changed, correct, without } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const readyUnowned: Mutant = {
  name: 'ready-unowned',
  change: 'ready takes the goroutine from its wait queue inside the section of its event',
  why: 'invariant 4: the section may have begun in a generation before the one in which the goroutine went to wait',
  source: 'runtime/proc.go, ready',
  design: correct,
  mutate: (actions, { over, ms }) => ({
    ...changed(actions, {
      Ready: (action) => ({
        ...without('waiting', 'onWaitQueue')(action),
        effect: (next, params) => {
          const gp = nextStatuses(next).g.at(Number(params['g']) - 1);
          const { owned } = gp;
          action.effect(next, params);
          gp.owned = owned;
        },
      }),
      Transition: (action) => ({
        ...action,
        guard: [
          ...action.guard,
          {
            name: 'onWaitQueue',
            holds: (s, { m }) => {
              const mp = statusesOf(s).m.at(Number(m));
              const g = statusesOf(s).g.at(mp.g - 1);
              return mp.op !== 'ready' || (g.status === 'waiting' && !g.owned);
            },
          },
        ],
        effect: (next, params) => {
          action.effect(next, params);
          const mp = nextStatuses(next).m.at(Number(params['m']));
          if (mp.op === 'ready') nextStatuses(next).g.at(mp.g - 1).owned = true;
        },
      }),
    }),
    NothingToReady: over.action({
      params: { m: range(ms) },
      guard: {
        section: (s, p) => s.m.at(p.m).stack.at(OUTER).phase === 'section',
        ready: (s, p) => statusesOf(s).m.at(p.m).op === 'ready',
        notMoved: (s, p) => !statusesOf(s).m.at(p.m).moved,
      },
      effect: (next, p) => {
        next.m.at(p.m).stack.at(OUTER).phase = 'release';
      },
      process: (p) => `M${p.m}`,
    }),
  }),
  fails: { 'statuses-tiny': { EventFitsStatus: 22, GenerationsAgree: 19 } },
};
