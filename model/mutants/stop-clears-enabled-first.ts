import { changed, correct, instead } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const stopClearsEnabledFirst: Mutant = {
  name: 'stop-clears-enabled-first',
  change: 'StopTrace clears enabled before it stores generation 0',
  why: 'enabled may be stale only as true: an acquire that reads false drops its event while tracing is on, and allocm lets an M go with its buffer',
  source: 'runtime/trace.go, traceAdvance',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      StopStoreGen: instead((next) => {
        next.advancer.gen = next.trace.gen;
        next.trace.enabled = false;
        next.advancer.phase = 'clearEnabled';
      }),
      StopClearEnabled: instead((next) => {
        next.trace.lastNonZeroGen = next.advancer.gen;
        next.trace.shutdown = true;
        next.trace.gen = 0;
        next.advancer.phase = 'snapshot';
      }),
    }),
  fails: {
    tiny: { EnabledWhileTracing: 3, NoDroppedEvent: 9 },
    small: { EnabledWhileTracing: 3, NoDroppedEvent: 9 },
    'threads-tiny': { NoBufferOffTheLists: 18, NoBufferLeftBehind: 23 },
  },
};
