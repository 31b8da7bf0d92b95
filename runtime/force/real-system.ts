/**
 * A system of programs without the steps that the program of a schedule cannot be made to take. What it still violates, real threads can
 * most often be made to do: so the shortest counterexample that is real is found. Nothing is added, so that each of its runs is one of the
 * whole system.
 */
import { stepper } from '../../checker/index.ts';
import type { Params } from '../../checker/index.ts';
import { growsAt, nextOf, programSystem } from '../../model/index.ts';
import type { Instruction } from '../../model/index.ts';
import { comesToPsFirst, isDrain, isStale } from './reasons.ts';
import type { ProgramsOfRun } from './run.ts';
import { sectionCalls } from './step.ts';
import { chosenCall } from './turns-of-run.ts';

type ProgramSystem = ReturnType<typeof programSystem>;
type ProgramAction = ProgramSystem['actions'][string];
type State = Parameters<ProgramAction['guard'][number]['holds']>[0];

export const wholeSystem = ({ programs, bounds, granularity }: ProgramsOfRun): ProgramSystem =>
  programSystem(programs, bounds, { name: 'a tree', granularity });

export function realSystem(of: ProgramsOfRun): ProgramSystem {
  const system = wholeSystem(of);
  const { list } = of.programs.own;
  const places = [...growsAt(of.programs, of.bounds, of.granularity)];
  const numbers = (is: (one: Instruction | undefined, index: number) => boolean): ReadonlySet<number> =>
    new Set(places.flatMap(([number, index]) => (is(list[index], index) ? [number] : [])));
  const atRefill = numbers((one) => one?.fn === 'traceWriter.refill');
  const calls = numbers((one, index) => one?.op === 'entry' || isBeforeEvent(list, index));
  const ms = of.bounds.programs.map((_, m) => m);

  /** The program calls something there whose stack grows; an M has a buffer of a generation that has ended. */
  const growsThere = (state: State, { m }: Params): boolean => {
    const { own } = state.m.at(Number(m));
    return calls.has(own.at) && (!atRefill.has(own.at) || own['gen'] === state.trace.gen);
  };
  /** Before its store, an advance or a stop has had every M write. */
  const nobodyLacksBuffer = (state: State): boolean =>
    ms.every((m) => state.m.at(m).growth.at === 0 || !atRefill.has(state.m.at(m).own.at));
  /** No section is open where an advance ends, as the next one comes to each P at a safe point. It may end as soon as none is. */
  const ends = comesToPsFirst(of.programs) ? endOfAdvance(of.programs.caller.list) : null;
  const noneIsInside = (state: State): boolean => ms.every((m) => state.m.at(m).own.at === 0);
  /** GOMAXPROCS takes no P from an M that has one. */
  const noneHasP = (state: State): boolean => ms.every((m) => state.m.at(m).p === 0);

  /** A turn is given under a lock of the hooks, which nobody takes before what it has stored has arrived. */
  const nothingWaits = ({ m, memory }: State): boolean =>
    memory.genStore === 0 && ms.every((one) => m.at(one).memory.stores.at(0) === 0);
  /** A goroutine of the program logs or ends, and has a status in its last section, which alone may see an advance. */
  const isOfGs = of.bounds.parts.statuses !== undefined;
  const begins = ({ m, g, trace }: State, one: number): boolean => {
    const { curg, sections } = m.at(one);
    return sections > 1 || (curg > 0 && trace.gen > 0 && g.at(curg - 1).traced.at(trace.gen % 3));
  };
  const noneIsUntraced = ({ m, trace, caller }: State): boolean =>
    caller.at(0)['gen'] !== trace.gen ||
    ms.every((one) => {
      const { own, sections } = m.at(one);
      return own.at === 0 || (sections === 0 && own['gen'] !== 0);
    });
  const isThroughMemory = of.bounds.parts.memory !== undefined;

  const actions = Object.entries(system.actions).map(([name, action]): [string, ProgramAction] => {
    if (isDrain(name)) return [name, action];
    // The same run has the load before the store, where that is real.
    if (isStale(name)) return [name, withGuard(action, 'isFresh', () => false)];
    const seen = isThroughMemory ? withGuard(action, 'nothingWaits', nothingWaits) : action;
    if (name === 'StackGrowth') return [name, withGuard(seen, 'growsThere', growsThere)];
    if (/^traceAdvance:\d+ (?:advance|stop)\b/.test(name))
      return [name, withGuard(seen, 'nobodyLacksBuffer', nobodyLacksBuffer)];
    if (ends?.test(name) === true) return [name, withGuard(seen, 'noneIsInside', noneIsInside)];
    if (isOfGs && name.startsWith('traceAdvance:'))
      return [name, withGuard(seen, 'noneIsUntraced', noneIsUntraced)];
    const call = isOfGs ? chosenCall(name) : null;
    if (call !== null) {
      const isCall = sectionCalls.some((one) => one === call);
      return [name, withGuard(seen, 'begins', (state, { m }) => isCall && begins(state, Number(m)))];
    }
    return [name, name.startsWith('gomaxprocs:') ? withGuard(seen, 'noneHasP', noneHasP) : seen];
  });
  return withWholeEnds({ ...system, actions: Object.fromEntries(actions) }, system);
}

/** What is left out may go on all the same: a state is no deadlock because of that. */
function withWholeEnds(real: ProgramSystem, whole: ProgramSystem): ProgramSystem {
  const leftOut = stepper(whole).steps.filter(({ action }) => real.actions[action] !== whole.actions[action]);
  const goesOn = (state: State): boolean =>
    leftOut.some(({ action, params }) =>
      whole.actions[action]?.guard.every(({ holds }) => holds(state, params)),
    );
  const properties = Object.entries(real.properties).map(([name, property]) => [
    name,
    property.kind === 'deadlockFree'
      ? { ...property, final: (state: State) => property.final(state) || goesOn(state) }
      : property,
  ]);
  return { ...real, properties: Object.fromEntries(properties) as ProgramSystem['properties'] };
}

const withGuard = (
  action: ProgramAction,
  name: string,
  holds: ProgramAction['guard'][number]['holds'],
): ProgramAction => ({ ...action, guard: [...action.guard, { name, holds }] });

/** The names of the steps in which an advance or a stop, after all it flushes, waits for the reader. */
function endOfAdvance(list: readonly Instruction[]): RegExp | null {
  const end = list.find((one) => one.op === 'call' && one.name === 'semacquire' && one.fn === 'traceAdvance');
  return end === undefined ? null : new RegExp(`^traceAdvance:${end.line}\\b`);
}

/** Whether the code there goes on to an event before its section closes: it is where the program calls something. */
function isBeforeEvent(list: readonly Instruction[], from: number): boolean {
  const seen = new Set<number>();
  const queue = [from];
  for (let index = queue.shift(); index !== undefined; index = queue.shift()) {
    const one = list[index];
    if (one === undefined || seen.has(index)) continue;
    if (one.fn === 'traceLocker.writer') return true;
    if (one.op === 'call' && one.name === 'closing') continue;
    seen.add(index);
    queue.push(...nextOf(one, index));
  }
  return false;
}
