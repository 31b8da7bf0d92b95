import { changed, correct, orElse } from './mutant.ts';
import type { Mutant } from './mutant.ts';
import { isOnFreem } from '../threads/lists.ts';

export const reapDoesNotWait: Mutant = {
  name: 'reap-does-not-wait',
  change: 'allocm reaps an M whose thread is not done',
  why: 'traceThreadDestroy works on the flag and the slots of an M that may be writing',
  source: 'runtime/proc.go, allocm',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      DestroySetFlag: orElse('ready', (s, params) => isOnFreem(s.m.at(Number(params['m'])))),
    }),
  fails: {
    'threads-tiny': {
      LockParityAndBalance: 9,
      NoFlushUnderSection: 14,
      NoBufferOffTheLists: 14,
      NoBufferLeftBehind: 22,
    },
    'threads-small': { LockParityAndBalance: 9, NoFlushUnderSection: 15 },
  },
};
