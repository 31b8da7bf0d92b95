/**
 * The abstraction: from a state of the reference, with its bytes, its threads in the middle of their code and its linked lists, to
 * the state of the model that it stands for.
 */
import type { Draft } from '../checker/index.ts';
import type { M, TraceLocker } from '../reference/index.ts';
import type { TracerSchema } from '../model/index.ts';
import { BufferReader } from './run/buffer.ts';
import { depthOf } from './run/run.ts';
import type { Run } from './run/run.ts';

type NextState = Draft<TracerSchema>;
type NextM = Draft<TracerSchema['fields']['m']['of']>;
type Phase = ReturnType<NextM['stack']['at']>['phase'];
type AdvancerPhase = NextState['advancer']['phase'];

/** The most that the model counts of `locks` and `reentered`. */
const countMax = 3;

/**
 * Writes the abstraction of a run's state into a model state, every field of it. False where the state is beyond what the model
 * counts (`locks`, `reentered`): then the two can no longer be compared.
 */
export function abstraction(run: Run, next: NextState): boolean {
  const { trace } = run.rt;
  const core = next.trace;
  core.gen = trace.gen;
  core.enabled = trace.enabled;
  core.shutdown = trace.shutdown;
  core.lastNonZeroGen = trace.lastNonZeroGen;
  core.flushedGen = trace.flushedGen;
  // Go leaves it as it is when nobody reads any longer.
  core.readerGen = isReading(run) ? trace.readerGen : 0;
  core.doneSema.set(0, trace.doneSema[0]);
  core.doneSema.set(1, trace.doneSema[1]);
  abstractAdvancer(run, next);
  let isCounted = true;
  for (let m = 0; m < run.ms.length; m++) {
    const mp = run.ms[m];
    if (mp === undefined) continue;
    abstractM(run, mp, next.m.at(m));
    isCounted &&= mp.locks <= countMax && mp.trace.reentered <= countMax;
  }
  if (run.part?.unbuffered !== true) abstractQueues(run, next);
  run.part?.abstraction?.(run, next);
  return isCounted;
}

/** Whether ReadTrace has been called since tracing began, and has not answered that all is read. */
const isReading = ({ reader }: Run): boolean => reader.offers[0]?.step !== 'ReadTrace';

/** By the step that the advancing thread stands before. */
const advancerPhases: Readonly<Record<string, AdvancerPhase>> = {
  'StartTrace: trace.gen': 'publish',
  'traceAdvance: trace.enabled': 'clearEnabled',
  'traceAdvance: sched.lock': 'snapshot',
  'traceAdvance: mp.trace.writing': 'scan',
  'traceAdvance: traceReadCPU': 'scan',
  'traceAdvance: trace.flushedGen': 'scan',
  'traceAdvance: mp.trace.buf': 'flush',
  'traceAdvance: trace.doneSema': 'waitDone',
};

function abstractAdvancer(run: Run, { advancer }: NextState): void {
  let phase: AdvancerPhase = 'idle';
  let advance: M['advance'] = null;
  for (const mp of run.advancers) {
    // What else an advance does comes after flushedGen, or before its own generation is over.
    const at = advancerPhases[mp.offers[0]?.step ?? ''] ?? (mp.advance === null ? undefined : 'waitDone');
    if (at === undefined) continue;
    phase = at;
    advance = mp.advance;
  }
  advancer.phase = phase;
  advancer.gen = advance?.gen ?? 0;
  advancer.m = advance?.target?.id ?? 0;
  for (let m = 0; m < run.ms.length; m++) {
    const mp = run.ms[m];
    advancer.toFlush.set(m, advance !== null && mp !== undefined && advance.toFlush.has(mp));
  }
}

/** By the step that a section's code stands before. */
const phases: Readonly<Record<string, Phase>> = {
  'traceEnabled: true': 'start',
  'traceEnabled: false': 'start',
  'traceAcquireEnabled: acquirem': 'enabled',
  'traceAcquireEnabled: mp.trace.reentered': 'enabled',
  'traceTryAcquire: mp.trace.seqlock': 'enabled',
  'traceAcquireEnabled: trace.gen again': 'reload',
  'traceAcquireEnabled: mp.trace.writing': 'setFlag',
  'traceAcquireEnabled: trace.gen': 'loadGen',
  'traceAcquireEnabled: mp.trace.writing = false': 'undo',
  'traceSchedResourceState.acquireStatus': 'section',
  'traceEventWriter.event': 'section',
  'ready: casgstatus': 'section',
  'newproc1: casgstatus': 'section',
  'GoCreate: setStatusTraced': 'section',
  'retake: pp.status': 'section',
  'syscallingThread.releaseP: pp.status': 'section',
  'park_m: casgstatus': 'release',
  'traceLocker.writer': 'section',
  'traceWriter.ensure': 'event',
  'traceWriter.refill': 'refill',
  'traceBuf.byte': 'firstUnit',
  'traceBuf.varint': 'secondUnit',
  'traceWriter.end': 'end',
  traceRelease: 'release',
};

/**
 * A section that is not open has a model's phase where it is about to be opened by a growth, or where an M has begun what it is for:
 * the others may not come.
 */
function phaseOf({ part }: Run, locker: TraceLocker | undefined, depth: number): Phase {
  const phase = locker === undefined ? 'out' : (phases[locker.at] ?? 'out');
  if (depth !== OUTER || phase !== 'start') return phase;
  return part?.unbuffered === true ? 'enabled' : 'out';
}

const OUTER = 0;

/** The section has not loaded a generation yet, or will not write; a signal handler may have the flag up meanwhile. */
const opening: ReadonlySet<Phase> = new Set(['out', 'start', 'enabled', 'setFlag', 'loadGen', 'undo']);

function abstractM(run: Run, mp: M, next: NextM): void {
  const { id } = mp;
  const numbers = run.numbers[id];
  if (numbers === undefined) return;
  const outer = mp.lockers[0];
  const outerPhase = phaseOf(run, outer, OUTER);
  const isWriting = run.reference.isWriting(mp);
  next.writing = isWriting;
  next.reentered = Math.min(mp.trace.reentered, countMax);
  // Written by the acquire that raises the flag, after it has loaded gen, and read only while its section goes on: what it was
  // before means nothing.
  const isDead = !isWriting || opening.has(outerPhase);
  next.entryGen = isDead ? 0 : mp.trace.entryGen;
  next.buf.set(0, numbers.of(mp.trace.buf[0]));
  next.buf.set(1, numbers.of(mp.trace.buf[1]));
  next.locks = Math.max(0, Math.min(mp.locks, countMax));
  next.throwsplit = mp.curg?.throwsplit === true;
  next.oldthrowsplit = mp.trace.oldthrowsplit;
  next.growing = mp.growing;
  for (let depth = 0; depth < next.stack.length; depth++) {
    const locker: TraceLocker | undefined = mp.lockers.find((_, index) => depthOf(mp, index) === depth);
    const section = next.stack.at(depth);
    section.phase = phaseOf(run, locker, depth);
    section.gen = locker?.gen ?? 0;
    section.traceBuf = numbers.of(locker?.traceBuf ?? null);
  }
  if (mp.thrown !== '') next.stack.at(1).phase = 'thrown';
  if (run.part?.unbuffered === true) noBuffers(next);
  else {
    abstractBuffers(run, mp, next);
    next.wrote = run.wrote[id] ?? 0;
    next.read = run.read[id] ?? 0;
  }
  next.sections = run.sections[id] ?? 0;
  next.growths = run.growths[id] ?? 0;
}

/** In parts whose events are one step each, nothing stands in buffers. */
function noBuffers(next: NextM): void {
  for (let index = 0; index < next.bufs.length; index++) {
    const into = next.bufs.at(index);
    into.gen = 0;
    into.pos = 0;
    for (let at = 0; at < into.events.length; at++) into.events.set(at, 0);
  }
  for (let parity = 0; parity < 2; parity++) {
    next.buf.set(parity, 0);
    const queue = next.full.at(parity);
    for (let at = 0; at < queue.length; at++) queue.set(at, 0);
  }
  for (let depth = 0; depth < next.stack.length; depth++) next.stack.at(depth).traceBuf = 0;
  next.wrote = 0;
  next.read = 0;
}

const reader = new BufferReader();

function abstractBuffers(run: Run, { id }: M, next: NextM): void {
  const used = run.numbers[id]?.used ?? [];
  for (let index = 0; index < next.bufs.length; index++) {
    const into = next.bufs.at(index);
    const buf = used[index] ?? null;
    let count = 0;
    if (buf === null) {
      into.gen = 0;
      into.pos = 0;
    } else {
      reader.read(buf.arr, buf.pos);
      into.gen = reader.gen;
      into.pos = reader.units;
      count = reader.units >> 1;
    }
    for (let at = 0; at < into.events.length; at++)
      into.events.set(at, at < count ? (run.eventNumbers[id]?.get(reader.keys[at] ?? -1) ?? 0) : 0);
  }
}

/** Distributes the queues, which the reference has for all Ms together. One that has become a ring is walked once. */
function abstractQueues(run: Run, next: NextState): void {
  for (let parity = 0; parity < 2; parity++) {
    for (let m = 0; m < run.ms.length; m++) fills[m] = 0;
    let steps = 0;
    for (
      let buf = run.rt.trace.full[parity]?.head ?? null;
      buf !== null && steps < stepsMax;
      buf = buf.link
    ) {
      steps++;
      reader.readHeader(buf.arr, buf.pos);
      const numbers = run.numbers[reader.m];
      if (numbers === undefined) continue;
      const queue = next.m.at(reader.m).full.at(parity);
      const at = fills[reader.m] ?? 0;
      if (at < queue.length) queue.set(at, numbers.of(buf));
      fills[reader.m] = at + 1;
    }
    for (let m = 0; m < run.ms.length; m++) {
      const queue = next.m.at(m).full.at(parity);
      for (let at = fills[m] ?? 0; at < queue.length; at++) queue.set(at, 0);
    }
  }
}

const fills: number[] = [];
const stepsMax = 1000;
