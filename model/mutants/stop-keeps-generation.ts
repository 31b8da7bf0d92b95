import { changed, correct, instead } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const stopKeepsGeneration: Mutant = {
  name: 'stop-keeps-generation',
  change: 'StopTrace clears enabled and leaves the generation',
  why: 'enabled is no source of truth: an acquire that sees it cleared drops its event though the generation is on',
  source: 'runtime/trace.go, traceAdvance',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      StopStoreGen: instead((next) => {
        next.trace.shutdown = true;
        next.advancer.gen = next.trace.gen;
        next.advancer.phase = 'clearEnabled';
      }),
    }),
  fails: { tiny: { NoDroppedEvent: 10 }, small: { NoDroppedEvent: 10 } },
};
