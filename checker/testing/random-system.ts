/**
 * Random small systems for the tests that compare the engine with its slow twin.
 *
 * A tape of numbers makes the choices, so that the tests' generator of random data also shrinks systems, and a worker
 * thread makes the same system from the same tape: the default export is what `module` names. {@link specOf} is the same
 * system as data, to be printed where a test fails. A used-up tape chooses the first alternative everywhere.
 */
import type { Field, Plain, RecordField, ScalarField } from '../language/schema.ts';
import type { Action, Params, Property, Scalar, StepView, System } from '../language/system.ts';
import { over } from '../language/over.ts';
import type { Leaf, Path } from './random-paths.ts';
import type { PartTerm } from './random-parts-terms.ts';
import { askPart, changePart } from './random-parts-terms.ts';
import { arraysOf, assign, follow, leavesOf, numberAt, ordinalOf } from './random-paths.ts';

/** A number made of a scalar of the state, a parameter or nothing. */
type Term =
  | { readonly kind: 'field'; readonly path: Path }
  | { readonly kind: 'param'; readonly param: string }
  | { readonly kind: 'constant'; readonly value: number };

export type Test =
  | { readonly kind: 'equal'; readonly left: Term; readonly right: Term; readonly modulo: number }
  | { readonly kind: 'less'; readonly left: Term; readonly right: Term }
  | { readonly kind: 'not'; readonly of: Test }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Test[] }
  | {
      readonly kind: 'some' | 'every' | 'two';
      readonly array: Path;
      readonly rest: Path;
      readonly value: number;
    }
  | ({ readonly kind: 'part'; readonly path: Path } & PartTerm);

export type Statement =
  | {
      readonly kind: 'assign';
      readonly to: Path;
      readonly field: ScalarField;
      readonly from: Term;
      readonly plus: number;
    }
  | { readonly kind: 'if'; readonly test: Test; readonly then: readonly Statement[] }
  | { readonly kind: 'each'; readonly array: Path; readonly field: ScalarField; readonly plus: number }
  | ({ readonly kind: 'part'; readonly path: Path } & PartTerm);

interface ActionPlan {
  readonly params: Readonly<Record<string, readonly Scalar[]>>;
  readonly guard: readonly Test[];
  readonly effect: readonly Statement[];
  /** The parameter that names the process, or a process of its own; undefined for the default. */
  readonly process: string | undefined;
}

interface PropertyPlan {
  readonly kind: Property<RecordField>['kind'];
  /** Of an invariant. */
  readonly params: Readonly<Record<string, readonly Scalar[]>> | undefined;
  readonly when: Test | undefined;
  readonly test: Test;
  /** For a step: what must not hold after where `test` held before. */
  readonly after: Test;
}

export interface Spec {
  readonly state: RecordField;
  readonly initial: readonly Plain<RecordField>[];
  readonly actions: Readonly<Record<string, ActionPlan>>;
  readonly properties: Readonly<Record<string, PropertyPlan>>;
}

export default function randomSystem(tape: readonly number[]): System {
  return systemOf(specOf(tape), (_, run) => run);
}

/** Puts a function in place of one of the system's. */
export type Plant = <A extends readonly unknown[], R>(
  site: Site,
  run: (...args: A) => R,
) => (...args: A) => R;

/** A function of a system: of a property, `part` says which. */
export interface Site {
  readonly function: 'guard' | 'effect' | 'property';
  readonly action?: string;
  readonly conjunct?: string;
  readonly property?: string;
  readonly part?: 'judge' | 'when';
}

/** The system of a spec, each of its functions as `plant` has it. */
export function systemOf(spec: Spec, plant: Plant): System {
  const { action, always, alwaysStep, sometimes, deadlockFree, system } = over(spec.state);
  const actionOf = (name: string, { params, guard, effect, process }: ActionPlan): Action<RecordField> =>
    action<Params>({
      params,
      guard: Object.fromEntries(
        guard.map((test, index) => [
          `g${String(index)}`,
          plant(
            { function: 'guard', action: name, conjunct: `g${String(index)}` },
            (state: unknown, values: Params) => holds(test, state, values),
          ),
        ]),
      ),
      effect: plant({ function: 'effect', action: name }, (next: unknown, values: Params) => {
        run(effect, next, values);
      }),
      ...(process === undefined ? {} : { process: (values: Params) => String(values[process] ?? process) }),
    });
  const propertyOf = (
    name: string,
    { kind, params, when, test, after }: PropertyPlan,
  ): Property<RecordField> => {
    const judge = { function: 'property', property: name, part: 'judge' } as const;
    const antecedent = { ...judge, part: 'when' } as const;
    const ofState = plant(judge, (state: unknown, values: Params = {}) => holds(test, state, values));
    const whenOfState =
      when === undefined
        ? {}
        : {
            when: plant(antecedent, (state: unknown, values: Params = {}) => holds(when, state, values)),
          };
    if (kind === 'always')
      return params === undefined
        ? always({ holds: ofState, ...whenOfState })
        : always<Params>({ params, holds: ofState, ...whenOfState });
    if (kind === 'sometimes') return sometimes({ reached: ofState });
    if (kind === 'deadlockFree') return deadlockFree({ final: ofState });
    return alwaysStep({
      holds: plant(
        judge,
        (before: unknown, next: unknown, step: StepView) =>
          !(holds(test, before, step.params) && holds(after, next, step.params)),
      ),
      ...(when === undefined
        ? {}
        : {
            when: plant(
              antecedent,
              (_: unknown, next: unknown, step: StepView) =>
                step.action === 'A0' || holds(when, next, step.params),
            ),
          }),
    });
  };
  return system({
    name: 'random',
    initial: spec.initial,
    actions: Object.fromEntries(
      Object.entries(spec.actions).map(([name, plan]) => [name, actionOf(name, plan)]),
    ),
    properties: Object.fromEntries(
      Object.entries(spec.properties).map(([name, plan]) => [name, propertyOf(name, plan)]),
    ),
  });
}

/** The system that a tape stands for, as data. */
export function specOf(tape: readonly number[]): Spec {
  let at = 0;
  const choose = (count: number): number => (tape[at++] ?? 0) % count;
  const some = <T>(count: number, make: (index: number) => T): T[] =>
    Array.from({ length: count }, (_, index) => make(index));
  const pick = <T>(from: readonly T[], otherwise: T): T =>
    from[choose(Math.max(1, from.length))] ?? otherwise;
  const record = <T>(prefix: string, items: readonly T[]): Record<string, T> =>
    Object.fromEntries(items.map((item, index) => [`${prefix}${String(index)}`, item]));

  /** A scalar with at most `room` values, or one of up to 31 bits of which the statements below use only a few values. */
  const scalar = (room: number): ScalarField => {
    const kind = choose(8);
    if (kind === 7 && room >= 4) {
      const min = pick([-5, 0, -(2 ** 30), 2 ** 40], 0);
      return { kind: 'int', min, max: min + pick([0x7fffffff, 2 ** 20, 300], 0) };
    }
    const size = Math.min(room, 2 + choose(4));
    if (kind < 2 && size >= 2) return { kind: 'bool' };
    if (kind < 4) return { kind: 'enum', values: some(size, (index) => String.fromCharCode(97 + index)) };
    const min = choose(7) - 3;
    return { kind: 'int', min, max: min + size - 1 };
  };
  /** A field whose statements give it at most about `room` values. */
  const field = (depth: number, room: number): Field => {
    const kind = depth === 0 ? 0 : choose(5);
    if (kind === 4) return { kind: 'record', fields: fields(depth - 1, room, choose(4)) };
    if (kind < 2) return scalar(room);
    const odd = choose(8);
    const length =
      odd === 7 ? 0 : odd === 6 ? 3 : Math.min(1 + choose(4), Math.max(1, Math.floor(Math.log2(room))));
    return { kind: 'array', length, of: field(depth - 1, Math.floor(room ** (1 / Math.max(1, length)))) };
  };
  const fields = (depth: number, room: number, count: number): Record<string, Field> =>
    record(
      'f',
      some(count, () => field(depth, Math.max(1, Math.floor(room ** (1 / count))))),
    );

  const room = pick([256, 64, 1024, 4096, 16], 64);
  const state: RecordField = {
    kind: 'record',
    fields: {
      x: scalar(6),
      ...fields(3, room, 2 + choose(3)),
    },
  };
  const leaves = leavesOf(state, []);
  const moving = leaves.filter(
    (one) =>
      !(one.field.kind === 'int'
        ? one.field.min === one.field.max
        : one.field.kind === 'enum' && one.field.values.length === 1),
  );
  const arrays = arraysOf(state, []);
  const plain = (of: Field): unknown => {
    if (of.kind === 'record')
      return Object.fromEntries(Object.entries(of.fields).map(([name, one]) => [name, plain(one)]));
    return of.kind === 'array'
      ? some(of.length, () => plain(of.of))
      : valueOf(of, Math.max(0, choose(4) - 2));
  };

  /** Indices along a path are replaced by parameters now and then. */
  const indexed = (path: Path, params: readonly string[]): Path =>
    path.map((step) => {
      const param = typeof step === 'number' && choose(2) === 1 ? pick(params, '') : '';
      return param === '' ? step : { param, modulo: Number(step) + 1 };
    });
  const leaf = (params: readonly string[], from = leaves): Leaf => {
    const { path, field: of } = pick(from, { path: ['x'], field: { kind: 'bool' } });
    return { path: indexed(path, params), field: of };
  };
  const term = (params: readonly string[]): Term => {
    const kind = choose(4);
    if (kind === 3 && params.length > 0) return { kind: 'param', param: pick(params, '') };
    if (kind === 2) return { kind: 'constant', value: choose(4) };
    return { kind: 'field', path: leaf(params).path };
  };
  const equal = (params: readonly string[], least = 0): Test => ({
    kind: 'equal',
    left: { kind: 'field', path: leaf(params).path },
    right: choose(4) === 3 ? term(params) : { kind: 'constant', value: least + choose(3 - least) },
    modulo: 2 + choose(2),
  });
  const test = (params: readonly string[], depth = 2): Test => {
    const kind = choose(depth === 0 ? 4 : 8);
    if (kind === 3) return { kind: 'less', left: term(params), right: term(params) };
    if (kind === 4) return { kind: 'not', of: test(params, depth - 1) };
    if (kind === 5)
      return {
        kind: pick(['all', 'any'], 'all'),
        of: some(pick([2, 1, 3, 0], 2), () => test(params, depth - 1)),
      };
    if (kind < 6 || arrays.length === 0) return equal(params);
    const { path, rest } = pick(arrays, { path: [], rest: [], field: { kind: 'bool' } });
    return {
      kind: pick(['some', 'every', 'two'], 'some'),
      array: indexed(path, params),
      rest,
      value: choose(3),
    };
  };
  const statement = (params: readonly string[], depth: number): Statement => {
    const kind = choose(8);
    if (kind === 7 && depth > 0)
      return {
        kind: 'if',
        test: test(params, 1),
        then: some(1 + choose(2), () => statement(params, depth - 1)),
      };
    const ofScalars = arrays.filter(({ rest }) => rest.length === 0);
    if (kind === 6 && ofScalars.length > 0) {
      const { path, field: of } = pick(ofScalars, { path: [], rest: [], field: { kind: 'bool' } });
      return { kind: 'each', array: indexed(path, params), field: of, plus: choose(3) };
    }
    const to = leaf(params, moving);
    const from: Term = choose(3) === 2 ? term(params) : { kind: 'field', path: to.path };
    return { kind: 'assign', to: to.path, field: to.field, from, plus: 1 + choose(3) };
  };
  const domain = (): readonly Scalar[] =>
    pick<readonly Scalar[]>([[0, 1], [0, 1, 2], ['a', 'b'], [false, true], [2]], [0]);
  const guardTest = (names: readonly string[]): Test => {
    const kind = choose(4);
    return kind === 3 ? test(names) : kind === 2 ? equal(names) : { kind: 'not', of: equal(names) };
  };
  const action = (): ActionPlan => {
    const params = record('p', some(choose(3), domain));
    const names = Object.keys(params);
    return {
      params,
      guard: some(pick([1, 0, 1, 0, 2, 3], 1), () => guardTest(names)),
      effect: some(choose(8) === 7 ? 0 : pick([1, 1, 1, 2, 3], 1), () => statement(names, 1)),
      process: choose(3) > 0 ? (names.at(-1) ?? pick(['q', 'r'], 'q')) : undefined,
    };
  };
  const rare = (count: number): Test => ({ kind: 'all', of: some(count, () => equal([], 1)) });
  const property = (): PropertyPlan => {
    const kind = pick<PropertyPlan['kind']>(['always', 'alwaysStep', 'sometimes', 'deadlockFree'], 'always');
    const params =
      kind === 'always' && choose(2) === 1 ? record('p', some(1 + choose(2), domain)) : undefined;
    const names = Object.keys(params ?? {});
    const when = choose(3) === 2 ? test(names) : undefined;
    const mostly =
      kind === 'always' ? ({ kind: 'not', of: rare(2 + choose(3)) } as const) : rare(1 + choose(2));
    return { kind, params, when, test: choose(4) === 3 ? test(names) : mostly, after: rare(1 + choose(2)) };
  };
  const initial = some(pick([1, 1, 1, 2, 3, 12], 1), () => plain(state) as Plain<RecordField>);
  const actions = record('A', some(1 + choose(6), action));
  return { state, initial, actions, properties: record('P', some(choose(5), property)) };
}

/** A value of the field: small numbers give the ends of a wide integer, others go round. */
function valueOf(field: ScalarField, ordinal: number): Scalar {
  if (field.kind === 'bool') return ordinal % 2 === 1;
  if (field.kind === 'enum') return field.values[ordinal % field.values.length] ?? '';
  const size = field.max - field.min + 1;
  if (size <= 8) return field.min + (ordinal % size);
  return ordinal % 4 < 2 ? field.min + (ordinal % 4) : field.max - (ordinal % 4) + 2;
}

function numberOf(term: Term, view: unknown, params: Params): number {
  if (term.kind === 'field') return numberAt(view, term.path, params);
  return term.kind === 'param' ? ordinalOf(params[term.param] ?? 0) : term.value;
}

function holds(test: Test, view: unknown, params: Params): boolean {
  switch (test.kind) {
    case 'equal':
      return (
        numberOf(test.left, view, params) % test.modulo === numberOf(test.right, view, params) % test.modulo
      );
    case 'less':
      return numberOf(test.left, view, params) < numberOf(test.right, view, params);
    case 'not':
      return !holds(test.of, view, params);
    case 'all':
      return test.of.every((one) => holds(one, view, params));
    case 'any':
      return test.of.some((one) => holds(one, view, params));
    case 'part':
      return askPart(follow(view, test.path, params), test);
    default: {
      const items = follow(view, test.array, params) as {
        some(matches: (item: unknown) => boolean): boolean;
        every(matches: (item: unknown) => boolean): boolean;
        count(matches: (item: unknown) => boolean): number;
      };
      const matches = (item: unknown): boolean => numberAt(item, test.rest, params) % 3 === test.value;
      if (test.kind === 'some') return items.some(matches);
      return test.kind === 'every' ? items.every(matches) : items.count(matches) === 2;
    }
  }
}

function run(statements: readonly Statement[], next: unknown, params: Params): void {
  for (const statement of statements) {
    if (statement.kind === 'if') {
      if (holds(statement.test, next, params)) run(statement.then, next, params);
    } else if (statement.kind === 'part') {
      changePart(follow(next, statement.path, params), statement);
    } else if (statement.kind === 'assign') {
      const ordinal = numberOf(statement.from, next, params) + statement.plus;
      assign(next, statement.to, valueOf(statement.field, ordinal), params);
    } else {
      const { length } = follow(next, statement.array, params) as { readonly length: number };
      for (let index = 0; index < length; index++) {
        const path = [...statement.array, index];
        assign(next, path, valueOf(statement.field, numberAt(next, path, params) + statement.plus), params);
      }
    }
  }
}
