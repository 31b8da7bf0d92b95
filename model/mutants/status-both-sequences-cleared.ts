import { correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';
import { resourceRules } from '../statuses/resource.ts';

export const statusBothSequencesCleared: Mutant = {
  name: 'status-both-sequences-cleared',
  change: 'readyNextGen clears the sequence numbers of both generations',
  why: 'traceAdvance readies a G whose numbers of this generation have been written',
  source: 'runtime/tracestatus.go, traceSchedResourceState.readyNextGen',
  design: correct,
  statusRules: {
    readyNextGen: (rules, resource, gen) => {
      resourceRules.readyNextGen(rules, resource, gen);
      resource.seq.set(gen % 2, 0);
    },
  },
  fails: { 'statuses-tiny': { SequenceContiguous: 23 }, 'statuses-small': {} },
};
