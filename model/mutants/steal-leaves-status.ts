import { procsOf } from '../procs/state.ts';
import type { TracerState } from '../state.ts';
import { changed, correct, orElse } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const stealLeavesStatus: Mutant = {
  name: 'steal-leaves-status',
  change: 'ProcSteal does not write the status of the P that is stolen',
  why: 'the P’s own M wrote it in the generation before, if at all: this one does not know the P',
  source: 'runtime/traceruntime.go, traceLocker.ProcSteal',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      AcquireStatus: (action) => ({
        ...action,
        guard: [...action.guard, { name: 'own', holds: (s, { m }) => !steals(s, Number(m)) }],
      }),
      WriteEvent: orElse('traced', (s, { m }) => steals(s, Number(m))),
    }),
  fails: { 'syscalls-small': { StatusPrecedesEvents: 22, StatusOnce: 31, SequenceContiguous: 32 } },
};

const steals = (s: TracerState, m: number): boolean => procsOf(s).m.at(m).op === 'steal';
