/** What the reader of a trace makes of an event about Ps, and of the ends of generations. Generated steps call these. */
import { readBinding, readEndBlocked, readEndOfMs, readStolenFrom } from '../../trace-reader/ms.ts';
import type { Seen } from '../../trace-reader/fields.ts';
import { readEnd, readEvent, readStart, readStatus } from '../../trace-reader/reader.ts';
import type { ProgramDraft } from '../state/state.ts';
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

/** The reader follows on which M each P is. */
const hasMs = ({ knownPs: { on } }: ProgramDraft): boolean => on.length !== 0;

/** The events of a generation have the P on that M from now on; 0: on none. */
function bind(s: ProgramDraft, gen: number, id: number, m: number): void {
  if (id !== 0) readBinding(s.knownPs, gen, id, m);
}

/** The M that a status says the P is on: its writer, or, where traceAdvance says it, the one that has it. */
function boundBy(s: ProgramDraft, id: number, status: Seen, writer: number): number {
  if (!hasMs(s) || (status !== 'running' && status !== 'syscall')) return 0;
  if (writer !== 0) return writer;
  for (let m = 0; m < s.m.length; m++) if (s.m.at(m).p === id) return m + 1;
  return 0;
}

const stolenAs = ({ knownPs: { reader } }: ProgramDraft, gen: number, id: number): Seen =>
  reader.at(id - 1).now.at(gen % 2) === 'abandoned' ? 'abandoned' : 'syscall';

/** An M may stop the P with which it is in a system call. Source: internal/trace/order.go, advanceProcStop. */
const stoppedAs = ({ knownPs: { reader } }: ProgramDraft, gen: number, id: number): Seen =>
  id !== 0 && reader.at(id - 1).now.at(gen % 2) === 'syscall' ? 'syscall' : 'running';

export const readerOfPs: ReaderOfPs = {
  // Events name a P by its id, which counts from 0.
  eventOfPs: (s, m, gen, number, [id, second, third], writer) => {
    const kind = eventNames[number] ?? 'other';
    switch (kind) {
      case 'ProcStatus':
        bind(s, gen, id + 1, boundBy(s, id + 1, statusOf(second), writer));
        readStatus(s.knownPs, s.trace, gen, id + 1, statusOf(second));
        return;
      case 'ProcStart':
        bind(s, gen, id + 1, writer);
        readEvent(s.knownPs, gen, id + 1, { from: 'idle', to: 'running', seq: second });
        if (second === 0) s.knownPs.stumbled.sequence = true;
        return;
      case 'ProcStop':
        bind(s, gen, m?.p ?? 0, 0);
        readEvent(s.knownPs, gen, m?.p ?? 0, {
          from: stoppedAs(s, gen, m?.p ?? 0),
          to: 'idle',
          seq: 0,
        });
        return;
      case 'GoSyscallBegin':
        readEvent(s.knownPs, gen, m?.p ?? 0, { from: 'running', to: 'syscall', seq: id });
        if (id === 0) s.knownPs.stumbled.sequence = true;
        return;
      case 'GoSyscallEnd':
        readEvent(s.knownPs, gen, m?.p ?? 0, { from: 'syscall', to: 'running', seq: 0 });
        return;
      case 'GoSyscallEndBlocked':
        readEndBlocked(s.knownPs, gen, writer);
        if (m !== null && m.p !== 0)
          readEvent(s.knownPs, gen, m.p, { from: 'running', to: 'running', seq: 0 });
        return;
      case 'ProcSteal':
        readStolenFrom(s.knownPs, s, gen, id + 1, third);
        readEvent(s.knownPs, gen, id + 1, { from: stolenAs(s, gen, id + 1), to: 'idle', seq: second });
        if (second === 0) s.knownPs.stumbled.sequence = true;
        return;
      default:
        // Who has lost its P in a system call has none.
        if (m !== null && m.p === 0 && hasMs(s)) return;
        // Whoever writes an event has a P that is known to run.
        readEvent(s.knownPs, gen, m?.p ?? 0, { from: 'running', to: 'running', seq: 0 });
    }
  },
  startOfPs: (s) => {
    readStart(s.knownPs, () => false);
  },
  endOfPs: (s, gen) => {
    readEndOfMs(s.knownPs, gen);
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
