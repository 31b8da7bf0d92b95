import { changed, correct, without } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const flushWithoutFlag: Mutant = {
  name: 'flush-without-flag',
  change: 'traceAdvance flushes an M without looking at its flag',
  why: 'the M may be in a section of that generation',
  source: 'runtime/trace.go, traceAdvance',
  design: correct,
  mutate: (actions) => changed(actions, { AdvanceReadFlag: without('flagDown') }),
  fails: { tiny: { NoFlushUnderSection: 9 }, small: { NoFlushUnderSection: 9 } },
};
