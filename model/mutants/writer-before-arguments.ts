import { correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const writerBeforeArguments: Mutant = {
  name: 'writer-before-arguments',
  change: 'the writer is taken before the arguments of the event are evaluated',
  why: 'evaluating them may grow the stack while a copy of the buffer pointer is held',
  source: 'runtime/traceevent.go, traceEventWriter.event',
  design: { ...correct, name: 'writer-before-arguments', sharedWriter: true },
  fails: { tiny: { EventExactlyOnce: 25 }, small: { EventExactlyOnce: 25 } },
};
