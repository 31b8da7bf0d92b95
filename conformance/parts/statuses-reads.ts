/** What a reader of the trace makes of an event about a goroutine. */
import type { LoggedEvent } from '../../reference/index.ts';
import { eventOfId } from '../../wire/index.ts';
import type { Run } from '../run/run.ts';
import { notesOf, seenOf } from './statuses-notes.ts';

/** A reader of the trace comes to an event. */
export function reads(run: Run, { m, gen, ev, args }: LoggedEvent): void {
  const { reading, indexOf, ms } = notesOf(run);
  const { allg } = run.rt;
  allg.forEach(({ goid }, index) => indexOf.set(goid, index));
  const curg = run.ms[m]?.curg ?? null;
  const own = curg === null ? -1 : allg.indexOf(curg);
  const [first = 0, second = 0, third = 0] = args;
  const about = indexOf.get(first) ?? -1;
  const goesOn = (): void => {
    if (own >= 0) reading.moves(gen, own, ['running'], 'running');
  };
  const name = eventOfId(ev)?.name;
  const noted = ms[m];
  if (noted !== undefined && !name?.startsWith('GoStatus')) noted.events++;
  switch (name) {
    case 'GoStatus':
    case 'GoStatusStack':
      reading.status(run.rt, gen, about, seenOf(third));
      break;
    case 'GoCreate':
      goesOn();
      reading.creates(run.rt, gen, about);
      break;
    case 'GoStart':
      reading.moves(gen, about, ['runnable'], 'running', second);
      break;
    case 'GoUnblock':
      goesOn();
      reading.moves(gen, about, ['waiting'], 'runnable', second);
      break;
    case 'GoBlock':
      reading.moves(gen, own, ['running'], 'waiting');
      break;
    case 'GoDestroy':
      reading.moves(gen, own, ['running'], 'dead');
      break;
    case 'GoSyscallBegin':
      reading.moves(gen, own, ['running'], 'syscall');
      break;
    case 'GoSyscallEnd':
      reading.moves(gen, own, ['syscall'], 'running');
      break;
    case 'GoSyscallEndBlocked':
      reading.moves(gen, own, ['syscall'], 'runnable');
      break;
    case 'UserTaskEnd':
    case 'GoroutineStackAlloc':
    case 'GoroutineStackFree':
      reading.moves(gen, own, ['running'], 'running');
      break;
    case undefined:
      break;
  }
}
