import { changed, correct, without } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const splitAcquireStatus: Mutant = {
  name: 'split-acquire-status',
  change: 'a stack may grow between acquireStatus and the status: one of the two is not nosplit',
  why: 'the nested section finds the status traced, and writes its event before it',
  source: 'runtime/tracestatus.go, traceSchedResourceState.acquireStatus',
  design: correct,
  mutate: (actions) => changed(actions, { StackGrowth: without('noneAcquired') }),
  fails: { 'statuses-tiny': { StatusPrecedesEvents: 11, StatusOnce: 17 }, 'statuses-small': {} },
};
