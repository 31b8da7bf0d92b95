import { also, changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const dropmKeepsBuffers: Mutant = {
  name: 'dropm-keeps-buffers',
  change: 'dropm does not call traceThreadDestroy',
  why: 'the next thread that borrows the M goes on in the batch of the last one',
  source: 'runtime/proc.go, dropm',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      DropM: also((next, params) => {
        next.m.at(Number(params['m'])).life = 'idle';
      }),
    }),
  fails: { 'threads-small': { NoBufferOfAnotherThread: 15 } },
};
