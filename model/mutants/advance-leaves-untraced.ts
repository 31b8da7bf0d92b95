import { changed, correct } from './mutant.ts';
import { nextStatuses } from '../statuses/state.ts';
import type { Mutant } from './mutant.ts';

export const advanceLeavesUntraced: Mutant = {
  name: 'advance-leaves-untraced',
  change: 'traceAdvance does not write the statuses of the Gs that nobody traced',
  why: 'a goroutine that does nothing for a generation is not in it',
  source: 'runtime/trace.go, traceAdvance',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      AdvanceLookAtG: (action) => ({
        ...action,
        effect: (next, params) => {
          action.effect(next, params);
          const { untraced } = nextStatuses(next).advance;
          for (let index = 0; index < untraced.length; index++) untraced.set(index, 'none');
        },
      }),
    }),
  fails: { 'statuses-tiny': { EveryLiveHasStatus: 31 } },
};
