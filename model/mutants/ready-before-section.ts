import { nextStatuses } from '../statuses/state.ts';
import { also, changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const readyBeforeSection: Mutant = {
  name: 'ready-before-section',
  change: 'a goroutine that is readied is runnable before the section of its event begins',
  why: 'invariant 6: traceAdvance finds it runnable, and the next generation has the event by which it gets so',
  source: 'runtime/proc.go, ready',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      Ready: also((next, { m, g }) => {
        nextStatuses(next).g.at(Number(g) - 1).status = 'runnable';
        nextStatuses(next).m.at(Number(m)).moved = true;
      }),
    }),
  fails: { 'statuses-tiny': { GenerationsAgree: 32 } },
};
