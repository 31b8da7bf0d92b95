/**
 * The slow twin: a breadth-first search over plain objects and a Map, sharing no code with the engine but the system's
 * own functions. Tests compare the engine with it; nothing else uses it.
 */
import type { Draft, Field, Plain, RecordField, View } from './schema.ts';
import type { Params, System } from './system.ts';

export interface NaiveResult {
  readonly distinct: number;
  readonly generated: number;
  readonly diameter: number;
  /** Steps to the first violation of each violated property; a `sometimes` that was never reached has -1. */
  readonly violated: Readonly<Record<string, number>>;
}

/** Searches until the first level that violates something (or to the end, with `all`). */
export function naiveCheck<S extends RecordField>(system: System<S>, all = false): NaiveResult {
  const seen = new Set<string>();
  const violated: Record<string, number> = {};
  const unreached = new Set(
    Object.keys(system.properties).filter((name) => system.properties[name]?.kind === 'sometimes'),
  );
  let [level, generated, depth, diameter]: [Plain<S>[], number, number, number] = [[], 0, 0, 0];
  const fail = (name: string, steps: number): number => (violated[name] ??= steps);
  const visit = (state: Plain<S>, steps: number, next: Plain<S>[]): void => {
    generated++;
    if (seen.size === seen.add(JSON.stringify(state)).size) return;
    next.push(state);
    for (const [name, property] of Object.entries(system.properties)) {
      if (property.kind === 'always' && !property.holds(live<View<S>>(system.state, state)))
        fail(name, steps);
      if (property.kind === 'sometimes' && property.reached(live<View<S>>(system.state, state)))
        unreached.delete(name);
    }
  };
  for (const state of system.initial) visit(JSON.parse(JSON.stringify(state)) as Plain<S>, 0, level);
  for (; level.length > 0 && (all || Object.keys(violated).length === 0); depth++) {
    const next: Plain<S>[] = [];
    diameter = depth + 1;
    for (const state of level) {
      let enabled = 0;
      for (const [action, { params, guard, effect }] of Object.entries(system.actions))
        for (const values of instances(params)) {
          if (!guard.every(({ holds }) => holds(live<View<S>>(system.state, state), values))) continue;
          enabled++;
          const after = JSON.parse(JSON.stringify(state)) as Plain<S>;
          effect(live<Draft<S>>(system.state, after), values);
          for (const [name, p] of Object.entries(system.properties))
            if (p.kind === 'alwaysStep') {
              const holds = p.holds(live(system.state, state), live(system.state, after), {
                action,
                params: values,
              });
              if (!holds) fail(name, depth + 1);
            }
          visit(after, depth + 1, next);
        }
      for (const [name, p] of Object.entries(system.properties))
        if (enabled === 0 && p.kind === 'deadlockFree' && !p.final(live(system.state, state)))
          fail(name, depth);
    }
    level = next;
  }
  if (level.length === 0) unreached.forEach((name) => fail(name, -1));
  return { distinct: seen.size, generated, diameter: diameter + (level.length > 0 ? 1 : 0), violated };
}

function instances(params: Readonly<Record<string, readonly Params[string][]>>): Params[] {
  return Object.entries(params).reduce<Params[]>(
    (all, [name, values]) => all.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  );
}

/** The plain state itself, its arrays given the methods of ReadItems and DraftItems: V is a View or a Draft of the field. */
function live<V>(field: Field, value: unknown): V {
  if (field.kind === 'record')
    for (const [name, of] of Object.entries(field.fields)) live(of, (value as Record<string, unknown>)[name]);
  if (field.kind === 'array') {
    const items = value as unknown[];
    for (const item of items) live(field.of, item);
    const count = (matches: (item: unknown, index: number) => boolean): number =>
      items.filter(matches).length;
    const set = (index: number, item: unknown): void => void (items[index] = item);
    for (const [name, method] of Object.entries({ count, set }))
      Object.defineProperty(items, name, { value: method, configurable: true });
  }
  return value as V;
}
