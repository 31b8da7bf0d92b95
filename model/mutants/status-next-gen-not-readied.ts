import { correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const statusNextGenNotReadied: Mutant = {
  name: 'status-next-gen-not-readied',
  change: 'readyNextGen does nothing',
  why: 'three generations on the slot says that the status was traced, and two on the numbers do not start again',
  source: 'runtime/tracestatus.go, traceSchedResourceState.readyNextGen',
  design: correct,
  statusRules: { readyNextGen: () => undefined },
  fails: {
    'statuses-tiny': { SequenceContiguous: 39 },
    'procs-small': { SequenceContiguous: 36, StatusPrecedesEvents: 32 },
  },
};
