/**
 * An invariant of the correct tracer that is inductive: it holds at first, and each step keeps it, whether the state can be
 * reached or not. It says of every moment who may write what, and implies the properties. It is stated over positions, which are
 * computed from the program at hand, over places and over the locals that threads keep.
 */
import { freePosition } from '../program/state/state.ts';
import type { M, ProgramState } from '../program/state/state.ts';
import { ofBuffers, ofSections } from './m-claims.ts';
import type { OfM } from './m-claims.ts';
import { ofTrace } from './trace-claims.ts';
import type { Conjuncts } from './trace-claims.ts';
import { GEN_MAX } from './view.ts';
import type { EndlessSystem } from './view.ts';

/**
 * The invariant of the system, conjunct by conjunct, in the order in which it is asked: first what decides most. Each of `claims` is
 * needed, as a test shows that drops them one by one. The others say what makes a state one of the system.
 */
export function inductiveInvariant(of: Pick<EndlessSystem, 'constants' | 'positions' | 'busy' | 'isCut'>): {
  readonly conjuncts: Conjuncts;
  readonly claims: readonly string[];
} {
  const { busy, positions } = of;
  const ofMs = { ...ofSections(positions), ...ofBuffers(positions) };
  const trace = ofTrace(positions);
  return {
    conjuncts: { ...frameOf(of), ...trace, ...ofEveryM(busy, ofMs), ...ofEveryM(busy, freeBuffers(of)) },
    claims: [...Object.keys(trace), ...Object.keys(ofMs)],
  };
}

/** The properties that it implies: all that are about states, but EventExactlyOnce, which reads the events' numbers. */
export const impliedProperties = ({ properties }: EndlessSystem['system']): readonly string[] =>
  Object.entries(properties).flatMap(([name, { kind }]) =>
    kind === 'always' && name !== 'EventExactlyOnce' ? [name] : [],
  );

/** What makes a state one of the system, rather than what the tracer sees to. */
function frameOf({
  busy,
  isCut,
  constants,
  positions,
}: Pick<EndlessSystem, 'constants' | 'positions' | 'busy' | 'isCut'>): Conjuncts {
  const free = freePosition(constants.bounds, constants.garbage);
  return {
    othersAreIdle: (s) =>
      s.m.every(
        (m, id) =>
          id < busy ||
          (isIdle(m, free) && positions.keeps('own', m.own) && positions.keeps('growth', m.growth)),
      ),
    callerKeepsWhatItNeeds: (s) => s.caller.every((caller) => positions.keeps('caller', caller)),
    readerKeepsWhatItNeeds: (s) => positions.keeps('reader', s.reader),
    ...ofEveryM(busy, {
      sectionKeepsWhatItNeeds: (m) => positions.keeps('own', m.own),
      growthKeepsWhatItNeeds: (m) => positions.keeps('growth', m.growth),
    }),
    oneCallAtATime: (s) => s.caller.count(({ at }) => at !== 0) <= 1,
    nothingIsCounted: (s) =>
      s.m.every(
        (m, id) =>
          m.wrote === 0 &&
          m.read === 0 &&
          m.sections === (id < busy ? 1 : 0) &&
          m.growths === (id < busy ? 1 : 0) &&
          m.bufs.every((buf) => buf.events.every((event) => event === 0)),
      ),
    // For parts with goroutines only.
    nobodyIsScheduled: (s) => s.m.every(({ curg, p }) => curg === 0 && p === 0),
    ...(!isCut && {
      generationIsPutBack: (s: ProgramState) => s.trace.gen <= GEN_MAX && s.trace.lastNonZeroGen <= GEN_MAX,
    }),
  };
}

function freeBuffers({
  constants: { bounds, garbage },
}: Pick<EndlessSystem, 'constants'>): Readonly<Record<string, OfM>> {
  const free = freePosition(bounds, garbage);
  return {
    freeBuffersAreFree: (m) => m.bufs.every(({ used, gen, pos }) => used || (gen === 0 && pos === free)),
  };
}

function isIdle(m: M, free: number): boolean {
  return (
    !m.writing &&
    m.reentered === 0 &&
    m.entryGen === 0 &&
    m.buf.every((buf) => buf === 0) &&
    m.locks === 0 &&
    m.own.at === 0 &&
    m.growth.at === 0 &&
    !m.torn &&
    !m.wroteQueued &&
    !m.unguarded &&
    m.bufs.every(({ used, gen, pos }) => !used && gen === 0 && pos === free) &&
    m.full.every((queue) => queue.every((buf) => buf === 0))
  );
}

/** Of those that do something: the others are idle. One that does has its name in its conjuncts where it is not the only one. */
const ofEveryM = (busy: number, conjuncts: Readonly<Record<string, OfM>>): Conjuncts =>
  Object.fromEntries(
    Object.entries(conjuncts).flatMap(([name, holds]) =>
      Array.from({ length: busy }, (_, id) => [
        busy === 1 ? name : `${name} of M${id}`,
        (s: ProgramState): boolean => holds(s.m.at(id), s, id),
      ]),
    ),
  );
