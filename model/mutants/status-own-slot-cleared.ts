import { correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const statusOwnSlotCleared: Mutant = {
  name: 'status-own-slot-cleared',
  change: 'readyNextGen clears the slots of its own generation',
  why: 'the status that has just been acquired is free again',
  source: 'runtime/tracestatus.go, traceSchedResourceState.readyNextGen',
  design: correct,
  statusRules: {
    readyNextGen: ({ slots }, resource, gen) => {
      resource.seq.set(gen % 2, 0);
      resource.statusTraced.set(gen % slots, false);
    },
  },
  fails: { 'statuses-tiny': { StatusOnce: 13 } },
};
