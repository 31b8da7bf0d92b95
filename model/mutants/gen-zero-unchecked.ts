import { also, changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const genZeroUnchecked: Mutant = {
  name: 'gen-zero-unchecked',
  change: 'an acquire goes on with generation 0',
  why: 'StopTrace has looked at no such section, and its buffer is in the slot of an even generation',
  source: 'runtime/traceruntime.go, traceAcquireEnabled',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      AcquireLoadGen: also((next, { m, depth }) => {
        next.m.at(Number(m)).stack.at(Number(depth)).phase = 'section';
      }),
    }),
  fails: {
    tiny: { NoWriteToQueuedBuffer: 8, EventExactlyOnce: 11 },
    small: { NoWriteToQueuedBuffer: 8, EventExactlyOnce: 11 },
  },
};
