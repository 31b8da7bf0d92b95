/**
 * ReadTrace: hands out the header, then batch after batch. Source: runtime/trace.go.
 */
import { choose } from '../machine/step.ts';
import type { M, Offer, Steps } from './runtime2.ts';
import { none } from './tracebuf.ts';
import { slot } from './tracewriter.ts';

const endOfGeneration = 52;

/**
 * The next piece of the execution trace, or null when tracing has stopped and all has been read. A piece is good until the next call.
 * Go: ReadTrace and readTrace0, runtime/trace.go.
 */
export function* readTrace(mp: M): Steps<Uint8Array | null> {
  const { trace, design } = mp.rt;
  if (trace.reading !== null) {
    trace.reading.link = trace.empty;
    trace.empty = trace.reading;
    trace.reading = null;
  }
  if (!trace.headerWritten) {
    trace.headerWritten = true;
    return header(design.header);
  }
  for (;;) {
    const taken = yield* choose(mp, offersOf(mp));
    const gen = trace.readerGen;
    if (taken.step === 'readTrace0: trace.full') {
      const buf = trace.full[slot(gen)].popOf(taken.m);
      if (buf === null) throw new Error('the reader took a buffer from an empty queue');
      trace.reading = buf;
      return buf.written;
    }
    if (taken.step === 'readTrace0: endOfGeneration') {
      trace.generationEnded = true;
      return Uint8Array.of(endOfGeneration);
    }
    // shutdown is read before the semaphore is released: whoever waits for it clears shutdown.
    const stops = taken.step === 'readTrace0: trace.shutdown';
    trace.readerGen = stops ? 0 : trace.gen;
    trace.doneSema[slot(gen)] = true;
    trace.generationEnded = false;
    if (stops) return null;
  }
}

/** What the reader can do under trace.lock; it waits where it can do nothing. */
function offersOf(mp: M): Offer[] {
  const { trace, options, design } = mp.rt;
  const queue = () => trace.full[slot(trace.readerGen)];
  const isDone = () => trace.readerGen !== 0 && queue().empty && trace.flushedGen === trace.readerGen;
  // From 1.26 on, one byte after the last batch says that the generation is over.
  const isMarked = () => design.header < 26 || trace.generationEnded;
  const take = (owner: number): Offer => ({
    mp,
    step: 'readTrace0: trace.full',
    m: owner,
    depth: 0,
    isEnabled: () => trace.readerGen !== 0 && queue().holds(owner),
  });
  // The head's owner is asked when somebody looks: threads come and go while the reader waits.
  const takeHead: Offer = {
    mp,
    step: 'readTrace0: trace.full',
    get m() {
      return queue().head?.owner ?? none;
    },
    depth: 0,
    isEnabled: () => trace.readerGen !== 0 && !queue().empty,
  };
  const takes =
    options.anyOrder === undefined ? [takeHead] : [none, ...options.anyOrder().map(({ id }) => id)].map(take);
  return [
    ...takes,
    {
      mp,
      step: 'readTrace0: endOfGeneration',
      m: none,
      depth: 0,
      isEnabled: () => isDone() && !isMarked(),
    },
    {
      mp,
      step: 'readTrace0: trace.readerGen',
      m: none,
      depth: 0,
      isEnabled: () => isDone() && isMarked() && !trace.shutdown,
    },
    {
      mp,
      step: 'readTrace0: trace.shutdown',
      m: none,
      depth: 0,
      isEnabled: () => isDone() && isMarked() && trace.shutdown,
    },
  ];
}

/** Go: the string literals in readTrace0, runtime/trace.go. */
const header = (version: number): Uint8Array => new TextEncoder().encode(`go 1.${version} trace\0\0\0`);
