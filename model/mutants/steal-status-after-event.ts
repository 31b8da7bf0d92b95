import { procsOf } from '../procs/state.ts';
import { OUTER } from '../state.ts';
import type { TracerState } from '../state.ts';
import type { Change } from '../change.ts';
import { changed, correct, orElse } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const stealStatusAfterEvent: Mutant = {
  name: 'steal-status-after-event',
  change: 'the status of a stolen P is written after ProcSteal',
  why: 'a reader does not know the P that the event is about; nor, once it does, that it is idle',
  source: 'runtime/traceruntime.go, traceLocker.ProcSteal',
  design: correct,
  mutate: (actions) => {
    const late = orElse('section', (s, { m }) => hasStolen(s, Number(m)));
    return changed(actions, {
      AcquireStatus: (action) => late(notBefore(action)),
      WriteStatus: late,
      WriteEvent: orElse('traced', (s, { m }) => procsOf(s).m.at(Number(m)).op === 'steal'),
    });
  },
  fails: {
    'syscalls-small': {
      StatusPrecedesEvents: 22,
      StatusOnce: 24,
      SequenceContiguous: 32,
      EventFitsStatus: 32,
    },
  },
};

const hasStolen = (s: TracerState, m: number): boolean =>
  procsOf(s).m.at(m).op === 'steal' && s.m.at(m).stack.at(OUTER).phase === 'release';

const notBefore: Change = (action) => ({
  ...action,
  guard: [
    ...action.guard,
    {
      name: 'notBefore',
      holds: (s, { m }) => procsOf(s).m.at(Number(m)).op !== 'steal' || hasStolen(s, Number(m)),
    },
  ],
});
