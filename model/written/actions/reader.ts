/**
 * ReadTrace, one call under trace.lock per action. A buffer goes back to the empty list as it is taken: `reading` only
 * keeps it away a little longer, and a stale pointer does the more harm the earlier its buffer is handed out again.
 */
import { range } from '../../../checker/index.ts';
import type { Action } from '../../../checker/index.ts';
import { eventsMax } from '../../bounds.ts';
import type { Constants, NextM, TracerSchema, TracerState } from '../state.ts';

export function readerActions(k: Constants): Readonly<Record<string, Action<TracerSchema>>> {
  const { bounds, over } = k;
  const process = (): string => 'reader';
  const source = 'runtime/trace.go, readTrace0';
  const readMax = eventsMax(bounds);
  const readerOn = (s: TracerState): boolean => s.trace.readerGen !== 0;

  const ReaderTake = over.action({
    params: { m: range(k.ms) },
    guard: { readerOn, full },
    effect: (next, p) => {
      const mp = next.m.at(p.m);
      const taken = mp.bufs.at(popFull(mp, next.trace.readerGen % 2) - 1);
      mp.read = Math.min(mp.read + (taken.pos >> 1), readMax);
      taken.gen = 0;
      taken.pos = 0;
      for (let index = 0; index < bounds.eventsPerBuffer; index++) taken.events.set(index, 0);
    },
    process,
    source,
    note: 'pops the queue of its generation under trace.lock; batches of different Ms have no order among them',
  });

  const ReaderNextGen = over.action({
    guard: { readerOn, flushed, nothingFull, goesOn: (s) => !s.trace.shutdown },
    effect: (next) => {
      next.trace.doneSema.set(next.trace.readerGen % 2, true);
      next.trace.readerGen = next.trace.gen;
    },
    process,
    source,
    note: 'readerGen under trace.lock, then doneSema; besides the reader only its wake-up, which is left out, looks at readerGen: one step',
  });

  const ReaderStop = over.action({
    guard: { readerOn, flushed, nothingFull, shutdown: (s) => s.trace.shutdown },
    effect: (next) => {
      next.trace.doneSema.set(next.trace.readerGen % 2, true);
      next.trace.readerGen = 0;
    },
    process,
    source,
    note: 'shutdown is read under trace.lock, before doneSema; ReadTrace answers nil and its caller leaves',
  });

  return { ReaderTake, ReaderNextGen, ReaderStop };
}

/** The M has queued a buffer of the reader's generation. */
const full = (s: TracerState, p: { readonly m: number }): boolean =>
  s.m
    .at(p.m)
    .full.at(s.trace.readerGen % 2)
    .at(0) !== 0;

/** The queue of the reader's generation is empty. */
function nothingFull(s: TracerState): boolean {
  const parity = s.trace.readerGen % 2;
  for (let id = 0; id < s.m.length; id++) if (s.m.at(id).full.at(parity).at(0) !== 0) return false;
  return true;
}

/** traceAdvance has queued all of the reader's generation. */
const flushed = (s: TracerState): boolean => s.trace.flushedGen === s.trace.readerGen;

/** Takes the head of the queue. */
function popFull(m: NextM, parity: number): number {
  const queue = m.full.at(parity);
  const head = queue.at(0);
  for (let index = 1; index < queue.length; index++) queue.set(index - 1, queue.at(index));
  queue.set(queue.length - 1, 0);
  return head;
}
