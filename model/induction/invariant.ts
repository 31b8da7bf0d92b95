/**
 * An invariant of the correct tracer that is inductive: it holds at first, and each step keeps it, whether the state can be
 * reached or not. It says of every moment who may write what, and implies the properties.
 */
import type { View } from '../../checker/index.ts';
import type { M, Phase, TracerSchema, TracerState } from '../state.ts';
import { NESTED, OUTER, hasWriter, isOpen, isUsed } from '../state.ts';
import { GEN_MAX, OTHERS } from './view.ts';

type Conjuncts = Readonly<Record<string, (state: TracerState) => boolean>>;
type Section = View<TracerSchema['fields']['m']['of']['fields']['stack']['of']>;

/**
 * The invariant of `viewOfOneM`, or with others that are busy that of `endlessPair`, conjunct by conjunct. Each of `claims` is
 * needed: a test drops them one by one. Those of `frame` say what makes a state one of the system.
 */
export function inductiveInvariant(others: 'idle' | 'busy' = 'idle'): {
  readonly frame: Conjuncts;
  readonly claims: Conjuncts;
} {
  return {
    frame: frameOf(others === 'busy' ? OTHERS + 1 : OTHERS),
    claims: { ...ofTrace, ...ofEveryM(ofSections), ...ofEveryM(ofBuffers) },
  };
}

/** The properties that it implies: all that are about states or steps, but EventExactlyOnce, which reads the events' numbers. */
export const impliedProperties: readonly string[] = [
  'NoTornEvent',
  'NoWriteToQueuedBuffer',
  'NoBufferQueuedTwice',
  'NoLostBuffer',
  'OneGenerationPerOuterSection',
  'LockParityAndBalance',
  'ReenteredZeroOutside',
  'LocksZeroOutside',
  'NoFlushUnderSection',
  'NoWriteAfterFlushed',
  'NoBufferLeftBehind',
  'FullQueueEmptyWhenDone',
  'EnabledWhileTracing',
  'NoDroppedEvent',
];

/** What makes a state one of the system, rather than what the tracer sees to. */
const frameOf = (busy: number): Conjuncts => ({
  othersAreIdle: (s) => s.m.every((m, id) => id < busy || isIdle(m)),
  nothingIsCounted: (s) =>
    s.m.every(
      (m, id) =>
        m.wrote === 0 &&
        m.read === 0 &&
        m.sections === (id < busy ? 1 : 0) &&
        m.growths === (id < busy ? 1 : 0) &&
        m.bufs.every((buf) => buf.events.every((event) => event === 0)),
    ),
  // For debugTraceReentrancy only.
  throwsplitIsUnused: (s) => s.m.every((m) => !m.throwsplit && !m.oldthrowsplit),
  generationIsPutBack: (s) => s.trace.gen <= GEN_MAX && s.trace.lastNonZeroGen <= GEN_MAX,
});

function isIdle(m: M): boolean {
  return (
    !m.writing &&
    m.reentered === 0 &&
    m.entryGen === 0 &&
    m.buf.every((buf) => buf === 0) &&
    m.locks === 0 &&
    m.growing === 'no' &&
    m.stack.every(({ phase, gen, traceBuf }) => phase === 'out' && gen === 0 && traceBuf === 0) &&
    m.bufs.every(({ gen, pos }) => gen === 0 && pos === 0) &&
    m.full.every((queue) => queue.every((buf) => buf === 0))
  );
}

/** Inside traceAdvance, after the store of the generation. */
function isAdvancing({ advancer: { phase } }: TracerState): boolean {
  return phase !== 'idle' && phase !== 'publish';
}

/** The generation that began last. */
function begun({ trace }: TracerState): number {
  return trace.gen === 0 ? trace.lastNonZeroGen : trace.gen;
}

/** What StartTrace, traceAdvance and the reader know of each other. */
const ofTrace: Conjuncts = {
  phaseFitsGeneration: (s) => {
    const { advancer, trace } = s;
    if (advancer.phase === 'publish' || advancer.phase === 'clearEnabled') return trace.gen === 0;
    return !isAdvancing(s) || trace.gen !== 1;
  },
  lastIsTheOneBefore: ({ trace }) => trace.gen === 0 || trace.lastNonZeroGen === trace.gen - 1,
  endsTheOneBefore: (s) => {
    const { advancer, trace } = s;
    if (!isAdvancing(s)) return advancer.gen === 0;
    return advancer.gen !== 0 && advancer.gen === trace.lastNonZeroGen;
  },
  enabledWhileTracing: ({ trace, advancer }) =>
    trace.enabled === (trace.gen !== 0 || advancer.phase === 'publish' || advancer.phase === 'clearEnabled'),
  shutdownWhileStopping: (s) => s.trace.shutdown === (s.trace.gen === 0 && isAdvancing(s)),
  flushedIsTheOneBefore: (s) => {
    const { advancer, trace } = s;
    switch (advancer.phase) {
      case 'publish':
        return trace.flushedGen === 0;
      case 'waitDone':
        return trace.flushedGen === advancer.gen;
      case 'idle':
        // Since a start, none may have been flushed yet.
        return trace.flushedGen === trace.lastNonZeroGen || (trace.gen !== 0 && trace.flushedGen === 0);
      default:
        return trace.flushedGen === 0 || trace.flushedGen === advancer.gen - 1;
    }
  },
  onlyADoneReaderIsAwaited: ({ advancer, trace }) =>
    trace.doneSema.every(
      (done, parity) => !done || (advancer.phase === 'waitDone' && parity === advancer.gen % 2),
    ),
  readerIsInStep: (s) => {
    const { advancer, trace } = s;
    if (advancer.phase === 'publish') return trace.readerGen === trace.lastNonZeroGen + 1;
    const behind = isAdvancing(s) && !trace.doneSema.at(advancer.gen % 2);
    return trace.readerGen === (behind ? advancer.gen : trace.gen);
  },
};

type OfM = (m: M, s: TracerState, id: number) => boolean;

const ofEveryM = (conjuncts: Readonly<Record<string, OfM>>): Conjuncts =>
  Object.fromEntries(
    Object.entries(conjuncts).map(([name, holds]) => [
      name,
      (s: TracerState) => {
        for (let id = 0; id < s.m.length; id++) if (!holds(s.m.at(id), s, id)) return false;
        return true;
      },
    ]),
  );

/** traceAdvance has yet to flush the M's slot of the generation that ends. */
function isLeft({ advancer: { phase, toFlush } }: TracerState, id: number): boolean {
  return (
    phase === 'clearEnabled' ||
    phase === 'snapshot' ||
    ((phase === 'scan' || phase === 'flush') && toFlush.at(id))
  );
}

/** … and has yet to look at its flag. */
function isUnseen(s: TracerState, id: number): boolean {
  return isLeft(s, id) && !(s.advancer.phase === 'flush' && s.advancer.m === id);
}

function isBetween(phase: Phase): boolean {
  return phase === 'loadGen' || phase === 'undo' || isOpen(phase);
}

/** The sections of an M: what its flag and counters say, and of which generation an open section can be. */
const ofSections: Readonly<Record<string, OfM>> = {
  nestedPhases: ({ stack }) => {
    const { phase } = stack.at(NESTED);
    return phase === 'out' || phase === 'start' || phase === 'enabled' || isOpen(phase);
  },
  nestedWhileGrowing: (m) => (m.growing === 'no') === (m.stack.at(NESTED).phase === 'out'),
  growsOutsideTheWriter: (m) => {
    const { phase } = m.stack.at(OUTER);
    return m.growing === 'no' || phase === 'section' || phase === 'release';
  },
  flagIsUpBetween: (m) => m.writing === isBetween(m.stack.at(OUTER).phase),
  nestedIsCounted: (m) => m.reentered === (isOpen(m.stack.at(NESTED).phase) ? 1 : 0),
  locksAreCounted: (m) => {
    const { phase } = m.stack.at(OUTER);
    return m.locks === (phase === 'setFlag' || isBetween(phase) ? 1 : 0) + m.reentered;
  },
  openHasGeneration: (m, s, id) => {
    const { phase, gen } = m.stack.at(OUTER);
    if (!isOpen(phase)) return gen === 0;
    return gen !== 0 && (gen === s.trace.gen || (gen === s.advancer.gen && isUnseen(s, id)));
  },
  entryGenIsThatOfTheOuter: (m) => m.entryGen === m.stack.at(OUTER).gen,
  nestedGenIsThatOfTheOuter: ({ stack }) => {
    const { phase, gen } = stack.at(NESTED);
    return gen === (isOpen(phase) ? stack.at(OUTER).gen : 0);
  },
};

/** A fresh buffer, or one with room: the writer's own copy of the pointer may be newer than the slot. */
function isInHand(phase: Phase): boolean {
  return phase === 'firstUnit' || phase === 'secondUnit' || phase === 'end';
}

/** The section that holds a writer, or undefined. There is never more than one. */
function writerOf(m: M): Section | undefined {
  for (let depth = OUTER; depth <= NESTED; depth++) {
    const section = m.stack.at(depth);
    if (hasWriter(section.phase)) return section;
  }
  return undefined;
}

/** What the slot says; nothing, while a writer holds what will be stored there. */
function slotOf(m: M, parity: number): number {
  const writer = writerOf(m);
  return writer !== undefined && isInHand(writer.phase) && writer.gen % 2 === parity ? 0 : m.buf.at(parity);
}

/** One or more events, all of them complete. */
function hasEvents(m: M, buf: number): boolean {
  const { pos } = m.bufs.at(buf - 1);
  return pos >= 2 && pos % 2 === 0;
}

/** The buffers of an M: each is free, or in one place only; and what is in it. */
const ofBuffers: Readonly<Record<string, OfM>> = {
  pointerWhileWriting: (m) => {
    for (let depth = OUTER; depth <= NESTED; depth++) {
      const { phase, gen, traceBuf } = m.stack.at(depth);
      if (
        !hasWriter(phase) ? traceBuf !== 0 : isInHand(phase) ? traceBuf === 0 : traceBuf !== m.buf.at(gen % 2)
      )
        return false;
    }
    return true;
  },
  slotsOfTheirGeneration: (m, s, id) => {
    for (let parity = 0; parity < 2; parity++) {
      const buf = slotOf(m, parity);
      if (buf === 0) continue;
      if (!isUsed(m, buf) || !hasEvents(m, buf)) return false;
      const { gen } = m.bufs.at(buf - 1);
      if (gen % 2 !== parity) return false;
      if (gen !== s.trace.gen && !(gen === s.advancer.gen && isLeft(s, id))) return false;
    }
    return true;
  },
  handHasRoom: (m) => {
    const writer = writerOf(m);
    if (writer === undefined || !isInHand(writer.phase)) return true;
    const { gen, pos, events } = m.bufs.at(writer.traceBuf - 1);
    if (gen !== writer.gen) return false;
    if (writer.phase === 'secondUnit') return pos % 2 === 1;
    return pos % 2 === 0 && (writer.phase === 'firstUnit' ? pos < 2 * events.length : pos > 0);
  },
  queuesOfTheReader: (m, s) => {
    const { readerGen } = s.trace;
    for (let parity = 0; parity < 2; parity++) {
      const queue = m.full.at(parity);
      for (let index = 0; index < queue.length; index++) {
        const buf = queue.at(index);
        if (buf === 0) continue;
        if (index > 0 && queue.at(index - 1) === 0) return false;
        if (readerGen === 0 || !hasEvents(m, buf)) return false;
        const { gen } = m.bufs.at(buf - 1);
        if (gen % 2 !== parity || gen < readerGen || gen > begun(s)) return false;
      }
    }
    return true;
  },
  everyBufferInOnePlace: (m) => {
    const found = placed(m);
    if (found < 0) return false;
    for (let buf = 1; buf <= m.bufs.length; buf++)
      if (isUsed(m, buf) !== ((found & (1 << buf)) !== 0)) return false;
    return true;
  },
};

/** The buffers that are in a hand, slot or queue: bit b for buffer b. Negative where one is in two places. */
function placed(m: M): number {
  const writer = writerOf(m);
  // Bit 0 stands for nil, which may be anywhere.
  let found = writer !== undefined && isInHand(writer.phase) ? 1 << writer.traceBuf : 0;
  for (let parity = 0; parity < 2; parity++) {
    const slot = 1 << slotOf(m, parity);
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
