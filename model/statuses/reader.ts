/**
 * What a reader makes of the events about Gs, in the order in which they are written. That order is one in which a reader
 * can take them: events that carry no sequence number are written by the M that owns the G, those that do follow each
 * other by it. Source: internal/trace/order.go (advanceGoStatus, advanceGoCreate, advanceGoStart, …).
 */
import type { NextState } from '../state.ts';
import { nextStatuses } from './state.ts';
import type { GoStatus } from '../bounds.ts';
import type { NextStatuses, Seen } from './state.ts';

/** GoStatus of G g, counted from 1. */
export function readStatus(next: NextState, gen: number, g: number, status: GoStatus): void {
  const { stumbled, reader } = nextStatuses(next);
  const known = reader.at(g - 1);
  if (known.now.at(gen % 2) !== 'none') stumbled.twice = true;
  else open(next, gen, g, status);
  known.now.set(gen % 2, status);
  known.seq.set(gen % 2, 0);
}

/** An event that takes G g from one status to another; with a sequence number, or 0 where its kind has none. */
export function readEvent(
  next: NextState,
  gen: number,
  g: number,
  event: { readonly from: GoStatus; readonly to: GoStatus; readonly seq: number },
): void {
  const { stumbled, reader } = nextStatuses(next);
  const known = reader.at(g - 1);
  const parity = gen % 2;
  const now = known.now.at(parity);
  if (now === 'none') stumbled.noStatus = true;
  else if (now !== event.from) stumbled.misfit = true;
  known.now.set(parity, event.to);
  if (event.seq === 0) return;
  if (event.seq !== known.seq.at(parity) + 1) stumbled.sequence = true;
  known.seq.set(parity, event.seq);
}

/** GoCreate: a new goroutine, whose G the reader does not know, or knows to be dead. */
export function readCreate(next: NextState, gen: number, g: number): void {
  const { stumbled, reader } = nextStatuses(next);
  const known = reader.at(g - 1);
  const now = known.now.at(gen % 2);
  if (now === 'none') open(next, gen, g, 'dead');
  else if (now !== 'dead') stumbled.misfit = true;
  known.now.set(gen % 2, 'runnable');
  known.seq.set(gen % 2, 0);
}

/** The generation is complete: what each G was left as is what the next one has to open with. */
export function readEnd(next: NextState, gen: number): void {
  const { stumbled, reader } = nextStatuses(next);
  for (let index = 0; index < reader.length; index++) {
    const known = reader.at(index);
    const now = known.now.at(gen % 2);
    if (now !== 'none') known.left = now;
    else if (known.left !== 'dead') stumbled.missing = true;
    known.now.set(gen % 2, 'none');
    known.seq.set(gen % 2, 0);
    if (known.opened === 'none') continue;
    if (known.opened !== known.left) stumbled.disagree = true;
    known.opened = 'none';
  }
}

/** The first that a generation says of a G: compared with what the one before left, now or once that one is complete. */
function open(next: NextState, gen: number, g: number, status: Seen): void {
  const { stumbled, reader }: NextStatuses = nextStatuses(next);
  const known = reader.at(g - 1);
  if (next.trace.flushedGen !== gen - 1) known.opened = status;
  else if (known.left !== 'none' && known.left !== status) stumbled.disagree = true;
}
