import { correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const splitEnd: Mutant = {
  name: 'split-end',
  change: 'traceWriter.end is not nosplit',
  why: 'the nested section stores its buffer, and end() stores the outer one over it',
  source: 'runtime/tracebuf.go, traceWriter.end',
  design: { ...correct, name: 'split-end', splitPoints: ['traceWriter.end'] },
  fails: { tiny: { EventExactlyOnce: 25 }, small: { EventExactlyOnce: 25 } },
};
