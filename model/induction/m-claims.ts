/** The parts of the invariant that are about an M: its sections, and its buffers. */
import { isUsed } from '../program/state/queues.ts';
import type { M, ProgramState } from '../program/state/state.ts';
import type { Positions, SectionPositions } from './positions.ts';
import { begun, callOf } from './trace-claims.ts';
import type { Caller } from './trace-claims.ts';

export type OfM = (m: M, s: ProgramState, id: number) => boolean;

/** traceAdvance has yet to flush the M's slot of the generation that ends. */
function isLeft({ regions, unlisted }: Positions, call: Caller, id: number): boolean {
  return unlisted(call.at) || regions.isLeft(call, id);
}

/** The sections of an M: what its flag and counters say, and of which generation an open section can be. */
export function ofSections(positions: Positions): Readonly<Record<string, OfM>> {
  const { regions, own, growth } = positions;
  return {
    growsInASection: (m) => m.growth.at === 0 || (own.opened(m.own.at) && !regions.own.holds(m.own.at)),
    nestedFindsTheFlagUp: (m) => !growth.findsFlagDown(m.growth.at),
    flagIsUpBetween: (m) => m.writing === (own.raised(m.own.at) || own.opened(m.own.at)),
    nestedIsCounted: (m) => m.reentered === (growth.opened(m.growth.at) ? 1 : 0),
    locksAreCounted: (m) => m.locks === count(own, m.own.at) + count(growth, m.growth.at),
    openHasGeneration: (m, s, id) => {
      if (!own.keepsGeneration(m.own.at)) return true;
      const gen = regions.own.gen(m.own);
      if (gen === 0 || gen === s.trace.gen) return gen !== 0;
      // traceAdvance has yet to look at the flag.
      const call = callOf(s);
      return gen === regions.ended(call) && isLeft(positions, call, id) && regions.flushing(call) !== id + 1;
    },
    entryGenIsThatOfTheOuter: (m) => m.entryGen === (own.opened(m.own.at) ? regions.own.gen(m.own) : 0),
    nestedGenIsThatOfTheOuter: (m) =>
      !growth.opened(m.growth.at) || regions.growth.gen(m.growth) === regions.own.gen(m.own),
  };
}

/** How often the section has counted `m.locks` up. */
const count = ({ counted, opened }: SectionPositions, at: number): number =>
  counted(at) || opened(at) ? 1 : 0;

/** One or more events, all of them complete. */
function hasEvents(m: M, buf: number): boolean {
  const { pos } = m.bufs.at(buf - 1);
  return pos >= 2 && pos % 2 === 0;
}

/** The buffers of an M: each is free, or in one place only; and what is in it. */
export function ofBuffers(positions: Positions): Readonly<Record<string, OfM>> {
  const { regions } = positions;
  return {
    eventsAreWhole: (m) => !m.torn && !m.wroteQueued && !m.unguarded,
    everyBufferInOnePlace: (m) => {
      const found = placed(m);
      if (found < 0) return false;
      for (let buf = 1; buf <= m.bufs.length; buf++)
        if (isUsed(m, buf) !== ((found & (1 << buf)) !== 0)) return false;
      return true;
    },
    writerHasTheSlot: (m) => {
      const is = (slot: number, held: number): boolean => (held | 1) === ((1 << slot) | 1);
      return (
        (!regions.own.holds(m.own.at) || is(m.buf.at(regions.own.gen(m.own) % 2), regions.own.held(m.own))) &&
        (!regions.growth.holds(m.growth.at) ||
          is(m.buf.at(regions.growth.gen(m.growth) % 2), regions.growth.held(m.growth)))
      );
    },
    slotsOfTheirGeneration: (m, s, id) => {
      for (let parity = 0; parity < 2; parity++) {
        const buf = m.buf.at(parity);
        if (buf === 0) continue;
        if (!isUsed(m, buf) || !hasEvents(m, buf)) return false;
        const { gen } = m.bufs.at(buf - 1);
        if (gen % 2 !== parity || gen === 0) return false;
        const call = callOf(s);
        if (gen !== s.trace.gen && !(gen === regions.ended(call) && isLeft(positions, call, id)))
          return false;
      }
      return true;
    },
    queuesOfTheReader: (m, s) => {
      const { readerGen } = s.trace;
      for (let parity = 0; parity < 2; parity++) {
        const queue = m.full.at(parity);
        for (let index = 0; index < queue.length; index++) {
          const buf = queue.at(index);
          if (buf === 0) continue;
          if (index > 0 && queue.at(index - 1) === 0) return false;
          if (s.reader.at === 0 || !isUsed(m, buf) || !hasEvents(m, buf)) return false;
          const { gen } = m.bufs.at(buf - 1);
          if (gen % 2 !== parity || gen < readerGen || gen > begun(s)) return false;
        }
      }
      return true;
    },
  };
}

/** The buffers that are in a slot or queue: bit b for buffer b. Negative where one is in two places. */
function placed(m: M): number {
  // Bit 0 stands for nil, which may be anywhere.
  let found = 0;
  for (let parity = 0; parity < 2; parity++) {
    const slot = 1 << m.buf.at(parity);
    if ((found & slot & ~1) !== 0) return -1;
    found |= slot;
    const queue = m.full.at(parity);
    for (let index = 0; index < queue.length; index++) {
      const buf = 1 << queue.at(index);
      if ((found & buf & ~1) !== 0) return -1;
      found |= buf;
    }
  }
  return found;
}
