import { also, changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const sampleGenZeroUnchecked: Mutant = {
  name: 'sample-gen-zero-unchecked',
  change: 'the signal handler does not look whether the generation it loaded is 0',
  why: 'the sample goes into the log of an even generation that may be read by nobody',
  source: 'runtime/tracecpu.go, traceCPUSample',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      SampleLoadGen: also((next, { m }) => {
        next.m.at(Number(m)).signal.at(0).phase = 'write';
      }),
    }),
  fails: { 'sections-tiny': { NoSampleAfterDump: 3 }, 'sections-small': { NoSampleAfterDump: 3 } },
};
