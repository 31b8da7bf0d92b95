import { nextReaderOf } from '../reader/state.ts';
import { changed, correct, insteadWhere } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const readerGenAfterRelease: Mutant = {
  name: 'reader-gen-after-release',
  change: 'the reader releases doneSema before it loads trace.gen',
  why: 'the advance that waited ends, the next one moves trace.gen on, and the reader skips a generation',
  source: 'runtime/trace.go, readTrace0',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      ReaderNextGen: (action) => ({
        ...action,
        effect: (next, params) => {
          const { readerGen } = next.trace;
          action.effect(next, params);
          next.trace.readerGen = readerGen;
          next.trace.doneSema.set(readerGen % 2, true);
        },
      }),
      ReaderRelease: insteadWhere(
        (next) => !nextReaderOf(next).stops,
        (next) => {
          const reader = nextReaderOf(next);
          next.trace.readerGen = next.trace.gen;
          reader.parity = 0;
          reader.phase = 'running';
        },
      ),
    }),
  fails: {
    'reader-tiny': { ReaderAtGenerationBeingEnded: 10, NoDeadlock: 24, AdvanceEnds: 19 },
    'reader-small': { ReaderAtGenerationBeingEnded: 10, EventExactlyOnce: 20, NoDeadlock: 23 },
  },
};
