import { FLAG_DOWN } from '../memory/fields.ts';
import { also, changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const flagDownOvertakes: Mutant = {
  name: 'flag-down-overtakes',
  change:
    'the store that lowers the flag overtakes older stores of its M, as a relaxed one may on weaker machines',
  why: 'traceAdvance sees the flag down and flushes a pointer that end() has replaced',
  source: 'runtime/traceruntime.go, traceRelease',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      Release: also((next, { m }) => {
        const { memory } = next.m.at(Number(m));
        const { stores } = memory;
        for (let index = 0; index < stores.length; index++) {
          if (stores.at(index) !== FLAG_DOWN) continue;
          stores.set(index, 0);
          memory.writing = 0;
        }
      }),
    }),
  fails: {
    'memory-tiny': { SlotsInMemoryWhileFlagDown: 15, NoBufferLeftBehind: 21, EventExactlyOnce: 22 },
    'memory-small': { SlotsInMemoryWhileFlagDown: 15, NoBufferLeftBehind: 21, EventExactlyOnce: 22 },
  },
};
