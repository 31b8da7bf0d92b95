import { nextReaderOf } from '../reader/state.ts';
import { also, changed, correct, insteadWhere } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const shutdownReadAfterRelease: Mutant = {
  name: 'shutdown-read-after-release',
  change: 'the reader releases doneSema before it reads trace.shutdown',
  why: 'the StopTrace that waited clears shutdown, and the reader goes on reading',
  source: 'runtime/trace.go, readTrace0',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      ReaderStop: also((next) => {
        next.trace.doneSema.set(nextReaderOf(next).parity, true);
      }),
      ReaderRelease: insteadWhere(
        (next) => nextReaderOf(next).stops,
        (next) => {
          const reader = nextReaderOf(next);
          reader.phase = next.trace.shutdown ? 'off' : 'running';
          reader.stops = false;
          reader.parity = 0;
        },
      ),
    }),
  fails: {
    'reader-tiny': { StopLeavesNoReader: 9 },
    'reader-small': { StopLeavesNoReader: 9, NoLostWakeUp: 33 },
  },
};
