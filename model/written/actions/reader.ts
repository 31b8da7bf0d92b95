/** ReadTrace between two generations. What it takes in between is buffers, which are not kept here. */
import type { Action } from '../../../checker/index.ts';
import type { Constants, TracerSchema, TracerState } from '../state.ts';

export function readerActions({ bounds, over }: Constants): Readonly<Record<string, Action<TracerSchema>>> {
  const process = (): string => 'reader';
  const source = 'runtime/trace.go, readTrace0';
  const readerOn = (s: TracerState): boolean => s.trace.readerGen !== 0;

  const ReaderNextGen = over.action({
    guard: {
      readerOn,
      flushed,
      ...(bounds.stop && { goesOn: (s: TracerState) => !s.trace.shutdown }),
    },
    effect: (next) => {
      next.trace.doneSema.set(next.trace.readerGen % 2, true);
      next.trace.readerGen = next.trace.gen;
    },
    process,
    source,
    note: 'readerGen under trace.lock, then doneSema; besides the reader only its wake-up, which is left out, looks at readerGen: one step',
  });

  const ReaderStop = over.action({
    guard: { readerOn, flushed, shutdown: (s) => s.trace.shutdown },
    effect: (next) => {
      next.trace.doneSema.set(next.trace.readerGen % 2, true);
      next.trace.readerGen = 0;
    },
    process,
    source,
    note: 'shutdown is read under trace.lock, before doneSema; ReadTrace answers nil and its caller leaves',
  });

  return { ReaderNextGen, ...(bounds.stop && { ReaderStop }) };
}

/** traceAdvance has queued all of the reader's generation. */
const flushed = (s: TracerState): boolean => s.trace.flushedGen === s.trace.readerGen;
