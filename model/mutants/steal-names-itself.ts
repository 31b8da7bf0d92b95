import { nextProcs } from '../procs/state.ts';
import { also, changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const stealNamesItself: Mutant = {
  name: 'steal-names-itself',
  change: 'ProcSteal names the M that steals',
  why: 'a reader finds that this M does not have the P, and never frees the one that has',
  source: 'runtime/traceruntime.go, traceLocker.ProcSteal',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      StealP: also((next, { m }) => {
        const { target } = nextProcs(next).m.at(Number(m));
        nextProcs(next).p.at(target - 1).syscallM = Number(m) + 1;
      }),
    }),
  fails: { 'syscalls-blocked': { StealNamesM: 20 } },
};
