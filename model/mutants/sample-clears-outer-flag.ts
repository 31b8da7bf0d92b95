import { also, changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const sampleClearsOuterFlag: Mutant = {
  name: 'sample-clears-outer-flag',
  change: 'the signal handler lowers the flag at its end, whoever raised it',
  why: 'the section that it interrupted goes on without its flag',
  source: 'runtime/tracecpu.go, traceCPUSample',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      SampleInSection: also((next, { m }) => {
        next.m.at(Number(m)).signal.at(0).locked = true;
      }),
    }),
  fails: {
    'sections-tiny': { LockParityAndBalance: 8, NoFlushUnderSection: 31 },
    'sections-small': { LockParityAndBalance: 8, NoFlushUnderSection: 31 },
  },
};
