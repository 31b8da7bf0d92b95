import { nextProcs } from '../procs/state.ts';
import { changed, correct, instead } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const procStatusesNotWritten: Mutant = {
  name: 'proc-statuses-not-written',
  change: 'traceAdvance does not have the statuses of Ps written',
  why: 'a P that nothing happens to is not in the generation, and its slots are not readied for the next',
  source: 'runtime/trace.go, traceAdvance',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      AdvanceForEachP: instead((next) => {
        nextProcs(next).advance.next++;
      }),
    }),
  fails: {
    'procs-tiny': { EveryLiveHasStatus: 11, SequenceContiguous: 38 },
    'procs-small': { EveryLiveHasStatus: 11 },
  },
};
