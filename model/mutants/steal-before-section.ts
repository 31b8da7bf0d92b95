import { nextProcs } from '../procs/state.ts';
import { steal } from '../procs/syscall-actions.ts';
import { also, changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const stealBeforeSection: Mutant = {
  name: 'steal-before-section',
  change: 'a thief takes the P before it begins its section',
  why: 'the goroutine finds that it lost the P, and says so in a generation that the ProcSteal may come too late for',
  source: 'runtime/proc.go, syscallingThread.releaseP',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      Retake: also((next, { m }) => {
        const mp = nextProcs(next).m.at(Number(m));
        mp.op = 'steal';
        steal(next, mp.target);
      }),
    }),
  fails: { 'syscalls-blocked': { EndBlockedAfterSteal: 30 } },
};
