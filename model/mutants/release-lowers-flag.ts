import { changed, correct, also } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const releaseLowersFlag: Mutant = {
  name: 'release-lowers-flag',
  change: 'the release of a nested section lowers the flag',
  why: 'traceAdvance may flush the buffer that the outer section goes on writing',
  source: 'runtime/traceruntime.go, traceRelease',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      Release: also((next, { m }) => {
        next.m.at(Number(m)).writing = false;
      }),
    }),
  fails: { tiny: { LockParityAndBalance: 16 }, small: { LockParityAndBalance: 16 } },
};
