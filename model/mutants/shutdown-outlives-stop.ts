import { changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const shutdownOutlivesStop: Mutant = {
  name: 'shutdown-outlives-stop',
  change: 'StopTrace leaves trace.shutdown set',
  why: 'the reader of the next round takes the end of a generation for the end of the trace',
  source: 'runtime/trace.go, traceAdvance',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      AdvanceDone: (action) => ({
        ...action,
        effect: (next, params) => {
          const { shutdown } = next.trace;
          action.effect(next, params);
          next.trace.shutdown = shutdown;
        },
      }),
    }),
  fails: {
    'reader-tiny': { StopReturns: 12 },
    'reader-small': { StopReturns: 12, ReaderAtGenerationBeingEnded: 22 },
  },
};
