/** Where buffers are, and what is in them. */
import { range } from '../../../checker/index.ts';
import type { Property } from '../../../checker/index.ts';
import { isUsed, queued } from '../state/queues.ts';
import { areWhole, fits, isInHand } from '../code/units.ts';
import { hasWriter } from '../regions/regions.ts';
import type { Regions } from '../regions/regions.ts';
import type { M, ProgramConstants, ProgramSchema, ProgramState } from '../state/state.ts';

/** Of which M something is claimed. */
interface OfM {
  readonly m: number;
}

export function bufferProperties(
  { over, bounds, granularity }: ProgramConstants,
  regions: Regions,
): Readonly<Record<string, Property<ProgramSchema>>> {
  const params = { m: range(bounds.programs.length) };
  /** Of the section whose code runs: a growth suspends the outer one. */
  const unitOf = (m: M): number =>
    m.growth.at === 0 ? regions.own.unit(m.own.at) : regions.growth.unit(m.growth.at);
  const bufferOf = (m: M): number =>
    m.growth.at === 0 ? regions.own.written(m.own) : regions.growth.written(m.growth);
  /** The reader runs, or is about to: where an M starts the trace, who asks for less reads less of each state. */
  const isRead =
    bounds.parts.sections === undefined
      ? (s: ProgramState): boolean => s.reader.at !== 0
      : (s: ProgramState): boolean => s.reader.at !== 0 || s.m.some((m) => regions.starting(m.own.at));
  const wakes = bounds.parts.reader === true;
  const isQueued = (m: M): boolean => m.full.at(0).at(0) !== 0 || m.full.at(1).at(0) !== 0;

  return {
    NoTornEvent: over.always({
      params,
      ...(granularity === 'coarse'
        ? {
            when: (s: ProgramState, p: OfM) => s.m.at(p.m).torn || isQueued(s.m.at(p.m)),
            holds: (s: ProgramState, p: OfM) => !s.m.at(p.m).torn && areWhole(s.m.at(p.m)),
          }
        : {
            when: (s: ProgramState, p: OfM) => unitOf(s.m.at(p.m)) !== 0 || isQueued(s.m.at(p.m)),
            holds: (s: ProgramState, p: OfM) => {
              const m = s.m.at(p.m);
              const unit = unitOf(m);
              const buf = unit === 0 ? 0 : bufferOf(m);
              return (buf === 0 || fits(m, buf, unit)) && areWhole(m);
            },
          }),
      source: 'runtime/tracebuf.go, traceWriter.event',
      otherwise: 'the parser reads the middle of one event as the beginning of another',
    }),
    NoWriteToQueuedBuffer: over.always({
      params,
      ...(granularity === 'coarse'
        ? {
            when: (s: ProgramState, p: OfM) => s.m.at(p.m).wroteQueued || s.m.at(p.m).wrote > 0,
            holds: (s: ProgramState, p: OfM) => !s.m.at(p.m).wroteQueued,
          }
        : {
            when: (s: ProgramState, p: OfM) => unitOf(s.m.at(p.m)) !== 0,
            holds: (s: ProgramState, p: OfM) => isInHand(s.m.at(p.m), bufferOf(s.m.at(p.m))),
          }),
      source: 'runtime/trace.go, invariant 2',
      otherwise: 'bytes change under the reader, or in a batch whose length is already in its header',
    }),
    NoBufferQueuedTwice: over.always({
      params,
      when: (s, p) => isQueued(s.m.at(p.m)),
      holds: (s, p) => areQueuedOnce(s.m.at(p.m)),
      source: 'runtime/tracebuf.go, traceBufQueue.push',
      otherwise:
        'the linked list becomes a cycle: the reader emits a batch twice or for ever, and StopTrace frees it twice',
    }),
    NoLostBuffer: over.always({
      params,
      when: (s, p) => s.m.at(p.m).bufs.some(({ used }) => used),
      holds: (s, p) => {
        const m = s.m.at(p.m);
        // Bit b for buffer b; bit 0 stands for nil. A local that is not kept refers to nothing any more.
        const kept =
          (1 << m.buf.at(0)) |
          (1 << m.buf.at(1)) |
          queued(m) |
          (1 << (wakes ? readingOf(s, p.m) : 0)) |
          regions.own.held(m.own) |
          regions.growth.held(m.growth);
        for (let buf = 1; buf <= m.bufs.length; buf++)
          if (isUsed(m, buf) && (kept & (1 << buf)) === 0) return false;
        return true;
      },
      source: 'runtime/tracebuf.go, traceWriter.end',
      otherwise: 'the buffer and its events are gone for ever',
    }),
    EventExactlyOnce: over.always({
      params,
      when: (s, p) => s.m.at(p.m).wrote > 0,
      holds: (s, p) => hasWriter(regions, s.m.at(p.m)) || isConserved(s, s.m.at(p.m), isRead(s)),
      source: 'runtime/trace.go, invariants 1 to 3',
      otherwise:
        'the execution trace lacks events, repeats them, or has them in the wrong generation or order',
    }),
    NoBufferLeftBehind: over.always({
      params,
      when: (s) => s.trace.flushedGen !== 0,
      holds: (s, p) => {
        const { flushedGen } = s.trace;
        const m = s.m.at(p.m);
        return hasWriter(regions, m) || !(isStale(m, 0, flushedGen) || isStale(m, 1, flushedGen));
      },
      source: 'runtime/trace.go, invariant 3',
      otherwise: 'the caller of traceAdvance lacks data of the generation that it was promised',
    }),
  };
}

/** The buffer of the M that is being read; 0 for none. */
const readingOf = ({ trace }: ProgramState, m: number): number =>
  trace.readingM === m + 1 ? trace.reading : 0;

function areQueuedOnce(m: M): boolean {
  let seen = 0;
  for (let parity = 0; parity < 2; parity++) {
    const queue = m.full.at(parity);
    for (let index = 0; index < queue.length; index++) {
      const buf = queue.at(index);
      if (buf === 0) break;
      if (!isUsed(m, buf) || (seen & (1 << buf)) !== 0) return false;
      seen |= 1 << buf;
    }
  }
  return true;
}

/** What has been read, what waits for the reader and what is in the slots are the numbers of all events, in order. */
function isConserved({ trace: { readerGen } }: ProgramState, m: M, isRead: boolean): boolean {
  let next = m.read;
  if (isRead) {
    for (let gen = readerGen; gen < readerGen + 2; gen++) {
      const queue = m.full.at(gen % 2);
      for (let index = 0; index < queue.length; index++) {
        const buf = queue.at(index);
        if (buf === 0) break;
        next = numbersAfter(m, buf, gen, next);
      }
      const own = m.buf.at(gen % 2);
      if (own !== 0) next = numbersAfter(m, own, gen, next);
    }
  }
  return next === m.wrote;
}

/** The number after the buffer's events, or -1 if they do not go on from `next`, or are of another generation. */
function numbersAfter(m: M, ref: number, gen: number, next: number): number {
  const buf = m.bufs.at(ref - 1);
  if (buf.gen !== gen) return -1;
  const count = buf.pos >> 1;
  for (let index = 0; index < count; index++) if (buf.events.at(index) !== next + index) return -1;
  return next + count;
}

function isStale(m: M, parity: number, flushedGen: number): boolean {
  const buf = m.buf.at(parity);
  return buf !== 0 && m.bufs.at(buf - 1).gen <= flushedGen;
}
