import { also, changed, correct, instead } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const sampleGenBeforeFlag: Mutant = {
  name: 'sample-gen-before-flag',
  change: 'the signal handler loads the generation before it raises the flag',
  why: 'between the two an advance sees the flag down and reads the samples of that generation',
  source: 'runtime/tracecpu.go, traceCPUSample',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      // The load is the first of the two steps, and the store the second.
      SampleSetFlag: also((next, { m }) => {
        const mp = next.m.at(Number(m));
        mp.signal.at(0).gen = next.trace.gen;
        mp.writing = false;
        mp.signal.at(0).locked = false;
      }),
      SampleLoadGen: instead((next, { m }) => {
        const mp = next.m.at(Number(m));
        const signal = mp.signal.at(0);
        mp.writing = true;
        signal.locked = true;
        signal.phase = signal.gen === 0 ? 'clear' : 'write';
      }),
    }),
  fails: {
    'sections-tiny': { NoSampleAfterDump: 28, NoSampleLeftBehind: 29 },
    'sections-small': { NoSampleAfterDump: 28, NoSampleLeftBehind: 29 },
  },
};
