import { nextReaderOf } from '../reader/state.ts';
import { also, changed, correct, quietly } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const workClearedLate: Mutant = {
  name: 'work-cleared-late',
  change: 'workAvailable is cleared after trace.lock has been released',
  why: 'a buffer that is pushed in between is announced, and the announcement wiped out',
  source: 'runtime/trace.go, readTrace0',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      ReaderFindsNothing: quietly,
      ReaderParks: also((next) => {
        nextReaderOf(next).workAvailable = false;
      }),
    }),
  fails: { 'reader-tiny': { NoLostWakeUp: 19 }, 'reader-small': { NoLostWakeUp: 19 } },
};
