/**
 * What a report says and what the slow twin says, in one form, so that a test can compare the two.
 */
import { live, naiveCheck, naiveSteps } from './naive.ts';
import type { Live } from './naive.ts';
import type { Json, Report, Trace, Verdict } from '../check/report.ts';
import type { RecordField } from '../language/schema.ts';
import type { Action, Params, Property, System } from '../language/system.ts';

export interface Summary {
  readonly verdict: Verdict;
  readonly distinct: number;
  readonly generated: number;
  readonly diameter: number;
  /** The violated properties. */
  readonly violated: readonly string[];
  /** Those with a counterexample in the report and its length; -1 where there is none to show. */
  readonly shown: Readonly<Record<string, number>>;
  readonly fired: Readonly<Record<string, number>>;
  readonly exercised: Readonly<Record<string, number>>;
}

export const summaryOf = (report: Report): Summary => ({
  verdict: report.verdict,
  distinct: report.distinct,
  generated: report.generated,
  diameter: report.diameter,
  violated: report.properties.flatMap(({ property, verdict }) => (verdict === 'violated' ? [property] : [])),
  shown: Object.fromEntries(
    report.violations.map(({ property, trace }) => [property, trace?.steps.length ?? -1]),
  ),
  fired: Object.fromEntries(report.actions.map(({ action, fired }) => [action, fired])),
  exercised: Object.fromEntries(report.properties.map(({ property, exercised }) => [property, exercised])),
});

/** The same from the slow twin. What it calls is counted by wrapping the system's functions. */
export function expectedOf<S extends RecordField>(system: System<S>, all: boolean): Summary {
  const fired = zeros(system.actions);
  const exercised = zeros(system.properties);
  const add = (counts: Record<string, number>, name: string): number =>
    (counts[name] = (counts[name] ?? 0) + 1);
  const countedAction = (name: string, action: Action<S>): Action<S> => ({
    ...action,
    effect: (next, params) => {
      add(fired, name);
      action.effect(next, params);
    },
  });
  const countedProperty = (name: string, property: Property<S>): Property<S> => {
    const judged = <A extends readonly unknown[]>(judge: (...args: A) => boolean) => {
      return (...args: A): boolean => add(exercised, name) > 0 && judge(...args);
    };
    if (property.kind === 'always') return { ...property, holds: judged(property.holds) };
    if (property.kind === 'alwaysStep') return { ...property, holds: judged(property.holds) };
    if (property.kind === 'deadlockFree') return { ...property, final: judged(property.final) };
    if (property.kind !== 'sometimes') return property;
    const reached: typeof property.reached = (state) => {
      if (property.reached(state)) exercised[name] = 1;
      return exercised[name] === 1;
    };
    return { ...property, reached };
  };
  const counted: System<S> = {
    ...system,
    actions: mapEntries(system.actions, countedAction),
    properties: mapEntries(system.properties, countedProperty),
  };
  const { distinct, generated, diameter, violated } = naiveCheck(counted, all);
  const names = Object.keys(system.properties).filter((name) => violated[name] !== undefined);
  const lengths = Object.values(violated);
  const first = names.filter((name) => violated[name] === Math.min(...lengths)).slice(0, 1);
  const never = names.filter((name) => violated[name] === -1);
  const shown = all ? names : [...new Set([...first, ...never])];
  return {
    verdict: names.length > 0 ? 'violated' : 'holds',
    distinct,
    generated,
    diameter,
    violated: names,
    shown: Object.fromEntries(shown.map((name) => [name, violated[name] ?? 0])),
    fired,
    exercised,
  };
}

const zeros = (of: object): Record<string, number> =>
  Object.fromEntries(Object.keys(of).map((name) => [name, 0]));

const mapEntries = <T>(
  of: Readonly<Record<string, T>>,
  map: (name: string, value: T) => T,
): Record<string, T> =>
  Object.fromEntries(Object.entries(of).map(([name, value]) => [name, map(name, value)]));

/** What is wrong with a counterexample when it is taken on plain objects; undefined where nothing is. */
export function faultOf<S extends RecordField>(
  system: System<S>,
  name: string,
  trace: Trace,
  hasChanges = true,
): string | undefined {
  const text = (value: unknown): string => JSON.stringify(value);
  const root = system.initial.find((state) => text(live(system.state, state)) === text(trace.initial));
  if (root === undefined) return 'its first state is not an initial state';
  let state: Live<S> = live(system.state, root);
  let before = state;
  for (const [index, { action, params, process, changes, state: shown }] of trace.steps.entries()) {
    const at = `step ${String(index + 1)}: `;
    const step = naiveSteps(system, state).find(
      (one) => one.action === action && text(one.params) === text(params),
    );
    if (step === undefined) return `${at}${action} is not enabled`;
    if (text(step.after) !== text(shown)) return `${at}it leads to another state`;
    if (system.actions[action]?.process(params) !== process) return `${at}its process is another`;
    const expected = differences(state, step.after, '');
    if (hasChanges && text(expected) !== text(changes.map((one) => [one.path, one.before, one.after])))
      return `${at}the changes are ${text(expected)}`;
    before = state;
    state = step.after;
  }
  const switches = trace.steps.filter(
    ({ process }, index) => index > 0 && process !== trace.steps[index - 1]?.process,
  );
  if (switches.length !== trace.switches) return `it has ${String(switches.length)} changes of process`;
  return violates(system, name, before, state, trace.steps.at(-1)) ? undefined : 'its end violates nothing';
}

function violates<S extends RecordField>(
  system: System<S>,
  name: string,
  before: Live<S>,
  state: Live<S>,
  step: { readonly action: string; readonly params: Params } | undefined,
): boolean {
  const property = system.properties[name];
  if (property?.kind === 'always') return (property.when?.(state) ?? true) && !property.holds(state);
  if (property?.kind === 'deadlockFree')
    return naiveSteps(system, state).length === 0 && !property.final(state);
  if (property?.kind !== 'alwaysStep' || step === undefined) return false;
  return (property.when?.(before, state, step) ?? true) && !property.holds(before, state, step);
}

/** Path, before and after of every scalar that differs. */
function differences(before: Json, after: Json, path: string): (readonly [string, Json, Json])[] {
  if (typeof before !== 'object' || typeof after !== 'object')
    return before === after ? [] : [[path, before, after]];
  const index = (name: string): string =>
    Array.isArray(before) ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`;
  const inner = after as Readonly<Record<string, Json>>;
  return Object.entries(before).flatMap(([name, value]: [string, Json]) =>
    differences(value, inner[name] ?? value, index(name)),
  );
}

/**
 * The first of the shortest counterexamples with the fewest changes of process, by trying every trace of that length.
 * Undefined where there are more than `tracesMax` prefixes.
 */
export function bestByForce<S extends RecordField>(
  system: System<S>,
  name: string,
  length: number,
  tracesMax: number,
): { readonly switches: number; readonly steps: readonly string[] } | undefined {
  let best: { readonly switches: number; readonly steps: readonly string[] } | undefined;
  let tried = 0;
  const visit = (
    before: Live<S>,
    state: Live<S>,
    steps: readonly string[],
    process: string,
    switches: number,
    last?: { action: string; params: Params },
  ): void => {
    if (++tried > tracesMax) return;
    if (steps.length === length) {
      if ((best === undefined || switches < best.switches) && violates(system, name, before, state, last))
        best = { switches, steps };
      return;
    }
    for (const { action, params, after } of naiveSteps(system, state)) {
      const own = system.actions[action]?.process(params) ?? '';
      const changed = steps.length > 0 && own !== process ? 1 : 0;
      visit(state, after, [...steps, action + JSON.stringify(params)], own, switches + changed, {
        action,
        params,
      });
    }
  };
  for (const root of system.initial.map((state) => live(system.state, state))) visit(root, root, [], '', 0);
  return tried > tracesMax ? undefined : best;
}

/** The system with the one claim that what this `sometimes` looks for is never reached. */
export function denying<S extends RecordField>(system: System<S>, name: string): System<S> {
  const property = system.properties[name];
  if (property?.kind !== 'sometimes') throw new Error(`${name} is no sometimes`);
  return {
    ...system,
    properties: { [name]: { kind: 'always', holds: (state) => !property.reached(state) } },
  };
}
