/**
 * ReadTrace: hands out the header, then batch after batch. Source: runtime/trace.go.
 */
import { choose, detail, wait } from '../machine/step.ts';
import type { M, Offer, Runtime, Steps, Trace } from './runtime2.ts';
import { none } from './tracebuf.ts';
import { slot } from './tracewriter.ts';

const endOfGeneration = 52;

/**
 * The next piece of the execution trace, or null when tracing has stopped and all has been read. A piece is good until the next call.
 * Go: ReadTrace, runtime/trace.go.
 */
export function* readTrace(mp: M): Steps<Uint8Array | null> {
  for (;;) {
    const read = yield* readTrace0(mp);
    if (read !== 'park') return read;
    yield* parkReader(mp);
  }
}

/**
 * Waits in trace.reader, from where whoever looks for it takes it. Work that was announced since trace.lock was given up has found nobody
 * there, hence whoever puts the reader there has to look once more. Go: ReadTrace, the unlock function of gopark, runtime/trace.go.
 */
function* parkReader(mp: M): Steps<void> {
  const { trace } = mp.rt;
  yield* detail(mp, 'ReadTrace: trace.reader');
  trace.reader = mp;
  yield* wait(mp, 'ReadTrace: gopark', () => trace.reader === null);
}

/** Go: readTrace0, runtime/trace.go. */
function* readTrace0(mp: M): Steps<Uint8Array | null | 'park'> {
  const { trace, design } = mp.rt;
  if (!trace.headerWritten) {
    recycle(trace);
    trace.headerWritten = true;
    return header(design.header);
  }
  for (;;) {
    const taken = yield* choose(mp, offersOf(mp));
    // Under trace.lock: only now are those done with the last piece who got it.
    recycle(trace);
    const gen = trace.readerGen;
    if (taken.step === 'readTrace0: trace.full') {
      const buf = trace.full[slot(gen)].popOf(taken.m);
      if (buf === null) throw new Error('the reader took a buffer from an empty queue');
      trace.reading = buf;
      return buf.written;
    }
    if (taken.step === 'readTrace0: trace.workAvailable') {
      // Under the lock that pushes set it under: what comes from here on sets it again.
      trace.workAvailable = false;
      return 'park';
    }
    if (taken.step === 'readTrace0: endOfGeneration') {
      trace.generationEnded = true;
      return Uint8Array.of(endOfGeneration);
    }
    // shutdown is read before the semaphore is released: whoever waits for it clears shutdown.
    const stops = taken.step === 'readTrace0: trace.shutdown';
    if (!stops) trace.readerGen = trace.gen;
    mp.reads = { gen, stops };
    yield* detail(mp, 'readTrace0: trace.doneSema');
    mp.reads = null;
    trace.doneSema[slot(gen)] = true;
    trace.generationEnded = false;
    if (stops) return null;
  }
}

function recycle(trace: Trace): void {
  if (trace.reading === null) return;
  trace.reading.link = trace.empty;
  trace.empty = trace.reading;
  trace.reading = null;
}

/**
 * The reader, if it waits and one of three things speaks for it: a generation is flushed that it has not finished, there are buffers, or
 * tracing stops (up to 1.24). Go: traceReaderAvailable, runtime/trace.go.
 */
function traceReaderAvailable({ trace, design }: Runtime): M | null {
  const speaks =
    trace.flushedGen === trace.readerGen ||
    trace.workAvailable ||
    (design.shutdownWakesReader && trace.shutdown);
  return speaks ? trace.reader : null;
}

/** Whether a thread that looks for work finds the reader. Go: findRunnable and schedule, runtime/proc.go, before they call traceReader. */
export const findsReader = (rt: Runtime): boolean =>
  (rt.trace.enabled || rt.trace.shutdown) && traceReaderAvailable(rt) !== null;

/** Takes the reader, if it is to be had: it goes on. Go: traceReader, runtime/trace.go. */
export function traceReader(rt: Runtime): void {
  if (findsReader(rt)) rt.trace.reader = null;
}

/** What the reader can do under trace.lock. To find nothing is a step where somebody looks at how it waits; else it waits where it is. */
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
  const findsNothing: Offer = {
    mp,
    step: 'readTrace0: trace.workAvailable',
    m: none,
    depth: 0,
    isEnabled: () => queue().empty && !isDone(),
  };
  return [
    ...takes,
    ...(options.stopsAt?.has(findsNothing.step) === true ? [findsNothing] : []),
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
