import { nextStatuses } from '../statuses/state.ts';
import { also, changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const parkBeforeSection: Mutant = {
  name: 'park-before-section',
  change: 'a goroutine that parks waits before the section of its event begins',
  why: 'invariant 6: traceAdvance finds it waiting, and the next generation has the event by which it goes to wait',
  source: 'runtime/proc.go, park_m',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      Park: also((next, { m }) => {
        const mp = nextStatuses(next).m.at(Number(m));
        nextStatuses(next).g.at(mp.g - 1).status = 'waiting';
        mp.moved = true;
      }),
    }),
  fails: { 'statuses-tiny': { GenerationsAgree: 17, EventFitsStatus: 14 } },
};
