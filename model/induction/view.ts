/**
 * The tracer as one M sees it, without ends: the system that the induction is about.
 *
 * Its actions are the steps of a tree's programs, cut coarsely (docs/programs.md). What ends a run of them is taken out:
 *
 * - The driver of an M never ends: after each step the M again has a section and a growth left.
 * - The generations never end: two states that differ by two in every generation do the same for ever, as the steps and
 *   properties compare generations, take their parity, add one and ask whether they are 0. A state of generation 5 is
 *   therefore put back to 3; see {@link rebase}.
 * - The numbers of events, which nothing but the model's bookkeeping reads, are forgotten.
 *
 * The M has number 0. All others, however many, have nothing to do, so that no step ever waits for them. Two stand for them: M 1 for one
 * that traceAdvance deals with, and M 2 for the rest. {@link viewOfOneM} lets that be one more, one less or none at any time.
 */
import { range } from '../../checker/index.ts';
import type { Action, Draft, System } from '../../checker/index.ts';
import type { Bounds } from '../bounds.ts';
import { kindsIn } from '../program/language/kinds.ts';
import type { ThreadKind } from '../program/language/kinds.ts';
import type { ReleasePrograms } from '../program/releases/releases.ts';
import type { ProgramConstants, ProgramSchema } from '../program/state/state.ts';
import { programModel } from '../program/system.ts';
import { positionsOf } from './positions.ts';
import type { Positions } from './positions.ts';

/** The M that is looked at, one of the others, and the rest of them. */
export const SELF = 0;
export const OTHER = 1;
export const REST = 2;

/** No state of the view is in a later generation. Generations 0 to 2 have no like, since 0 says that there is none. */
export const GEN_MAX = 4;

/** What stays bounded. */
export interface ViewSize {
  readonly buffersPerM: number;
  readonly eventsPerBuffer: number;
}

/** A system without ends, with what an invariant of it is stated in. */
export interface EndlessSystem {
  readonly system: System<ProgramSchema>;
  /** Its actions as they are in a system that ends. */
  readonly steps: System<ProgramSchema>['actions'];
  readonly constants: ProgramConstants;
  readonly positions: Positions;
  /** How many Ms do everything, from number 0 on; the others do nothing. */
  readonly busy: number;
  /** Whether no generation begins after generation 5, instead of that it is put back. */
  readonly isCut: boolean;
}

/** `cut`: a state of generation 5 is not put back, and none comes after it. What goes on there does so two generations earlier, too. */
export type GenerationsEnd = 'put back' | 'cut';

type Tree = Pick<ReleasePrograms, 'release' | 'programs'>;

export function viewBounds({ buffersPerM, eventsPerBuffer }: ViewSize, ms: number, busy: number): Bounds {
  const program = (m: number): Bounds['programs'][number] =>
    m < busy ? { sections: 1, growths: 1 } : { sections: 0, growths: 0 };
  return {
    name: `endless-${buffersPerM}-${eventsPerBuffer}`,
    programs: Array.from({ length: ms }, (_, m) => program(m)),
    // The step before a state is put back.
    generations: GEN_MAX + 1,
    stop: true,
    restart: true,
    runs: false,
    parts: {},
    buffersPerM,
    eventsPerBuffer,
  };
}

/** Ms that all do everything, without ends: what the view says of many Ms is asked of two directly. */
export function endlessMs(
  tree: Tree,
  size: ViewSize,
  ms = 2,
  end: GenerationsEnd = 'put back',
): EndlessSystem {
  return endless(tree, viewBounds(size, ms, ms), { busy: ms, isCut: end === 'cut' });
}

function endless(
  { release, programs }: Tree,
  bounds: Bounds,
  { busy, isCut }: Pick<EndlessSystem, 'busy' | 'isCut'>,
): EndlessSystem {
  const model = programModel(programs, bounds, { name: release, granularity: 'coarse' });
  const { system, constants } = model;
  const everyGeneration = everyGenerationOf(constants);
  const actions = Object.entries(system.actions).map(([name, action]): [string, Action<ProgramSchema>] => [
    name,
    {
      ...action,
      // The others do nothing.
      ...('m' in action.params && { params: { m: range(busy) } }),
      effect: (next, params) => {
        action.effect(next, params);
        forget(next, bounds);
        if (!isCut) rebase(next, everyGeneration);
      },
    },
  ]);
  return {
    system: { ...system, actions: Object.fromEntries(actions) },
    steps: system.actions,
    constants,
    positions: positionsOf(model),
    busy,
    isCut,
  };
}

export function viewOfOneM(tree: Tree, size: ViewSize, end: GenerationsEnd = 'put back'): EndlessSystem {
  const made = endless(tree, viewBounds(size, 3, 1), { busy: 1, isCut: end === 'cut' });
  const { system, constants, positions } = made;
  const { regions, listField } = positions;
  const self = 1 << SELF;
  /** None, the rest, or one and the rest. */
  const left = [0, 1 << REST, (1 << OTHER) | (1 << REST)];
  const OthersLeft = constants.over.action({
    params: { slot: range(constants.callers), others: range(left.length) },
    guard: {
      scanning: (s, p) => regions.scanning(s.caller.at(p.slot).at),
      someLeft: (s, p) => p.others !== 0 || regions.isLeft(s.caller.at(p.slot), SELF),
    },
    effect: (next, p) => {
      const caller: Record<string, number> = next.caller.at(p.slot);
      caller[listField] = ((caller[listField] ?? 0) & self) | (left[p.others] ?? 0);
    },
    process: () => 'advancer',
    source: 'runtime/trace.go, traceAdvance',
    note: 'no step of the tracer: of the Ms that M 1 and M 2 stand for, none is left, or one, or more',
  });
  return {
    ...made,
    system: {
      ...system,
      name: `${system.name}, one M`,
      actions: { ...system.actions, OthersLeft },
    },
  };
}

/** What has been done, and what is left to do, does not count. */
function forget(next: Draft<ProgramSchema>, { programs, eventsPerBuffer }: Bounds): void {
  for (let id = 0; id < next.m.length; id++) {
    const m = next.m.at(id);
    m.sections = programs[id]?.sections ?? 0;
    m.growths = programs[id]?.growths ?? 0;
    m.wrote = 0;
    m.read = 0;
    for (let buf = 0; buf < m.bufs.length; buf++)
      for (let index = 0; index < eventsPerBuffer; index++) m.bufs.at(buf).events.set(index, 0);
  }
}

type EveryGeneration = (next: Draft<ProgramSchema>, change: (gen: number) => number) => void;

/**
 * Takes two from every generation of a state that has come to generation 5, but for those that are 0, which is none. One
 * that would come to 0 or below has been kept too long: then the state stays as it is, where no invariant allows it.
 */
function rebase(next: Draft<ProgramSchema>, everyGeneration: EveryGeneration): void {
  if (next.trace.gen <= GEN_MAX) return;
  let oldest = GEN_MAX;
  everyGeneration(next, (gen) => {
    if (gen !== 0) oldest = Math.min(oldest, gen);
    return gen;
  });
  if (oldest > 2) everyGeneration(next, (gen) => (gen === 0 ? 0 : gen - 2));
}

/** Puts something else in the place of every generation of a state: those of places, and those that threads keep. */
export function everyGenerationOf({ threads }: Pick<ProgramConstants, 'threads'>): EveryGeneration {
  const kept = new Map(
    kindsIn(threads).map((kind): [ThreadKind, readonly string[]] => [
      kind,
      Object.entries(threads[kind]?.fields.types ?? {}).flatMap(([field, type]) =>
        type === 'gen' ? [field] : [],
      ),
    ]),
  );
  return (next, change) => {
    const ofThread = (kind: ThreadKind, record: Record<string, number>): void => {
      for (const field of kept.get(kind) ?? []) record[field] = change(record[field] ?? 0);
    };
    const { trace } = next;
    trace.gen = change(trace.gen);
    trace.lastNonZeroGen = change(trace.lastNonZeroGen);
    trace.flushedGen = change(trace.flushedGen);
    trace.readerGen = change(trace.readerGen);
    next.newest = change(next.newest);
    for (let slot = 0; slot < next.caller.length; slot++) ofThread('caller', next.caller.at(slot));
    ofThread('reader', next.reader);
    for (let id = 0; id < next.m.length; id++) {
      const m = next.m.at(id);
      m.entryGen = change(m.entryGen);
      ofThread('own', m.own);
      ofThread('growth', m.growth);
      for (let buf = 0; buf < m.bufs.length; buf++) m.bufs.at(buf).gen = change(m.bufs.at(buf).gen);
    }
  };
}
