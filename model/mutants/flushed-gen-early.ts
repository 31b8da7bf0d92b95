import { changed, correct, without } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const flushedGenEarly: Mutant = {
  name: 'flushed-gen-early',
  change: 'flushedGen is stored while Ms are left to flush',
  why: 'the reader and the caller are told that all is there',
  source: 'runtime/trace.go, traceAdvance',
  design: correct,
  mutate: (actions) => changed(actions, { AdvanceFlushedGen: without('allFlushed') }),
  fails: { tiny: { NoWriteAfterFlushed: 9 }, small: { NoWriteAfterFlushed: 9 } },
};
