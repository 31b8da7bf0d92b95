/**
 * StartTrace, traceAdvance and StopTrace. Source: runtime/trace.go. Without a scheduler ({@link RuntimeOptions.sched}) they write
 * nothing of their own.
 */
import { Throw, choose, detail, step, wait } from '../machine/step.ts';
import { hasArrived, store, whenArrived } from '../machine/tso.ts';
import type { M, Offer, Runtime, Sched, Steps } from './runtime2.ts';
import { traceSnapshotMemory } from './traceallocfree.ts';
import { traceCPUFlush, traceReadCPU } from './tracecpu.ts';
import { end, slot, traceBufFlush, writer } from './tracewriter.ts';
import { traceRegisterLabelsAndReasons } from './tracereasons.ts';
import { gcActive, gomaxprocs, heapGoal, stwStart } from './traceruntime-events.ts';
import { isSeenWriting, traceAcquire, traceRelease } from './traceruntime.ts';
import { readyNextGen, statusWasTraced, traceNextGen, writeProcStatusForP } from './tracestatus.ts';
import { traceStackTableDump } from './tracestack.ts';
import { traceStringTableReset } from './tracestring.ts';
import { traceTypeTableDump } from './tracetype.ts';
import { traceFrequency, traceSyncBatch } from './tracetime.ts';
import { writeUntraced, untracedGs } from './traceuntraced.ts';

/**
 * Begins tracing, on the thread `mp`. The world is stopped until generation and `enabled` are there: no thread is in a section.
 * Go: StartTrace, runtime/trace.go.
 */
export function* startTrace(mp: M): Steps<void> {
  const { rt } = mp;
  const { trace, options } = rt;
  const { sched } = options;
  if (sched !== undefined) {
    yield* sched.semacquire(mp);
    yield* sched.stopTheWorld(mp, 'start trace');
  }
  yield* wait(mp, 'StartTrace: trace.enabled', () => mayStart(rt));
  trace.advancing = true;
  const first = traceNextGen(trace.lastNonZeroGen);
  trace.seqGC = 1;
  trace.headerWritten = false;
  trace.readerGen = first;
  trace.flushedGen = 0;
  for (const pp of rt.allp) pp.mSyscallID = -1;
  trace.enabled = true;
  trace.enabledWithAllocFree = options.traceallocfree !== false;
  // This store publishes `enabled`: whoever sees a generation sees that tracing is on.
  yield* step(mp, 'StartTrace: trace.gen');
  storeGen(mp, first);
  if (rt.design.header >= 25) syncs(rt, first);
  if (sched !== undefined) yield* traceStarted(mp, first, sched);
  else if (options.startSection !== undefined) yield* options.startSection(mp);
  whenArrived(mp, () => (trace.advancing = false));
}

/** One atomic store of trace.gen. Go: StartTrace and traceAdvance, runtime/trace.go. */
function storeGen(mp: M, gen: number): void {
  const { trace } = mp.rt;
  store(mp, trace.waitingGen, gen, (value) => (trace.gen = value), true);
}

/** What StartTrace writes before the world runs again. Go: StartTrace, runtime/trace.go. */
function* traceStarted(mp: M, gen: number, sched: Sched): Steps<void> {
  const { rt } = mp;
  const { trace } = rt;
  traceRegisterLabelsAndReasons(rt, gen);
  yield* wait(mp, 'StartTrace: trace.exitingSyscall', () => trace.exitingSyscall === 0);
  const tl = yield* traceAcquire(mp);
  yield* gomaxprocs(tl, rt.gomaxprocs);
  // It was not traced when the world was stopped, since nothing was.
  yield* stwStart(tl, 'start trace');
  if (rt.gcphase !== 'off') yield* gcActive(tl);
  if (trace.enabledWithAllocFree) yield* traceSnapshotMemory(mp, gen);
  yield* heapGoal(tl);
  if (rt.design.procStatuses === 'afterBump') {
    for (const pp of rt.allp.slice(0, rt.gomaxprocs)) {
      yield* writer(tl);
      yield* writeProcStatusForP(tl, pp, pp === mp.p);
      yield* end(tl);
    }
  }
  yield* traceRelease(tl);
  yield* sched.startTheWorld(mp);
  sched.semrelease(mp);
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
  if (yield* beforeBump(mp, stop)) yield* fromBump(mp, stop);
}

const storeOf = (stop: boolean): string => (stop ? 'traceAdvance: trace.gen = 0' : 'traceAdvance: trace.gen');

/**
 * What is done before the new generation, and is the same for a stop; false where tracing is off.
 * Go: traceAdvance, runtime/trace.go, to its store of trace.gen.
 */
export function* beforeBump(mp: M, stop: boolean): Steps<boolean> {
  const { rt } = mp;
  const { trace, options } = rt;
  const { sched } = options;
  if (sched === undefined) {
    yield* wait(mp, storeOf(stop), () => trace.gen !== 0 && !trace.advancing);
    trace.advancing = true;
    if (rt.design.header < 25) frequency(rt);
    return true;
  }
  yield* wait(mp, 'traceAdvance: traceAdvanceSema', () => !trace.advancing);
  if (trace.gen === 0) return false;
  trace.advancing = true;
  if (rt.design.header < 25) frequency(rt);
  yield* untracedGs(mp, trace.gen, sched);
  if (!stop) traceRegisterLabelsAndReasons(rt, traceNextGen(trace.gen));
  yield* sched.semacquire(mp);
  if (rt.design.procStatuses === 'beforeBump') {
    yield* procStatuses(mp, sched);
    yield* readyDeadPs(mp, trace.gen);
  }
  return true;
}

/** From the store of the new generation on. Go: traceAdvance, runtime/trace.go. */
export function* fromBump(mp: M, stop: boolean): Steps<void> {
  const { rt } = mp;
  const { trace, options } = rt;
  const { sched } = options;
  const { gen } = trace;
  if (sched !== undefined) mp.locks++;
  trace.lastNonZeroGen = gen;
  if (sched !== undefined) yield* step(mp, storeOf(stop));
  const toFlush = new Set<M>();
  mp.advance = { gen, toFlush, target: null };
  if (stop) {
    // Under trace.lock: the reader sees both or neither.
    trace.shutdown = true;
    storeGen(mp, 0);
    yield* step(mp, 'traceAdvance: trace.enabled', () => hasArrived(mp));
    trace.enabled = false;
  } else {
    storeGen(mp, traceNextGen(gen));
    if (rt.design.header >= 25) syncs(rt, traceNextGen(gen));
  }
  if (sched !== undefined) {
    if (!stop) yield* ownEvents(mp);
    mp.locks--;
    sched.semrelease(mp);
  }
  yield* wait(mp, 'traceAdvance: sched.lock', () => rt.schedt.lock === null && hasArrived(mp));
  for (const target of snapshot(rt)) toFlush.add(target);
  yield* flushMs(mp, gen, toFlush);
  // No M is in a section of this generation any longer, nor in a handler: all samples of it are in the log.
  yield* detail(mp, 'traceAdvance: traceReadCPU');
  yield* writeUntraced(mp, gen);
  finishTables(rt, gen);
  yield* step(mp, 'traceAdvance: trace.flushedGen');
  trace.flushedGen = gen;
  if (sched !== undefined && rt.design.procStatuses === 'afterBump') {
    yield* readyDeadPs(mp, traceNextGen(gen));
    if (!stop) {
      yield* sched.semacquire(mp);
      yield* procStatuses(mp, sched);
      sched.semrelease(mp);
    }
  }
  if (stop) trace.enabledWithAllocFree = false;
  yield* wait(mp, 'traceAdvance: trace.doneSema', () => trace.doneSema[slot(gen)]);
  trace.doneSema[slot(gen)] = false;
  if (sched !== undefined && !trace.full[slot(gen)].empty)
    throw new Throw('trace: non-empty full trace buffer for done generation');
  if (stop) stopped(rt);
  mp.advance = null;
  trace.advancing = false;
}

/** What an advance writes into the new generation before anything can change. Go: traceAdvance, runtime/trace.go. */
function* ownEvents(mp: M): Steps<void> {
  const { rt } = mp;
  const tl = yield* traceAcquire(mp);
  yield* gomaxprocs(tl, rt.gomaxprocs);
  yield* traceRelease(tl);
  if (rt.gcphase === 'off') return;
  const active = yield* traceAcquire(mp);
  yield* gcActive(active);
  yield* traceRelease(active);
}

/** The statuses of Ps that no event has brought. Go: traceAdvance, runtime/trace.go. */
function procStatuses(mp: M, sched: Sched): Steps<void> {
  return sched.forEachP(mp, function* (own, pp) {
    const tl = yield* traceAcquire(own);
    if (!statusWasTraced(pp.trace, tl.gen)) {
      yield* writer(tl);
      yield* writeProcStatusForP(tl, pp, false);
      yield* end(tl);
    }
    yield* traceRelease(tl);
  });
}

/** Ps beyond GOMAXPROCS are asked by nobody, and may come back. Go: traceAdvance, runtime/trace.go. */
function* readyDeadPs(mp: M, gen: number): Steps<void> {
  yield* detail(mp, 'traceAdvance: readyNextGen');
  const { allp, gomaxprocs: procs } = mp.rt;
  for (const pp of allp.slice(procs)) readyNextGen(pp.trace, gen);
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
      step: 'traceAdvance: mp.trace.writing',
      m: target.id,
      depth: 0,
      isEnabled: () => !isSeenWriting(target),
    }));
    const { m } = yield* choose(mp, looks);
    const target = [...toFlush].find(({ id }) => id === m);
    if (target === undefined) throw new Error(`M${m} is not on the list to flush`);
    if (mp.advance !== null) mp.advance.target = target;
    yield* step(mp, 'traceAdvance: mp.trace.buf');
    const buf = target.trace.buf[slot(gen)];
    if (buf !== null) traceBufFlush(rt, buf, gen);
    target.trace.buf[slot(gen)] = null;
    toFlush.delete(target);
    if (mp.advance !== null) mp.advance.target = null;
  }
}

/** Go: traceFrequency, runtime/tracetime.go. */
function frequency(rt: Runtime): void {
  if (rt.options.withoutTables !== true) traceFrequency(rt, rt.trace.gen);
}

/** Go: traceSyncBatch, runtime/tracetime.go. */
function syncs(rt: Runtime, gen: number): void {
  if (rt.options.withoutTables !== true) traceSyncBatch(rt, gen);
}

/** Samples, stacks, types, and last the strings, which the stacks add to. Go: traceAdvance, runtime/trace.go. */
function finishTables(rt: Runtime, gen: number): void {
  if (rt.options.withoutTables === true) return;
  traceReadCPU(rt, gen);
  traceCPUFlush(rt, gen);
  traceStackTableDump(rt, gen);
  traceTypeTableDump(rt, gen);
  traceStringTableReset(rt, gen);
}

/** Everything has been read. Go: traceAdvance, runtime/trace.go. */
function stopped(rt: Runtime): void {
  const { trace } = rt;
  trace.empty = null;
  trace.headerWritten = false;
  trace.shutdown = false;
  for (const pp of rt.allp) {
    pp.inSweep = false;
    pp.maySweep = false;
    pp.swept = 0;
    pp.reclaimed = 0;
  }
}

/** What StartTrace waits for: nobody traces, and nobody else is at it, and the world is stopped. */
export const mayStart = (rt: Runtime): boolean =>
  rt.trace.gen === 0 && !rt.trace.advancing && isWorldStopped(rt);

/** A thread that exits has its P until its last section is over, so that the world waits for it, too. */
const isWorldStopped = ({ allm, freem }: Runtime): boolean => allm.every(isStopped) && freem.every(isStopped);

const isStopped = ({ lockers }: M): boolean =>
  lockers.length === 0 || lockers[0]?.at === 'traceEnabled: true';
