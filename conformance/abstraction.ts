/**
 * The abstraction: from a state of the reference, with its bytes, its threads in the middle of their code and its linked lists, to the
 * state of the programs that it stands for.
 */
import type { ProgramDraft } from '../model/index.ts';
import type { M } from '../reference/index.ts';
import { BufferReader } from './run/buffer.ts';
import { newestGen } from './run/run.ts';
import type { Run } from './run/run.ts';

type NextM = ReturnType<ProgramDraft['m']['at']>;

/** The most that the programs count of `locks` and `reentered`. */
const countMax = 3;

/**
 * Writes the places of the core, which all threads share. False where the state is beyond what the programs count (`locks`,
 * `reentered`): then the two can no longer be compared.
 */
export function abstractPlaces(run: Run, next: ProgramDraft): boolean {
  const { trace } = run.rt;
  const core = next.trace;
  core.gen = newestGen(run);
  core.enabled = trace.enabled;
  core.shutdown = trace.shutdown;
  core.lastNonZeroGen = trace.lastNonZeroGen;
  core.flushedGen = trace.flushedGen;
  core.readerGen = trace.readerGen;
  core.doneSema.set(0, trace.doneSema[0]);
  core.doneSema.set(1, trace.doneSema[1]);
  next.newest = Math.max(core.gen, trace.lastNonZeroGen);
  next.fault = run.fault;
  let isCounted = true;
  for (let m = 0; m < run.ms.length; m++) {
    const mp = run.ms[m];
    if (mp === undefined) continue;
    abstractM(run, mp, next.m.at(m));
    isCounted &&= mp.locks <= countMax && mp.trace.reentered <= countMax;
  }
  if (run.part?.unbuffered !== true) abstractQueues(run, next);
  return isCounted;
}

/** Steps before which an outer section has not stored entryGen yet. */
const opening: ReadonlySet<string> = new Set([
  'traceEnabled: true',
  'traceAcquireEnabled: acquirem',
  'traceAcquireEnabled: mp.trace.writing',
  'traceAcquireEnabled: trace.gen',
  'traceAcquireEnabled: mp.trace.writing = false',
]);

function abstractM(run: Run, mp: M, next: NextM): void {
  const { id } = mp;
  const numbers = run.numbers[id];
  if (numbers === undefined) return;
  const [outer] = mp.lockers;
  const isBuffered = run.part?.unbuffered !== true;
  const isWriting = run.reference.isWriting(mp);
  next.writing = isWriting;
  next.reentered = Math.min(mp.trace.reentered, countMax);
  // Written by the acquire that raises the flag, after it has loaded gen, and read only while its section goes on: what it was
  // before means nothing, and the programs forget it where they can tell.
  const isDead = isBuffered && (!isWriting || outer === undefined || opening.has(outer.at));
  next.entryGen = isDead ? 0 : mp.trace.entryGen;
  const { buf, waiting } = mp.trace;
  for (const half of [0, 1] as const) {
    const stored = waiting.buf[half];
    next.buf.set(half, numbers.of(stored.length === 0 ? buf[half] : (stored.at(-1) ?? null)));
  }
  next.locks = Math.max(0, Math.min(mp.locks, countMax));
  next.curg = 0;
  next.p = 0;
  if (isBuffered) abstractBuffers(run, mp, next);
  else noBuffers(next);
  next.wrote = isBuffered ? (run.wrote[id] ?? 0) : 0;
  next.read = isBuffered ? (run.read[id] ?? 0) : 0;
  next.sections = run.sections[id] ?? 0;
  next.growths = run.growths[id] ?? 0;
}

/** In parts whose events are one step each, nothing stands in buffers. */
function noBuffers(next: NextM): void {
  for (let index = 0; index < next.bufs.length; index++) {
    const into = next.bufs.at(index);
    into.used = false;
    into.gen = 0;
    into.pos = 0;
    for (let at = 0; at < into.events.length; at++) into.events.set(at, 0);
  }
  for (let parity = 0; parity < 2; parity++) {
    next.buf.set(parity, 0);
    const queue = next.full.at(parity);
    for (let at = 0; at < queue.length; at++) queue.set(at, 0);
  }
}

const reader = new BufferReader();

function abstractBuffers(run: Run, { id }: M, next: NextM): void {
  const used = run.numbers[id]?.used ?? [];
  for (let index = 0; index < next.bufs.length; index++) {
    const into = next.bufs.at(index);
    const buf = used[index] ?? null;
    into.used = buf !== null;
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
function abstractQueues(run: Run, next: ProgramDraft): void {
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
