import { changed, correct, without } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const stopLeavesUntraced: Mutant = {
  name: 'stop-leaves-untraced',
  change: 'StopTrace does not look at goroutines first, as an advance does',
  why: 'those that had no event are not in the last generation, and their slots are not ready for the first of the next trace',
  source: 'runtime/trace.go, traceAdvance',
  design: correct,
  mutate: (actions) => changed(actions, { StopStoreGen: without('lookedAtAll') }),
  fails: { 'statuses-restart': { SequenceContiguous: 48, EveryLiveHasStatus: 10 } },
};
