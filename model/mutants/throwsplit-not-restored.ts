import { changed, correct, also } from './mutant.ts';
import type { Mutant } from './mutant.ts';
import { debugVariant } from '../designs.ts';
import { OUTER } from '../state.ts';

export const throwsplitNotRestored: Mutant = {
  name: 'throwsplit-not-restored',
  change: 'end() does not restore throwsplit (debugTraceReentrancy)',
  why: 'the next growth of the goroutine throws',
  source: 'runtime/tracebuf.go, traceWriter.end',
  design: debugVariant(correct),
  mutate: (actions) =>
    changed(actions, {
      End: also((next, { m, depth }) => {
        if (depth === OUTER) next.m.at(Number(m)).throwsplit = true;
      }),
    }),
  fails: { tiny: { ThrowsplitBalanced: 12 }, small: { ThrowsplitBalanced: 12 } },
};
