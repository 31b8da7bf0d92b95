import { changed, correct, keepingSlots } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const flushKeepsSlot: Mutant = {
  name: 'flush-keeps-slot',
  change: 'traceAdvance queues a buffer and leaves it in the slot of its M',
  why: 'the slot names a buffer that the reader has',
  source: 'runtime/trace.go, traceAdvance',
  design: correct,
  mutate: (actions) => changed(actions, { AdvanceFlush: keepingSlots }),
  fails: { tiny: { NoBufferLeftBehind: 18 }, small: { NoBufferLeftBehind: 20 } },
};
