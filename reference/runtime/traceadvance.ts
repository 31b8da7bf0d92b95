/**
 * StartTrace, traceAdvance and StopTrace, as far as threads that write must keep in step with them. Source: runtime/trace.go.
 */
import { choose, step, wait } from '../machine/step.ts';
import type { M, Offer, Runtime, Steps } from './runtime2.ts';
import { isWriting } from './traceruntime.ts';
import { traceNextGen } from './tracestatus.ts';
import { slot, traceBufFlush } from './tracewriter.ts';
import { finishGeneration } from './tracetables.ts';

/**
 * Begins tracing, on the thread `mp`. The world is stopped until generation and `enabled` are there: no thread is in a section.
 * Go: StartTrace, runtime/trace.go.
 */
export function* startTrace(mp: M): Steps<void> {
  const { rt } = mp;
  const { trace } = rt;
  yield* wait(mp, 'StartEnable', () => trace.gen === 0 && !trace.advancing && isWorldStopped(rt));
  trace.advancing = true;
  const first = traceNextGen(trace.lastNonZeroGen);
  trace.seqGC = 1;
  trace.headerWritten = false;
  trace.readerGen = first;
  trace.flushedGen = 0;
  trace.enabled = true;
  // This store publishes `enabled`: whoever sees a generation sees that tracing is on.
  yield* step(mp, 'StartPublish');
  trace.gen = first;
  trace.advancing = false;
}

/** Ends tracing, and returns when everything has been read. Go: StopTrace, runtime/trace.go. */
export function stopTrace(mp: M): Steps<void> {
  return traceAdvance(mp, true);
}

/**
 * Ends a generation: begins the next, or stops, then waits for every M to be out of its section, flushes their buffers and the
 * generation's tables, and waits for the reader. Go: traceAdvance, runtime/trace.go.
 */
export function* traceAdvance(mp: M, stop = false): Steps<void> {
  const { rt } = mp;
  const { trace } = rt;
  const storeGen = stop ? 'StopStoreGen' : 'AdvanceStoreGen';
  yield* wait(mp, storeGen, () => trace.gen !== 0 && !trace.advancing);
  trace.advancing = true;
  const gen = trace.gen;
  trace.lastNonZeroGen = gen;
  const toFlush = new Set<M>();
  mp.advance = { gen, toFlush, target: null };
  if (stop) {
    // Under trace.lock: the reader sees both or neither.
    trace.shutdown = true;
    trace.gen = 0;
    yield* step(mp, 'StopClearEnabled');
    trace.enabled = false;
  } else {
    trace.gen = traceNextGen(gen);
  }
  yield* step(mp, 'AdvanceSnapshot');
  for (const target of snapshot(rt)) toFlush.add(target);
  yield* flushMs(mp, gen, toFlush);
  finishGeneration(rt, gen);
  yield* step(mp, 'AdvanceFlushedGen');
  trace.flushedGen = gen;
  yield* wait(mp, 'AdvanceDone', () => trace.doneSema[slot(gen)]);
  trace.doneSema[slot(gen)] = false;
  if (stop) {
    trace.empty = null;
    trace.headerWritten = false;
    trace.shutdown = false;
  }
  mp.advance = null;
  trace.advancing = false;
}

/** Under sched.lock: every M that can hold a buffer is on one of the two lists. */
const snapshot = (rt: Runtime): M[] => [...rt.allm, ...rt.freem];

/**
 * Flushes each M's buffer once its flag has been seen down: a section that began before the new generation was stored may still
 * write, one that begins later cannot choose the old one. The order is open, since an M that writes is looked at again later.
 */
function* flushMs(mp: M, gen: number, toFlush: Set<M>): Steps<void> {
  const { rt } = mp;
  while (toFlush.size > 0) {
    const looks: Offer[] = [...toFlush].map((target) => ({
      mp,
      action: 'AdvanceReadFlag',
      m: target.id,
      depth: 0,
      isEnabled: () => !isWriting(target),
    }));
    const { m } = yield* choose(mp, looks);
    const target = [...toFlush].find(({ id }) => id === m);
    if (target === undefined) throw new Error(`M${m} is not on the list to flush`);
    if (mp.advance !== null) mp.advance.target = target;
    yield* step(mp, 'AdvanceFlush');
    const buf = target.trace.buf[slot(gen)];
    if (buf !== null) traceBufFlush(rt, buf, gen);
    target.trace.buf[slot(gen)] = null;
    toFlush.delete(target);
    if (mp.advance !== null) mp.advance.target = null;
  }
}

const isWorldStopped = (rt: Runtime): boolean =>
  rt.allm.every((mp) => mp.lockers.length === 0 || mp.lockers[0]?.at === 'AcquireOuter');
