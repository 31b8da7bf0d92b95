/** What a reader of the trace makes of an event about a P. */
import type { LoggedEvent } from '../../reference/index.ts';
import { eventOfId, procStatus } from '../../wire/index.ts';
import type { Run } from '../run/run.ts';
import { notesOf } from './procs-notes.ts';
import type { Seen } from './reading.ts';

/** By the number that the wire has for it. */
const seen: readonly (readonly [code: number, status: Seen])[] = [
  [procStatus.running, 'running'],
  [procStatus.idle, 'idle'],
  [procStatus.syscall, 'syscall'],
  [procStatus.syscallAbandoned, 'abandoned'],
];

export function reads(run: Run, { m, gen, ev, args }: LoggedEvent): void {
  const { reading } = notesOf(run);
  const own = run.ms[m]?.p?.id ?? -1;
  const [first = 0, second = 0] = args;
  switch (eventOfId(ev)?.name) {
    case 'ProcStatus':
      reading.status(run.rt, gen, first, seen.find(([code]) => code === second)?.[1] ?? 'none');
      break;
    case 'ProcStart':
      reading.moves(gen, first, ['idle'], 'running', second);
      break;
    case 'ProcStop':
      reading.moves(gen, own, ['running'], 'idle');
      break;
    case 'HeapAlloc':
      reading.moves(gen, own, ['running'], 'running');
      break;
    case undefined:
      break;
  }
}
