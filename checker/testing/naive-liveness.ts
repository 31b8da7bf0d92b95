/**
 * The slow twin of liveness, by definition and over plain objects. It shares no code with the engine but the system's own functions and
 * the slow twin's steps, and no method: instead of components it tries every set of states.
 *
 * What a run does again and again is a set of states and the steps among them. It tries every subset of the states without the goal. In
 * the one that it looks for, each pair of states is connected within it, and some state is reached without the goal from a state that
 * owes it. Every fairness constraint is met by the set, or, for a strong one, by a smaller set, which is tried as well.
 */
import type { RecordField } from '../language/schema.ts';
import type { Fairness, FairUnit, FairUnits, Liveness, System } from '../language/system.ts';
import type { Trace } from '../check/report.ts';
import type { Live } from './naive.ts';
import { live, naiveSteps } from './naive.ts';

interface NaiveConstraint<S extends RecordField> {
  readonly strong: boolean;
  /** Self-loops are steps. */
  readonly loops: boolean;
  covers(this: void, system: System<S>, action: string, params: NaiveParams): boolean;
}
type NaiveParams = Readonly<Record<string, number | boolean | string>>;

const text = (value: unknown): string => JSON.stringify(value);

/** The constraints of a fairness, read off its definition. */
function naiveConstraints<S extends RecordField>(
  system: System<S>,
  fairness: Fairness,
): NaiveConstraint<S>[] {
  if (fairness === 'stuttering') return [];
  if (fairness === 'weak' || fairness === 'strong')
    return naiveConstraints(system, { [fairness]: 'processes' });
  if (typeof fairness === 'string')
    return [{ strong: false, loops: fairness === 'maximal', covers: () => true }];
  const of = (units: FairUnits | undefined, strong: boolean): NaiveConstraint<S>[] =>
    (units === undefined ? [] : listed(system, units)).map((covers) => ({ strong, loops: false, covers }));
  return [...of(fairness.weak, false), ...of(fairness.strong, true)];
}

type Covers<S extends RecordField> = NaiveConstraint<S>['covers'];

function listed<S extends RecordField>(system: System<S>, units: FairUnits): Covers<S>[] {
  if (typeof units !== 'string')
    return units.flatMap((unit): Covers<S>[] => {
      const chosen = covering<S>(unit);
      if (typeof unit === 'string' || unit.each === undefined) return [chosen];
      const within = listed(system, unit.each).map(
        (one): Covers<S> =>
          (...step) =>
            one(...step) && chosen(...step),
      );
      return within;
    });
  const instances = Object.entries(system.actions).flatMap(([action, { params, process }]) => {
    let all: NaiveParams[] = [{}];
    for (const [name, domain] of Object.entries(params))
      all = all.flatMap((given) => domain.map((value) => ({ ...given, [name]: value })));
    return all.map((given) => ({ action, params: given, process: process(given) }));
  });
  if (units === 'actions')
    return Object.keys(system.actions).map((name) => (_: System<S>, action: string) => action === name);
  if (units === 'processes')
    return [...new Set(instances.map(({ process }) => process))].map((process) => covering<S>({ process }));
  return instances.map(
    (one): Covers<S> =>
      (_, action, params) =>
        action === one.action && text(params) === text(one.params),
  );
}

const covering =
  <S extends RecordField>(unit: FairUnit): Covers<S> =>
  (system, action, params) => {
    const process = system.actions[action]?.process(params);
    if (typeof unit === 'string') return action === unit || process === unit;
    const listed = (unit.actions ?? [action]).includes(action) && unit.except?.includes(action) !== true;
    const valued = Object.entries(unit.params ?? {}).every(([name, value]) => params[name] === value);
    return (unit.process ?? process) === process && listed && valued;
  };

const goalOf = <S extends RecordField>(claim: Liveness<S>): ((state: Live<S>) => boolean) =>
  claim.kind === 'leadsTo' ? claim.to : claim.kind === 'eventuallyAlways' ? claim.holds : claim.reached;

interface Place<S extends RecordField> {
  readonly state: Live<S>;
  readonly steps: readonly { readonly to: number; readonly meets: readonly boolean[] }[];
}

/** Whether a fair run violates the claim. Throws where the system has more than `statesMax` states. */
export function naiveLiveness<S extends RecordField>(
  system: System<S>,
  claim: Liveness<S>,
  fairness: Fairness,
  statesMax = 10,
): boolean {
  const constraints = naiveConstraints(system, fairness);
  const places = placesOf(system, constraints, statesMax);
  const goal = goalOf(claim);
  const all = places.map((_, at) => at);
  const missed = all.filter((at) => !goal(placeAt(at).state));
  const lasts = claim.kind === 'eventuallyAlways';
  // What is to last is violated by a set in which it is missed somewhere, whatever else is passed.
  const bad = lasts ? all : missed;
  const roots = new Set(system.initial.map((state) => text(live(system.state, state))));
  const owes = bad.filter((at) => {
    const { state } = placeAt(at);
    if (claim.kind === 'leadsTo') return claim.from(state);
    return lasts || claim.kind === 'alwaysEventually' || roots.has(text(state));
  });
  const owed = closure(owes, bad);
  for (let set = 1; set < 1 << owed.length; set++) {
    const members = owed.filter((_, at) => ((set >>> at) & 1) === 1);
    const connected = members.every((at) => closure([at], members).length === members.length);
    const violates = !lasts || members.some((at) => missed.includes(at));
    if (connected && violates && constraints.every((constraint, number) => met(constraint, number, members)))
      return true;
  }
  return false;

  function placeAt(at: number): Place<S> {
    const place = places[at];
    if (place === undefined) throw new Error(`no state ${String(at)}`);
    return place;
  }
  /** What is reached from `from` within `among`, itself included. */
  function closure(from: readonly number[], among: readonly number[]): number[] {
    const seen = new Set(from);
    for (const at of seen) for (const { to } of placeAt(at).steps) if (among.includes(to)) seen.add(to);
    return [...seen];
  }
  function met({ strong }: NaiveConstraint<S>, number: number, members: readonly number[]): boolean {
    const taken = members.some((at) =>
      placeAt(at).steps.some(({ to, meets }) => members.includes(to) && meets[number] === true),
    );
    const enables = (at: number): boolean => placeAt(at).steps.some(({ meets }) => meets[number] === true);
    return taken || (strong ? !members.some(enables) : !members.every(enables));
  }
}

function placesOf<S extends RecordField>(
  system: System<S>,
  constraints: readonly NaiveConstraint<S>[],
  statesMax: number,
): Place<S>[] {
  const numbers = new Map<string, number>();
  const states: Live<S>[] = [];
  const numberOf = (state: Live<S>): number => {
    const known = numbers.get(text(state));
    if (known !== undefined) return known;
    numbers.set(text(state), states.length);
    if (states.push(state) > statesMax) throw new Error(`more than ${String(statesMax)} states`);
    return states.length - 1;
  };
  for (const state of system.initial) numberOf(live(system.state, state));
  const places: Place<S>[] = [];
  for (let at = 0; at < states.length; at++) {
    const state = states[at];
    if (state === undefined) break;
    const steps = naiveSteps(system, state).map(({ action, params, after }) => {
      const changes = text(after) !== text(state);
      const meets = constraints.map(
        ({ loops, covers }) => (changes || loops) && covers(system, action, params),
      );
      return { to: numberOf(after), meets };
    });
    places.push({ state, steps });
  }
  return places;
}

/** What is wrong with a lasso, taken on plain objects; undefined where it is a fair run that violates the claim. */
export function lassoFault<S extends RecordField>(
  system: System<S>,
  claim: Liveness<S>,
  fairness: Fairness,
  trace: Trace,
): string | undefined {
  const { loop, steps } = trace;
  if (loop === undefined) return 'it has no loop';
  if (!Number.isInteger(loop) || loop < 0 || loop > steps.length) return 'its loop is outside it';
  const root = system.initial.find((state) => text(live(system.state, state)) === text(trace.initial));
  if (root === undefined) return 'its first state is not an initial state';
  const states: Live<S>[] = [live(system.state, root)];
  const taken: { readonly action: string; readonly params: NaiveParams }[] = [];
  for (const [index, { action, params, state: shown }] of steps.entries()) {
    const before = states[index] ?? live(system.state, root);
    const step = naiveSteps(system, before).find(
      (one) => one.action === action && text(one.params) === text(params),
    );
    if (step === undefined) return `step ${String(index + 1)}: ${action} is not enabled`;
    if (text(step.after) !== text(shown)) return `step ${String(index + 1)} leads to another state`;
    states.push(step.after);
    taken.push(step);
  }
  if (text(states[loop]) !== text(states.at(-1))) return 'its last step does not lead back';
  const goal = goalOf(claim);
  if (claim.kind === 'eventuallyAlways') {
    if (states.slice(loop).every((state) => goal(state))) return 'the goal lasts in the loop';
  } else if (states.slice(loop).some((state) => goal(state))) return 'the goal is in the loop';
  const clean = states.findLastIndex((state) => goal(state)) + 1;
  if (claim.kind === 'eventually' && clean > 0) return 'the goal is in the stem';
  if (claim.kind === 'leadsTo' && !states.slice(clean).some((state) => claim.from(state)))
    return 'the goal is owed nowhere';
  const repeated = loop === steps.length ? states.slice(loop) : states.slice(loop, -1);
  for (const [number, { strong, loops, covers }] of naiveConstraints(system, fairness).entries()) {
    const counts = (before: Live<S>, after: Live<S>): boolean => loops || text(before) !== text(after);
    const isTaken = taken.slice(loop).some(({ action, params }, at) => {
      const [before, after] = [states[loop + at], states[loop + at + 1]];
      return (
        before !== undefined && after !== undefined && counts(before, after) && covers(system, action, params)
      );
    });
    const enables = (state: Live<S>): boolean =>
      naiveSteps(system, state).some(
        ({ action, params, after }) => counts(state, after) && covers(system, action, params),
      );
    const fair = isTaken || (strong ? !repeated.some(enables) : !repeated.every(enables));
    if (!fair) return `constraint ${String(number)} is enabled and never taken in the loop`;
  }
  return undefined;
}
