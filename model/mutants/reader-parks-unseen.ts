import { nextReaderOf } from '../reader/state.ts';
import { changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const readerParksUnseen: Mutant = {
  name: 'reader-parks-unseen',
  change: 'nobody looks after the reader has entered trace.reader',
  why: 'work that came just before finds nobody to wake, and nobody comes again',
  source: 'runtime/trace.go, ReadTrace',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      ReaderParks: (action) => ({
        ...action,
        effect: (next, params) => {
          const { look } = nextReaderOf(next);
          action.effect(next, params);
          nextReaderOf(next).look = look;
        },
      }),
    }),
  fails: {
    'reader-tiny': { NoLostWakeUp: 10, ReaderIsWoken: 10, AdvanceEnds: 10 },
    'reader-small': { NoLostWakeUp: 10, ReaderIsWoken: 10, AdvanceEnds: 10 },
  },
};
