/**
 * The slow twin: a breadth-first search over plain objects and a Set of JSON texts, sharing no code with the engine but
 * the system's own functions. Tests compare the engine with it; nothing else uses it. At most 60 lines of code after the
 * types: so few that reading them is enough.
 */
import type { Draft, Plain, RecordField, View } from '../language/schema.ts';
import type { Params, System } from '../language/system.ts';
import { liveValue } from './naive-items.ts';

export interface NaiveResult {
  readonly distinct: number;
  readonly generated: number;
  readonly diameter: number;
  /** Steps to the first violation of each violated property; -1 for a `sometimes` that was never reached. */
  readonly violated: Readonly<Record<string, number>>;
}

/** A plain state that guards read and effects write. */
export type Live<S extends RecordField> = View<S> & Draft<S> & Plain<S>;

export interface NaiveStep<S extends RecordField> {
  readonly action: string;
  readonly params: Params;
  readonly after: Live<S>;
}

/** Searches to the end of the first level that violates something, or with `all` to the end of the space. */
export function naiveCheck<S extends RecordField>(system: System<S>, all = false): NaiveResult {
  const seen = new Set<string>();
  const violated: Record<string, number> = {};
  const properties = Object.entries(system.properties);
  const unreached = new Set(properties.flatMap(([name, p]) => (p.kind === 'sometimes' ? [name] : [])));
  let [generated, depth] = [0, 0];
  const onlyNew = (states: readonly Live<S>[], steps: number): Live<S>[] =>
    states.filter((state) => {
      generated++;
      if (seen.size === seen.add(JSON.stringify(state)).size) return false;
      for (const [name, p] of properties) {
        if (p.kind === 'always' && (p.when?.(state) ?? true) && !p.holds(state)) violated[name] ??= steps;
        if (p.kind === 'sometimes' && p.reached(state)) unreached.delete(name);
      }
      return true;
    });
  const expand = (state: Live<S>): Live<S>[] => {
    const steps = naiveSteps(system, state);
    for (const [name, p] of properties) {
      if (p.kind === 'deadlockFree' && steps.length === 0 && !p.final(state)) violated[name] ??= depth;
      if (p.kind !== 'alwaysStep') continue;
      const judged = steps.filter((step) => p.when?.(state, step.after, step) ?? true);
      const bad = judged.filter((step) => !p.holds(state, step.after, step));
      if (bad.length > 0) violated[name] ??= depth + 1;
    }
    const successors = steps.map(({ after }) => after);
    return onlyNew(successors, depth + 1);
  };
  let level = onlyNew(
    system.initial.map((state) => live(system.state, state)),
    0,
  );
  const stopped = (): boolean => !all && Object.keys(violated).length > 0;
  for (; level.length > 0 && !stopped(); depth++) level = level.flatMap(expand);
  if (!stopped()) for (const name of unreached) violated[name] = -1;
  return { distinct: seen.size, generated, diameter: depth + Math.sign(level.length), violated };
}

/** The enabled steps of a state, in the order of the actions and their parameters. */
export function naiveSteps<S extends RecordField>(system: System<S>, state: Live<S>): NaiveStep<S>[] {
  return Object.entries(system.actions).flatMap(([action, { params: domains, guard, effect }]) => {
    let all: Params[] = [{}];
    for (const [name, domain] of Object.entries(domains))
      all = all.flatMap((params) => domain.map((value) => ({ ...params, [name]: value })));
    const enabled = all.filter((params) => guard.every(({ holds }) => holds(state, params)));
    return enabled.map((params) => {
      const after = live(system.state, state);
      effect(after, params);
      return { action, params, after };
    });
  });
}

/** A copy whose arrays and parts have every member of View and of Draft, hence the cast. */
export const live = <S extends RecordField>(schema: S, state: Plain<S>): Live<S> =>
  liveValue(schema, state) as Live<S>;
