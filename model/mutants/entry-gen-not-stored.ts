import { also, changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const entryGenNotStored: Mutant = {
  name: 'entry-gen-not-stored',
  change: 'the outer acquire does not store entryGen',
  why: 'a nested section uses what an earlier one left there',
  source: 'runtime/traceruntime.go, traceAcquireEnabled',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      AcquireLoadGen: also((next, { m }) => {
        next.m.at(Number(m)).entryGen = 0;
      }),
    }),
  fails: { tiny: { OneGenerationPerOuterSection: 9 }, small: { OneGenerationPerOuterSection: 9 } },
};
