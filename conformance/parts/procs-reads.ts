/** What a reader of the trace makes of an event about a P. */
import type { LoggedEvent } from '../../reference/index.ts';
import { eventOfId, procStatus } from '../../wire/index.ts';
import type { Run } from '../run/run.ts';
import { hasSyscalls, notesOf } from './procs-notes.ts';
import type { Seen } from './reading.ts';

/** By the number that the wire has for it. */
const seen: readonly (readonly [code: number, status: Seen])[] = [
  [procStatus.running, 'running'],
  [procStatus.idle, 'idle'],
  [procStatus.syscall, 'syscall'],
  [procStatus.syscallAbandoned, 'abandoned'],
];

/** Ms count from 1 in what a reader knows; 0 is none. */
export function reads(run: Run, { m, gen, ev, args }: LoggedEvent): void {
  const { reading, readingMs, ms } = notesOf(run);
  const name = eventOfId(ev)?.name;
  const noted = ms[m];
  const own = run.ms[m]?.p?.id ?? -1;
  const [first = 0, second = 0, third = 0] = args;
  if (noted !== undefined && name !== 'ProcStatus' && name !== 'GoStart') noted.events++;
  switch (name) {
    case 'ProcStatus': {
      const status = seen.find(([code]) => code === second)?.[1] ?? 'none';
      const isBound = status === 'running' || status === 'syscall';
      readingMs.binds(gen, first, isBound ? boundBy(run, m, first) : 0);
      reading.status(run.rt, gen, first, status);
      break;
    }
    case 'ProcStart':
      readingMs.binds(gen, first, m + 1);
      reading.moves(gen, first, ['idle'], 'running', second);
      break;
    case 'ProcStop':
      readingMs.binds(gen, own, 0);
      reading.moves(gen, own, ['running', 'syscall'], 'idle');
      break;
    case 'GoSyscallBegin':
      reading.moves(gen, own, ['running'], 'syscall', first);
      break;
    case 'GoSyscallEnd':
    case 'GoSyscallEndBlocked':
      if (noted !== undefined) noted.ended = true;
      if (name === 'GoSyscallEnd') reading.moves(gen, own, ['syscall'], 'running');
      else {
        readingMs.endsBlocked(reading, gen, m + 1);
        if (own >= 0) reading.moves(gen, own, ['running'], 'running');
      }
      break;
    case 'ProcSteal':
      readingMs.steals(run.rt, reading, gen, first, third + 1);
      reading.moves(gen, first, ['syscall', 'abandoned'], 'idle', second);
      break;
    case 'HeapAlloc':
      // Who has lost its P in a system call has none.
      if (own >= 0 || !hasSyscalls(run)) reading.moves(gen, own, ['running'], 'running');
      break;
    case undefined:
      break;
  }
}

/** The M that a status says the P is on: its writer, or, where traceAdvance says it, the one that has it. */
function boundBy({ ms }: Run, m: number, id: number): number {
  return m < ms.length ? m + 1 : ms.findIndex(({ p }) => p?.id === id) + 1;
}
