/**
 * writer() … end(): the nosplit part of writing an event. Each action is one call; what it touches is the section's own
 * pointer copy and the buffer behind it, which no other thread may touch while the M's flag is up.
 */
import { range } from '../../../checker/index.ts';
import type { Action } from '../../../checker/index.ts';
import { NESTED, OUTER, isEndless, oneLess, leave, onUserStack, pushFull } from '../state.ts';
import type { Constants, NextM, TracerSchema, TracerState } from '../state.ts';

export function writeActions(k: Constants): Readonly<Record<string, Action<TracerSchema>>> {
  const { design, bounds, grows, over } = k;
  const params = { m: range(k.ms), depth: k.depths };
  type P = Readonly<{ m: number; depth: number }>;
  const process = (p: { readonly m: number }): string => `M${p.m}`;
  const unitsMax = 2 * bounds.eventsPerBuffer;
  /** A growth takes the goroutine off its own code until newstack is done, and a call until it returns. */
  const running = (s: TracerState, p: P): boolean =>
    p.depth === NESTED || (s.m.at(p.m).growing === 'no' && p.depth === onUserStack(s.m.at(p.m)));
  const notSuspended = grows && { running };

  const endless = range(k.ms).filter((m) => isEndless(k, m));

  const Writer = over.action({
    params,
    guard: {
      section: (s, p) => s.m.at(p.m).stack.at(p.depth).phase === 'section',
      ...notSuspended,
      ...(endless.length > 0 && {
        eventsLeft: (s: TracerState, p: P) =>
          p.depth === NESTED || !isEndless(k, p.m) || s.m.at(p.m).sections > 0,
      }),
    },
    effect: (next, p) => {
      const mp = next.m.at(p.m);
      if (p.depth === OUTER && isEndless(k, p.m)) mp.sections--;
      const section = mp.stack.at(p.depth);
      section.traceBuf = mp.buf.at(section.gen % 2);
      section.phase = 'event';
      if (!design.debugThrowsplit || p.depth === NESTED) return;
      mp.oldthrowsplit = mp.throwsplit;
      mp.throwsplit = true;
    },
    process,
    source: 'runtime/tracebuf.go, traceLocker.writer',
    note: "copies the M's own pointer, which traceAdvance leaves alone while the flag is up",
  });

  const LeaveUnwritten = over.action({
    params: { m: endless },
    guard: {
      section: (s, p) => s.m.at(p.m).stack.at(OUTER).phase === 'section',
      running: (s, p) => running(s, { m: p.m, depth: OUTER }),
    },
    effect: (next, p) => {
      next.m.at(p.m).stack.at(OUTER).phase = 'release';
    },
    process,
    source: 'runtime/traceruntime.go, traceLocker.ok',
    note: 'local; the section stands for one whose event nobody here counts',
  });

  const EventEnsure = over.action({
    params,
    guard: {
      event: (s, p) => s.m.at(p.m).stack.at(p.depth).phase === 'event',
      ...notSuspended,
    },
    effect: (next, p) => {
      const mp = next.m.at(p.m);
      const section = mp.stack.at(p.depth);
      const room = section.traceBuf !== 0 && mp.bufs.at(section.traceBuf - 1).pos + 2 <= unitsMax;
      section.phase = room ? 'firstUnit' : 'refill';
    },
    process,
    source: 'runtime/tracebuf.go, traceWriter.ensure',
    note: 'a read of the buffer that the section holds: local',
  });

  const Refill = over.action({
    params,
    guard: {
      refill: (s, p) => s.m.at(p.m).stack.at(p.depth).phase === 'refill',
      ...notSuspended,
      bufferLeft: (s, p) => s.m.at(p.m).bufs.some((buf) => buf.gen === 0),
    },
    effect: (next, p) => {
      const mp = next.m.at(p.m);
      const section = mp.stack.at(p.depth);
      if (section.traceBuf !== 0) pushFull(mp, section.gen, section.traceBuf);
      let fresh = 0;
      while (mp.bufs.at(fresh).gen !== 0) fresh++;
      const buf = mp.bufs.at(fresh);
      buf.gen = section.gen;
      buf.pos = 0;
      section.traceBuf = fresh + 1;
      section.phase = 'firstUnit';
    },
    process,
    source: 'runtime/tracebuf.go, traceWriter.refill',
    note: 'push and pop under trace.lock; a buffer from the system and the header are nobody else’s yet',
  });

  const EventFirstUnit = over.action({
    params,
    guard: {
      firstUnit: (s, p) => s.m.at(p.m).stack.at(p.depth).phase === 'firstUnit',
      ...notSuspended,
    },
    effect: (next, p) => {
      const mp = next.m.at(p.m);
      const section = mp.stack.at(p.depth);
      writeUnit(mp, section.traceBuf, unitsMax);
      section.phase = 'secondUnit';
    },
    process,
    source: 'runtime/tracebuf.go, traceBuf.byte',
    note: 'half of the event; the buffer is private to the section, in a correct design',
  });

  const EventSecondUnit = over.action({
    params,
    guard: {
      secondUnit: (s, p) => s.m.at(p.m).stack.at(p.depth).phase === 'secondUnit',
      ...notSuspended,
    },
    effect: (next, p) => {
      const mp = next.m.at(p.m);
      const section = mp.stack.at(p.depth);
      const buf = mp.bufs.at(section.traceBuf - 1);
      buf.events.set(buf.pos === unitsMax ? bounds.eventsPerBuffer - 1 : buf.pos >> 1, mp.wrote);
      writeUnit(mp, section.traceBuf, unitsMax);
      mp.wrote++;
      section.phase = 'end';
    },
    process,
    source: 'runtime/tracebuf.go, traceBuf.varint',
    note: 'the other half; the event is complete and gets its number in the M’s order',
  });

  const End = over.action({
    params,
    guard: {
      end: (s, p) => s.m.at(p.m).stack.at(p.depth).phase === 'end',
      ...notSuspended,
    },
    effect: (next, p) => {
      const mp = next.m.at(p.m);
      const section = mp.stack.at(p.depth);
      mp.buf.set(section.gen % 2, section.traceBuf);
      section.traceBuf = 0;
      section.phase = 'release';
      if (!design.debugThrowsplit || p.depth === NESTED) return;
      mp.throwsplit = mp.oldthrowsplit;
      mp.oldthrowsplit = false;
    },
    process,
    source: 'runtime/tracebuf.go, traceWriter.end',
    note: "one store to the M's own slot, read by traceAdvance only after the flag went down",
  });

  const Release = over.action({
    params,
    guard: {
      release: (s, p) => s.m.at(p.m).stack.at(p.depth).phase === 'release',
      ...notSuspended,
    },
    effect: (next, p) => {
      const mp = next.m.at(p.m);
      if (mp.reentered > 0) {
        mp.reentered--;
      } else {
        mp.writing = design.lock === 'seqlock' ? !mp.writing : false;
        // Dead until the next acquire writes it: two states that differ only in it are one.
        mp.entryGen = 0;
      }
      mp.locks = oneLess(mp.locks);
      leave(mp, p.depth);
    },
    process,
    source: 'runtime/traceruntime.go, traceRelease',
    note: 'reentered is local; of the two stores only the one to the flag is seen by others, and m.locks-- is local',
  });

  return {
    Writer,
    ...(endless.length > 0 && { LeaveUnwritten }),
    EventEnsure,
    Refill,
    EventFirstUnit,
    EventSecondUnit,
    End,
    Release,
  };
}

/** A position past the end stays there; it takes a second writer in the same buffer, which NoTornEvent reports. */
function writeUnit(m: NextM, traceBuf: number, unitsMax: number): void {
  const buf = m.bufs.at(traceBuf - 1);
  buf.pos = Math.min(buf.pos + 1, unitsMax);
}
