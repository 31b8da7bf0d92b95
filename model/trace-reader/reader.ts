/**
 * What a reader makes of the events about Gs or Ps, in the order in which they are written. That order is one in which a
 * reader can take them: events that carry no sequence number are written by the M that owns the G or P, those that do follow
 * each other by it. Source: internal/trace/order.go (advanceGoStatus, advanceGoCreate, advanceGoStart, advanceProcStart, …).
 */
import type { NextReader, Seen } from './fields.ts';

/** How far the trace has been flushed and read. */
export interface AsRead {
  readonly flushedGen: number;
  readonly readerGen: number;
}

/** GoStatus or ProcStatus; `id` counts from 1. */
export function readStatus(
  { reader, stumbled }: NextReader,
  trace: AsRead,
  gen: number,
  id: number,
  status: Seen,
): void {
  const known = reader.at(id - 1);
  if (known.now.at(gen % 2) !== 'none') stumbled.twice = true;
  else open({ reader, stumbled }, trace, gen, id, status);
  known.now.set(gen % 2, status);
  known.seq.set(gen % 2, 0);
}

/** An event that takes a G or P (0: none) from one status to another; with a sequence number, or 0 where its kind has none. */
export function readEvent(
  { reader, stumbled }: NextReader,
  gen: number,
  id: number,
  event: { readonly from: Seen; readonly to: Seen; readonly seq: number },
): void {
  // An M that runs no goroutine writes about none where a mutant lets a section go on that should have ended.
  if (id === 0) {
    stumbled.noStatus = true;
    return;
  }
  const known = reader.at(id - 1);
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
export function readCreate({ reader, stumbled }: NextReader, trace: AsRead, gen: number, id: number): void {
  const known = reader.at(id - 1);
  const now = known.now.at(gen % 2);
  if (now === 'none') open({ reader, stumbled }, trace, gen, id, 'dead');
  else if (now !== 'dead') stumbled.misfit = true;
  known.now.set(gen % 2, 'runnable');
  known.seq.set(gen % 2, 0);
}

/**
 * The generation is complete: what each G or P was left as is what the next one has to open with. `lives`: whether the one
 * of that number has to be in this generation.
 */
export function readEnd(
  { reader, stumbled }: NextReader,
  gen: number,
  lives: (id: number, left: Seen) => boolean,
): void {
  for (let index = 0; index < reader.length; index++) {
    const known = reader.at(index);
    const now = known.now.at(gen % 2);
    if (now !== 'none') known.left = now;
    else if (lives(index + 1, known.left)) stumbled.missing = true;
    known.now.set(gen % 2, 'none');
    known.seq.set(gen % 2, 0);
    if (known.opened === 'none') continue;
    if (!agrees(known.left, known.opened)) stumbled.disagree = true;
    known.opened = 'none';
  }
}

/**
 * Whether the generation before has been read to its end. Before the first of a trace, which the reader is at while none has been
 * flushed, there is none to wait for.
 */
export const isNextToRead = ({ flushedGen, readerGen }: AsRead, gen: number): boolean =>
  flushedGen === 0 ? readerGen === gen : flushedGen === gen - 1;

/** The first that a generation says of a G or P: compared with what the one before left, now or once that one is complete. */
function open({ reader, stumbled }: NextReader, trace: AsRead, gen: number, id: number, status: Seen): void {
  const known = reader.at(id - 1);
  if (!isNextToRead(trace, gen)) known.opened = status;
  else if (!agrees(known.left, status)) stumbled.disagree = true;
}

const agrees = (left: Seen, opened: Seen): boolean =>
  left === 'none' || left === opened || (left === 'syscall' && opened === 'abandoned');

/** Another trace begins, of which nothing has been read; `dead`: whether that G is dead, so that the trace need not have it. */
export function readStart({ reader }: NextReader, dead: (id: number) => boolean): void {
  for (let index = 0; index < reader.length; index++)
    reader.at(index).left = dead(index + 1) ? 'dead' : 'none';
}
