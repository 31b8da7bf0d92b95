import { also, changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const startFromOne: Mutant = {
  name: 'start-from-one',
  change: 'StartTrace begins at generation 1 every time',
  why: 'nothing clears the slots and the numbers that the first trace has used: a status seems traced already, and a number to go on',
  source: 'runtime/trace.go, StartTrace',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      StartEnable: also((next) => {
        next.trace.readerGen = 1;
      }),
      StartPublish: also((next) => {
        next.trace.gen = 1;
      }),
    }),
  fails: {
    'statuses-restart': { StatusPrecedesEvents: 30, SequenceContiguous: 37, EveryLiveHasStatus: 33 },
    'procs-restart': { StatusPrecedesEvents: 21, SequenceContiguous: 27, EveryLiveHasStatus: 25 },
  },
};
