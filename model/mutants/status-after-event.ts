import { changed, correct, without } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const statusAfterEvent: Mutant = {
  name: 'status-after-event',
  change: 'the event is written before the statuses that eventWriter owes',
  why: 'a reader does not know whose event it is',
  source: 'runtime/traceevent.go, traceLocker.eventWriter',
  design: correct,
  mutate: (actions) => changed(actions, { WriteEvent: without('noneAcquired', 'statusesWritten') }),
  fails: { 'statuses-tiny': { StatusPrecedesEvents: 7, StatusOnce: 14 } },
};
