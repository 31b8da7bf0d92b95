import { also, changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const sampleWithoutFlag: Mutant = {
  name: 'sample-without-flag',
  change: 'the signal handler does not raise the flag',
  why: 'traceAdvance reads the samples of the generation before this one is written',
  source: 'runtime/tracecpu.go, traceCPUSample',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      SampleSetFlag: also((next, { m }) => {
        const mp = next.m.at(Number(m));
        mp.writing = false;
        mp.signal.at(0).locked = false;
      }),
    }),
  fails: {
    'sections-tiny': { NoSampleAfterDump: 28, NoSampleLeftBehind: 29 },
    'sections-small': { NoSampleAfterDump: 28, NoSampleLeftBehind: 29 },
  },
};
