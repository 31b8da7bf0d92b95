/**
 * The tracer as one M sees it, without ends: the system that the induction is about.
 *
 * Its actions are those of the model. What ends a run of the model is taken out:
 *
 * - The programs never end: after each step the M again has a section and a growth left.
 * - The generations never end: two states that differ by two in every generation do the same for ever, as the actions and
 *   properties compare generations, take their parity, add one and ask whether they are 0. A state of generation 5 is
 *   therefore put back to 3; see {@link rebase}.
 * - The numbers of events, which nothing but the model's bookkeeping reads, are forgotten.
 *
 * The M has number 0. M 1 stands for all others, however many: it has nothing to do, so that no guard ever waits for it, and
 * {@link viewOfOneM} adds that after it there may be more on the list to flush.
 */
import type { Action, Draft, System } from '../../checker/index.ts';
import type { Bounds } from '../bounds.ts';
import type { Design } from '../design.ts';
import type { ActionMutant } from '../mutants/actions/mutant.ts';
import type { NextM, TracerSchema } from '../state.ts';
import { tracer } from '../tracer.ts';

/** The M that is looked at, and the one that stands for all others. */
export const SELF = 0;
export const OTHERS = 1;

/** No state of the view is in a later generation. Generations 0 to 2 have no like, since 0 says that there is none. */
export const GEN_MAX = 4;

/** What stays bounded. */
export interface ViewSize {
  readonly buffersPerM: number;
  readonly eventsPerBuffer: number;
}

export function viewBounds(
  { buffersPerM, eventsPerBuffer }: ViewSize,
  others: 'idle' | 'busy' = 'idle',
): Bounds {
  const busy = { sections: 1, growths: 1 };
  return {
    name: `endless-${buffersPerM}-${eventsPerBuffer}`,
    programs: [busy, others === 'busy' ? busy : { sections: 0, growths: 0 }],
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

/** Two Ms that both do everything, without ends: what the view says of many Ms is asked of two directly. */
export function endlessPair(variant: Design | ActionMutant, size: ViewSize): System<TracerSchema> {
  return endless(variant, viewBounds(size, 'busy'));
}

function endless(variant: Design | ActionMutant, bounds: Bounds): System<TracerSchema> {
  const system = tracer(variant, bounds);
  const actions = Object.entries(system.actions).map(([name, action]): [string, Action<TracerSchema>] => [
    name,
    {
      ...action,
      effect: (next, params) => {
        action.effect(next, params);
        forget(next, bounds);
        rebase(next);
      },
    },
  ]);
  return { ...system, actions: Object.fromEntries(actions) };
}

export function viewOfOneM(variant: Design | ActionMutant, size: ViewSize): System<TracerSchema> {
  const system = endless(variant, viewBounds(size));
  const MoreToFlush: Action<TracerSchema> = {
    kind: 'action',
    params: {},
    guard: [{ name: 'scan', holds: (s) => s.advancer.phase === 'scan' }],
    effect: (next) => {
      next.advancer.toFlush.set(OTHERS, true);
    },
    process: () => 'advancer',
    source: 'runtime/trace.go, traceAdvance',
    note: 'no step of the tracer: of the many Ms that M 1 stands for, one less is left, and it stands for the rest',
  };
  return {
    ...system,
    name: `${system.name}, one M`,
    actions: { ...system.actions, MoreToFlush },
  };
}

/** What has been done, and what is left to do, does not count. */
function forget(next: Draft<TracerSchema>, { programs, eventsPerBuffer }: Bounds): void {
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

/**
 * Takes two from every generation of a state that has come to generation 5, but for those that are 0, which is none. One
 * that would come to 0 or below has been kept too long: then the state stays as it is, where no invariant allows it.
 */
function rebase(next: Draft<TracerSchema>): void {
  if (next.trace.gen <= GEN_MAX) return;
  let oldest = GEN_MAX;
  everyGen(next, (gen) => {
    if (gen !== 0) oldest = Math.min(oldest, gen);
    return gen;
  });
  if (oldest > 2) everyGen(next, (gen) => (gen === 0 ? 0 : gen - 2));
}

/** Puts something else in the place of every generation of the state. */
function everyGen(next: Draft<TracerSchema>, change: (gen: number) => number): void {
  const { trace, advancer } = next;
  trace.gen = change(trace.gen);
  trace.lastNonZeroGen = change(trace.lastNonZeroGen);
  trace.flushedGen = change(trace.flushedGen);
  trace.readerGen = change(trace.readerGen);
  advancer.gen = change(advancer.gen);
  for (let id = 0; id < next.m.length; id++) everyGenOf(next.m.at(id), change);
}

function everyGenOf(m: NextM, change: (gen: number) => number): void {
  m.entryGen = change(m.entryGen);
  for (let depth = 0; depth < m.stack.length; depth++) m.stack.at(depth).gen = change(m.stack.at(depth).gen);
  for (let buf = 0; buf < m.bufs.length; buf++) m.bufs.at(buf).gen = change(m.bufs.at(buf).gen);
}
