import { correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const statusTwoSlots: Mutant = {
  name: 'status-two-slots',
  change: 'statusTraced has two slots, as seq has',
  why: 'who acquires a status for the next generation clears the slot of the one that traceAdvance still asks about',
  source: 'runtime/tracestatus.go, traceSchedResourceState',
  design: correct,
  statusRules: { slots: 2 },
  fails: { 'statuses-tiny': { StatusOnce: 25, GenerationsAgree: 32 }, 'statuses-small': {} },
};
