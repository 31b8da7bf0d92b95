import { correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const splitEvent: Mutant = {
  name: 'split-event',
  change: 'traceWriter.event is not nosplit',
  why: 'the outer writer holds a copy of the pointer that the nested section replaces',
  source: 'runtime/tracebuf.go, traceWriter.event',
  design: { ...correct, name: 'split-event', splitPoints: ['traceWriter.event'] },
  fails: { tiny: { EventExactlyOnce: 25 }, small: { EventExactlyOnce: 25 } },
};
