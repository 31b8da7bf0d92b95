import { changed, correct, keepingSlots } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const endDoesNotStore: Mutant = {
  name: 'end-does-not-store',
  change: 'end() does not store the buffer pointer back',
  why: 'the buffer that refill got is known to nobody',
  source: 'runtime/tracebuf.go, traceWriter.end',
  design: correct,
  mutate: (actions) => changed(actions, { End: keepingSlots }),
  fails: { tiny: { EventExactlyOnce: 12 }, small: { EventExactlyOnce: 12 } },
};
