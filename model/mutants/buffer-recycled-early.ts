import { nextReaderOf } from '../reader/state.ts';
import { also, changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const bufferRecycledEarly: Mutant = {
  name: 'buffer-recycled-early',
  change: 'a buffer goes to the empty list as it is handed out',
  why: 'a writer gets it while its bytes are copied',
  source: 'runtime/trace.go, readTrace0',
  design: correct,
  part: 'reader',
  mutate: (actions, { bounds }) =>
    changed(actions, {
      ReaderTake: also((next) => {
        const reader = nextReaderOf(next);
        const buf = next.m.at(reader.m).bufs.at(reader.reading - 1);
        buf.gen = 0;
        buf.pos = 0;
        for (let index = 0; index < bounds.eventsPerBuffer; index++) buf.events.set(index, 0);
      }),
    }),
  fails: {
    'reader-tiny': { ReadingBufferIsNobodyElses: 18 },
    'reader-small': { ReadingBufferIsNobodyElses: 18 },
  },
};
