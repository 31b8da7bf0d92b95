/** What the reader of a trace makes of an event about Ps, and of the ends of generations. Generated steps call these. */
import { readEnd, readEvent, readStart, readStatus } from '../../statuses/reader.ts';
import type { ProgramDraft } from '../state.ts';
import type { ReadsEvent } from './events.ts';
import { eventNames, statusNumber, statusOf } from './names.ts';

export interface ReaderOfPs {
  /** An event of an M, or of traceAdvance; the meaning of the three arguments is that of the kind. */
  readonly eventOfPs: ReadsEvent;
  readonly startOfPs: (s: ProgramDraft) => void;
  readonly endOfPs: (s: ProgramDraft, gen: number) => void;
  /** trace.gen is about to be stored. */
  readonly bump: (s: ProgramDraft) => void;
}

const dead = statusNumber('dead');

export const readerOfPs: ReaderOfPs = {
  // Events name a P by its id, which counts from 0.
  eventOfPs: (s, m, gen, number, [id, second]) => {
    const kind = eventNames[number] ?? 'other';
    switch (kind) {
      case 'ProcStatus':
        readStatus(s.knownPs, s.trace, gen, id + 1, statusOf(second));
        return;
      case 'ProcStart':
        readEvent(s.knownPs, gen, id + 1, { from: 'idle', to: 'running', seq: second });
        if (second === 0) s.knownPs.stumbled.sequence = true;
        return;
      case 'ProcStop':
        readEvent(s.knownPs, gen, m?.p ?? 0, { from: 'running', to: 'idle', seq: 0 });
        return;
      default:
        // Whoever writes an event has a P that is known to run.
        readEvent(s.knownPs, gen, m?.p ?? 0, { from: 'running', to: 'running', seq: 0 });
    }
  },
  startOfPs: (s) => {
    readStart(s.knownPs, () => false);
  },
  endOfPs: (s, gen) => {
    readEnd(s.knownPs, gen, (id) => s.p.at(id - 1).owed);
    for (let index = 0; index < s.p.length; index++) s.p.at(index).owed = false;
  },
  bump: (s) => {
    for (let index = 0; index < s.p.length; index++) {
      const pp = s.p.at(index);
      pp.owed = s.trace.gen !== 0 && pp.sinceBump;
      pp.sinceBump = pp.status !== dead;
    }
  },
};
