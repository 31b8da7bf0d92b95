/**
 * Symmetry by the book, over plain objects: what exchanging two members makes of a state, the orbits of the states that a
 * system reaches, and whether the declared exchanges keep the system. It shares no code with the checker's symmetry.
 */
import type { Field, Plain, RecordField } from '../language/schema.ts';
import type { MemberReference, Params, SymmetricSet, System } from '../language/system.ts';
import type { Live } from './naive.ts';
import { live, naiveSteps } from './naive.ts';
import { isPart } from './naive-items.ts';

type Value = null | number | boolean | string | readonly Value[] | { readonly [name: string]: Value };
type Exchange = readonly [set: SymmetricSet, one: number, two: number];

/** What exchanging two members of a set makes of a plain state. */
const exchangedState = <S extends RecordField>(
  { state }: System<S>,
  plain: Value,
  exchange: Exchange,
): Value => gathered(state, exchanged(spread(state, plain), exchange));

/** With the fields that sets, optional values and queues are made of, which a declaration names; null is what is not in use. */
function spread(field: Field, value: Value): Value {
  if (value === null) return null;
  const items = value as readonly Value[];
  if (isPart(field, 'set')) return field.members.map((member) => items.includes(member));
  if (isPart(field, 'optional'))
    return { some: items.length === 1, value: spread(field.fields.value, items[0] ?? null) };
  if (isPart(field, 'queue')) {
    const { length, of } = field.fields.items;
    const slots = Array.from({ length }, (_, index) => spread(of, items[index] ?? null));
    return { length: items.length, items: slots };
  }
  return eachInner(field, value, spread);
}

/** The plain state again. */
function gathered(field: Field, value: Value): Value {
  if (value === null) return null;
  const held = value as { readonly [name: string]: Value };
  if (isPart(field, 'set'))
    return field.members.filter((_, index) => (value as readonly Value[])[index] === true);
  if (isPart(field, 'optional'))
    return held['some'] === true ? [gathered(field.fields.value, held['value'] ?? null)] : [];
  if (isPart(field, 'queue')) {
    const slots = (held['items'] as readonly Value[]).slice(0, Number(held['length']));
    return slots.map((one) => gathered(field.fields.items.of, one));
  }
  return eachInner(field, value, gathered);
}

function eachInner(field: Field, value: Value, change: (field: Field, value: Value) => Value): Value {
  if (field.kind === 'array') return (value as readonly Value[]).map((one) => change(field.of, one));
  if (field.kind !== 'record') return value;
  const given = value as { readonly [name: string]: Value };
  return Object.fromEntries(
    Object.entries(field.fields).map(([name, of]) => [name, change(of, given[name] ?? null)]),
  );
}

function exchanged(state: Value, [set, one, two]: Exchange, path = '', whole = state): Value {
  const other = (member: number): number => (member === one ? two : member === two ? one : member);
  if (Array.isArray(state)) {
    const items = (state as readonly Value[]).map((item) =>
      exchanged(item, [set, one, two], `${path}[]`, whole),
    );
    return set.arrays?.includes(path) === true ? items.map((_, index) => items[other(index)] ?? 0) : items;
  }
  if (state === null) return null;
  if (typeof state === 'object')
    return Object.fromEntries(
      Object.entries(state).map(([name, value]) => [
        name,
        exchanged(value, [set, one, two], path === '' ? name : `${path}.${name}`, whole),
      ]),
    );
  for (const reference of set.references ?? []) {
    const {
      path: declared,
      offset = 0,
      where,
    }: MemberReference = typeof reference === 'string' ? { path: reference } : reference;
    const holds = where === undefined || fieldOf(whole, where.path) === where.is;
    if (declared === path && holds && typeof state === 'number') return other(state - offset) + offset;
  }
  return state;
}

/** The value of a field of records alone. */
const fieldOf = (state: Value, path: string): Value =>
  path.split('.').reduce((at: Value, name) => (at as Readonly<Record<string, Value>>)[name] ?? 0, state);

function exchangedParams(params: Params, [set, one, two]: Exchange): Params {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      if (set.params?.includes(name) !== true) return [name, value];
      return [name, value === one ? two : value === two ? one : value];
    }),
  );
}

const exchangesOf = <S extends RecordField>({ symmetry = {} }: System<S>): Exchange[] =>
  Object.values(symmetry).flatMap((set) =>
    set.members.flatMap((one, index) => set.members.slice(index + 1).map((two): Exchange => [set, one, two])),
  );

/** Every state that the system reaches, as JSON text; where there are more than `max`, only some. */
export function reachedBy<S extends RecordField>(system: System<S>, max = Infinity): ReadonlySet<string> {
  const seen = new Set<string>();
  const waiting: Live<S>[] = [];
  const add = (state: Live<S>): void => {
    if (seen.size !== seen.add(JSON.stringify(state)).size) waiting.push(state);
  };
  for (const state of system.initial) add(live(system.state, state));
  for (let state = waiting.pop(); state !== undefined && seen.size <= max; state = waiting.pop())
    for (const { after } of naiveSteps(system, state)) add(after);
  return seen;
}

/** The number of orbits of a set of states: classes of those that exchanges lead between. */
export function orbitCount<S extends RecordField>(system: System<S>, states: ReadonlySet<string>): number {
  const known = new Set<string>();
  let orbits = 0;
  for (const state of states) {
    if (known.has(state)) continue;
    orbits++;
    const waiting = [state];
    for (let text = waiting.pop(); text !== undefined; text = waiting.pop()) {
      if (known.has(text)) continue;
      known.add(text);
      for (const exchange of exchangesOf(system))
        waiting.push(JSON.stringify(exchangedState(system, JSON.parse(text) as Value, exchange)));
    }
  }
  return orbits;
}

/** Whether every exchange keeps the initial states, and in every reached state what actions do and properties say. */
export function isSymmetric<S extends RecordField>(system: System<S>, states: ReadonlySet<string>): boolean {
  const initial = new Set(system.initial.map((state) => JSON.stringify(live(system.state, state))));
  const image = (text: string, exchange: Exchange): string =>
    JSON.stringify(exchangedState(system, JSON.parse(text) as Value, exchange));
  const parsed = (text: string): Live<S> => live(system.state, JSON.parse(text) as Plain<S>);
  return exchangesOf(system).every(
    (exchange) =>
      [...initial].every((state) => initial.has(image(state, exchange))) &&
      [...states].every((state) => {
        const expected = answers(system, parsed(state), exchange);
        return expected === answers(system, parsed(image(state, exchange)));
      }),
  );
}

/** All that actions do and properties say in a state, as text; with an exchange, what they should do and say in its image. */
function answers<S extends RecordField>(system: System<S>, state: Live<S>, exchange?: Exchange): string {
  const [before, steps] = [state, naiveSteps(system, state)];
  const told = Object.entries(system.actions).flatMap(([action, { params: domains, guard }]) => {
    let all: Params[] = [{}];
    for (const [name, domain] of Object.entries(domains))
      all = all.flatMap((params) => domain.map((value) => ({ ...params, [name]: value })));
    return all.map((params) => {
      const step = steps.find(
        (one) => one.action === action && JSON.stringify(one.params) === JSON.stringify(params),
      );
      const after = step?.after ?? null;
      const judged = Object.values(system.properties).map((p) => {
        if (p.kind !== 'alwaysStep' || step === undefined) return '';
        return (p.when?.(before, step.after, step) ?? true) ? p.holds(before, step.after, step) : 'unasked';
      });
      const plain = JSON.parse(JSON.stringify(after)) as Value | null;
      return JSON.stringify([
        action,
        exchange === undefined ? params : exchangedParams(params, exchange),
        guard.findIndex(({ holds }) => !holds(before, params)),
        exchange === undefined || plain === null ? plain : exchangedState(system, plain, exchange),
        judged,
      ]);
    });
  });
  const properties = Object.values(system.properties).map((p) => {
    if (p.kind === 'always') return (p.when?.(state) ?? true) ? p.holds(state) : 'unasked';
    if (p.kind === 'sometimes') return p.reached(state);
    return p.kind === 'deadlockFree' && steps.length === 0 ? p.final(state) : '';
  });
  return JSON.stringify([told.sort(), properties]);
}
