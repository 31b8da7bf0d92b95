import { changed, correct, without } from './mutant.ts';
import { OUTER } from '../state.ts';
import { statusesOf } from '../statuses/state.ts';
import type { Mutant } from './mutant.ts';

export const statusOfOtherNotWritten: Mutant = {
  name: 'status-of-other-not-written',
  change: 'ready writes the statuses of its own G only',
  why: 'GoUnblock is about the other, which this generation does not know',
  source: 'runtime/traceruntime.go, traceLocker.emitUnblockStatus',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      AcquireStatus: (action) => ({
        ...action,
        guard: [
          ...action.guard,
          {
            name: 'own',
            holds: (s, { m, depth }) => depth !== OUTER || statusesOf(s).m.at(Number(m)).op !== 'ready',
          },
        ],
      }),
      WriteEvent: without('statusesWritten'),
    }),
  fails: { 'statuses-tiny': { StatusPrecedesEvents: 7 } },
};
