import { changed, correct, without } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const procStatusesWithoutWorldsema: Mutant = {
  name: 'proc-statuses-without-worldsema',
  change: 'GOMAXPROCS may change between the statuses of Ps and the reset of dead ones',
  why: 'a P that comes alive in between is missed by both: its slots are not readied',
  source: 'runtime/trace.go, traceAdvance',
  design: correct,
  mutate: (actions) => changed(actions, { ProcResize: without('worldsema') }),
  fails: {
    'procs-tiny': { SequenceContiguous: 38 },
    'procs-small': { SequenceContiguous: 38, StatusPrecedesEvents: 34 },
  },
};
