import { also, changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const exitSkipsFreem: Mutant = {
  name: 'exit-skips-freem',
  change: 'mexit takes the M off allm and does not put it on freem',
  why: 'no snapshot finds the M and its buffer any more',
  source: 'runtime/proc.go, mexit',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      ThreadExit: also((next, params) => {
        next.m.at(Number(params['m'])).life = 'gone';
      }),
    }),
  fails: {
    'threads-tiny': { NoBufferOffTheLists: 15, SnapshotMissesNone: 17, NoBufferLeftBehind: 19 },
    'threads-small': { NoBufferOffTheLists: 15, NoBufferLeftBehind: 21 },
  },
};
