import { changed, correct, instead, also } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const genBeforeFlag: Mutant = {
  name: 'gen-before-flag',
  change: 'the generation is loaded before the flag goes up',
  why: 'between the two, an advance sees the flag down and flushes',
  source: 'runtime/traceruntime.go, traceAcquireEnabled',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      AcquireFlagDown: also((next, { m, depth }) => {
        next.m.at(Number(m)).stack.at(Number(depth)).gen = next.trace.gen;
      }),
      AcquireLoadGen: instead((next, { m, depth }) => {
        const mp = next.m.at(Number(m));
        const section = mp.stack.at(Number(depth));
        mp.entryGen = section.gen;
        section.phase = section.gen === 0 ? 'undo' : 'section';
      }),
    }),
  fails: { tiny: { NoFlushUnderSection: 9 }, small: { NoFlushUnderSection: 9 } },
};
