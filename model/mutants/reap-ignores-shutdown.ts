import { changed, correct, orElse } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const reapIgnoresShutdown: Mutant = {
  name: 'reap-ignores-shutdown',
  change: 'allocm asks only whether tracing is enabled, and not whether it is shutting down',
  why: 'between the end of enabled and the snapshot of StopTrace an M leaves with its buffer',
  source: 'runtime/proc.go, allocm',
  design: correct,
  mutate: (actions) => changed(actions, { ReapUntraced: orElse('notTraced', (s) => !s.trace.enabled) }),
  fails: {
    'threads-tiny': { NoBufferOffTheLists: 19, SnapshotMissesNone: 20, NoBufferLeftBehind: 23 },
    'threads-small': { NoBufferOffTheLists: 19, NoBufferLeftBehind: 23 },
  },
};
