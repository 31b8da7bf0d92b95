import { changed, correct, without } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const startInRunningWorld: Mutant = {
  name: 'start-in-running-world',
  change: 'StartTrace does not stop the world',
  why: 'an M that has found tracing off makes a transition of which the new trace, which may have the status before it, never hears',
  source: 'runtime/trace.go, StartTrace',
  design: correct,
  mutate: (actions) => changed(actions, { StartEnable: without('worldStopped', 'nothingUnfinished') }),
  fails: { 'statuses-restart': { EveryLiveHasStatus: 34, GenerationsAgree: 43 } },
};
