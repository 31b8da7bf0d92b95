/** What the reader of a trace makes of an event about Gs, and of the ends of generations. Generated steps call these. */
import { readCreate, readEnd, readEvent, readStart, readStatus } from '../../trace-reader/reader.ts';
import type { NextM, ProgramDraft } from '../state/state.ts';
import { eventNames, statusNumber, statusOf } from './names.ts';

export type ReadsEvent = (
  s: ProgramDraft,
  m: NextM | null,
  gen: number,
  kind: number,
  args: readonly [number, number, number],
  /** The number of that M, from 1; 0 is traceAdvance. */
  writer: number,
) => void;

export interface ReaderOfEvents {
  /** An event of an M, in a generation; the meaning of the three arguments is that of the kind. `m` is null for traceAdvance's own. */
  readonly event: ReadsEvent;
  readonly start: (s: ProgramDraft) => void;
  readonly end: (s: ProgramDraft, gen: number) => void;
}

/** What an event says of the goroutine that writes it: what it was, and what it is from then on. */
const ofWriter = {
  other: ['running', 'running'],
  GoDestroy: ['running', 'dead'],
  GoStop: ['running', 'runnable'],
  GoBlock: ['running', 'waiting'],
  GoSyscallBegin: ['running', 'syscall'],
  GoSyscallEnd: ['syscall', 'running'],
  GoSyscallEndBlocked: ['syscall', 'runnable'],
} as const;

const runs = { from: 'running', to: 'running', seq: 0 } as const;
const dead = statusNumber('dead');

export const readerOfEvents: ReaderOfEvents = {
  event: (s, m, gen, number, [id, second, third]) => {
    const kind = eventNames[number] ?? 'other';
    // Whoever writes about another goroutine has to be known to run, where it is one.
    const writer = (): void => {
      if (m !== null && m.curg !== 0) readEvent(s.known, gen, m.curg, runs);
    };
    const numbered = (from: 'waiting' | 'runnable', to: 'runnable' | 'running'): void => {
      readEvent(s.known, gen, id, { from, to, seq: second });
      if (second === 0) s.known.stumbled.sequence = true;
    };
    switch (kind) {
      case 'GoStatus':
      case 'GoStatusStack':
        if (id === 0) s.known.stumbled.noStatus = true;
        else readStatus(s.known, s.trace, gen, id, statusOf(third));
        return;
      case 'GoCreate':
        writer();
        if (id === 0) s.known.stumbled.noStatus = true;
        else readCreate(s.known, s.trace, gen, id);
        return;
      case 'GoUnblock':
        writer();
        numbered('waiting', 'runnable');
        return;
      case 'GoStart':
        numbered('runnable', 'running');
        return;
      case 'ProcStatus':
      case 'ProcStart':
      case 'ProcStop':
      case 'ProcSteal':
        return;
      default: {
        const [from, to] = ofWriter[kind];
        readEvent(s.known, gen, m?.curg ?? 0, { from, to, seq: 0 });
      }
    }
  },
  start: (s) => {
    readStart(s.known, (id) => s.g.at(id - 1).status === dead);
  },
  end: (s, gen) => {
    readEnd(s.known, gen, (_, left) => left !== 'dead');
  },
};
