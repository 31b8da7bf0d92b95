import { changed, correct, orElse } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const startBeforeAllm: Mutant = {
  name: 'start-before-allm',
  change: 'a new M is put on allm after its first event',
  why: 'the snapshot does not find the M, and its buffer stays behind',
  source: 'runtime/proc.go, mcommoninit',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      AcquireOuter: orElse('threadRuns', (s, params) => s.m.at(Number(params['m'])).life === 'unborn'),
      ThreadStart: (action) => ({
        ...action,
        guard: [
          ...action.guard,
          { name: 'afterEvent', holds: (s, params) => s.m.at(Number(params['m'])).wrote > 0 },
        ],
      }),
    }),
  fails: {
    'threads-tiny': { SnapshotMissesNone: 8, NoBufferOffTheLists: 9, NoBufferLeftBehind: 17 },
    'threads-small': { SnapshotMissesNone: 9, NoBufferLeftBehind: 18 },
  },
};
