import { also, changed, correct, instead } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const entryGenBeforeFlag: Mutant = {
  name: 'entry-gen-before-flag',
  change: 'entryGen is taken from a load before the flag goes up',
  why: 'an advance may fall between: nested sections use a generation that the outer one does not',
  source: 'runtime/traceruntime.go, traceAcquireEnabled',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      AcquireFlagDown: also((next, { m }) => {
        next.m.at(Number(m)).entryGen = next.trace.gen;
      }),
      AcquireLoadGen: instead((next, { m, depth }) => {
        const section = next.m.at(Number(m)).stack.at(Number(depth));
        section.gen = next.trace.gen;
        section.phase = section.gen === 0 ? 'undo' : 'section';
      }),
    }),
  fails: { tiny: { OneGenerationPerOuterSection: 9 }, small: { OneGenerationPerOuterSection: 9 } },
};
