import { nextProcs } from '../procs/state.ts';
import { changed, correct, instead } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const deadProcsNotReadied: Mutant = {
  name: 'dead-procs-not-readied',
  change: 'traceAdvance does not ready Ps beyond GOMAXPROCS',
  why: 'a P that comes alive again finds the numbers of two generations ago, and the slot of three',
  source: 'runtime/trace.go, traceAdvance',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      AdvanceReadyDeadPs: instead((next) => {
        nextProcs(next).advance.readied = true;
      }),
    }),
  fails: {
    'procs-tiny': { SequenceContiguous: 38 },
    'procs-small': { SequenceContiguous: 38, StatusPrecedesEvents: 34 },
  },
};
