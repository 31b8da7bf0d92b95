/** What a reader of the trace makes of an event about a P. */
import type { LoggedEvent } from '../../reference/index.ts';
import { eventOfId, procStatus } from '../../wire/index.ts';
import type { Run } from '../run/run.ts';
import { notesOf, procOf } from './hand-notes.ts';
import type { Seen } from './reading.ts';

/** By the number that the wire has for it. */
const seen: readonly (readonly [code: number, status: Seen])[] = [
  [procStatus.running, 'running'],
  [procStatus.idle, 'idle'],
  [procStatus.syscall, 'syscall'],
  [procStatus.syscallAbandoned, 'abandoned'],
];

export function reads(run: Run, { m, gen, ev, args }: LoggedEvent): void {
  const { reading, readingMs } = notesOf(run);
  const own = procOf(run, m)?.id ?? -1;
  const [first = 0, second = 0, third = 0] = args;
  switch (eventOfId(ev)?.name) {
    case 'ProcStatus': {
      const status = seen.find(([code]) => code === second)?.[1] ?? 'none';
      reading.status(run.rt, gen, first, status);
      const isBound = status === 'running' || status === 'syscall';
      const holder = run.ms.findIndex((_, id) => procOf(run, id)?.id === first);
      // Of whom traceAdvance writes the status, it has the P on his M.
      if (m < run.ms.length) readingMs.binds(gen, first, isBound ? m + 1 : 0);
      else if (holder >= 0) readingMs.binds(gen, first, holder + 1);
      break;
    }
    case 'ProcStart':
      readingMs.binds(gen, first, m + 1);
      reading.moves(gen, first, ['idle'], 'running', second);
      break;
    case 'ProcStop':
      readingMs.binds(gen, own, 0);
      reading.moves(gen, own, ['running'], 'idle');
      break;
    case 'HeapAlloc':
      reading.moves(gen, own, ['running'], 'running');
      break;
    case 'GoSyscallBegin':
      reading.moves(gen, own, ['running'], 'syscall', first);
      break;
    case 'GoSyscallEnd':
      reading.moves(gen, own, ['syscall'], 'running');
      break;
    case 'GoSyscallEndBlocked':
      readingMs.endsBlocked(reading, gen, m + 1);
      break;
    case 'ProcSteal':
      readingMs.steals(run.rt, reading, gen, first, third + 1);
      reading.moves(gen, first, ['syscall', 'abandoned'], 'idle', second);
      break;
    case undefined:
      break;
  }
}
