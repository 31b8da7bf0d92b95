/**
 * Random systems in one function of which a misfit is planted: a value, an index or a field that does not fit the schema, or an
 * answer that is none. It is met where the function is called and its condition holds, which may be never. The tapes choose; the
 * default export is what `module` names.
 */
import type { Field, OptionalField, QueueField, ScalarField, SetField } from '../language/schema.ts';
import type { Params, Scalar, StepView, System } from '../language/system.ts';
import type { Leaf, Path } from './random-paths.ts';
import { assign, follow, leavesOf, numberAt } from './random-paths.ts';
import type { Site, Spec } from './random-system.ts';
import { mixedSpec } from './random-mixed.ts';
import { systemOf } from './random-system.ts';

/** Where it is true, the misfit is met. */
interface Condition {
  readonly state: readonly { readonly path: Path; readonly modulo: number; readonly value: number }[];
  readonly param: { readonly name: string; readonly value: Scalar } | undefined;
}

type Deed =
  | { readonly kind: 'answer'; readonly answer: string }
  | { readonly kind: 'write'; readonly path: Path; readonly value: unknown }
  | { readonly kind: 'signed zero'; readonly path: Path }
  | { readonly kind: 'read element' | 'write element'; readonly path: Path; readonly index: unknown }
  | { readonly kind: 'read field' | 'write field'; readonly path: Path }
  /** A call of a method of a set, an optional value or a queue, so many times: then it is full, or has nothing. */
  | {
      readonly kind: 'call';
      readonly path: Path;
      readonly method: string;
      readonly args: readonly unknown[];
      readonly times: number;
    };

export interface Misfit {
  readonly site: Site;
  /** A step property sees two states: the one at which it slips. */
  readonly view: 0 | 1;
  readonly where: Condition;
  readonly deed: Deed;
}

/** Not an interface, which is no JSON to TypeScript: it is passed to workers. */
export type Tapes = {
  readonly choices: readonly number[];
  readonly misfit: readonly number[];
};

export default function misfitSystem({ choices, misfit: tape }: Tapes): System {
  const spec = mixedSpec(choices);
  const misfit = misfitOf(spec, tape);
  return systemOf(spec, (site, run) => (sameSite(site, misfit.site) ? slipping(run, misfit) : run));
}

const sameSite = (one: Site, other: Site): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The function with the misfit before what it does. */
function slipping<A extends readonly unknown[], R>(
  run: (...args: A) => R,
  { site, view: at, where, deed }: Misfit,
): (...args: A) => R {
  return (...args) => {
    const last = args.at(-1) as Params | StepView | undefined;
    const params: Params = args.length === 1 || last === undefined ? {} : isStep(last) ? last.params : last;
    const view = args[at];
    const isMet =
      where.state.every(({ path, modulo, value }) => numberAt(view, path, params) % modulo === value) &&
      (where.param === undefined || params[where.param.name] === where.param.value);
    if (!isMet) return run(...args);
    if (deed.kind !== 'answer') {
      slip(view, deed);
      return run(...args);
    }
    if (site.function === 'effect') run(...args);
    // An answer that the type of the function forbids, which is what is tried.
    return answers[deed.answer]?.() as R;
  };
}

const isStep = (of: Params | StepView): of is StepView => typeof of['params'] === 'object';

function slip(view: unknown, deed: Exclude<Deed, { readonly kind: 'answer' }>): void {
  const at = follow(view, deed.path.slice(0, deed.kind === 'write' ? -1 : undefined), {});
  switch (deed.kind) {
    case 'write':
      assign(view, deed.path, deed.value as Scalar, {});
      return;
    case 'signed zero':
      // It fits, and changes nothing.
      if (at === 0) assign(view, deed.path, -0, {});
      return;
    case 'read element':
      (at as { at(index: unknown): unknown }).at(deed.index);
      return;
    case 'write element':
      (at as { set(index: unknown, value: unknown): void }).set(deed.index, false);
      return;
    case 'call':
      for (let time = 0; time < deed.times; time++)
        (Reflect.get(at as object, deed.method) as (...args: readonly unknown[]) => unknown).apply(at, [
          ...deed.args,
        ]);
      return;
    case 'read field':
      Reflect.get(at as object, 'zz');
      return;
    default:
      (at as Record<string, unknown>)['zz'] = 1;
  }
}

/** What neither a predicate nor an effect may answer. */
const answers: Readonly<Record<string, () => unknown>> = {
  null: () => null,
  zero: () => 0,
  one: () => 1,
  yes: () => 'yes',
  'empty text': () => '',
  NaN: () => NaN,
  object: () => ({}),
  promise: () => Promise.resolve(true),
  'rejected promise': () => Promise.reject(new Error('later')),
};

function strangersTo(field: ScalarField): readonly unknown[] {
  const odd = [null, undefined, 0.5, NaN, 'zz', ''];
  if (field.kind === 'bool') return [...odd, 0, 1, 'true'];
  if (field.kind === 'enum') return [...odd, 0, 1, true, 'toString', `${field.values[0] ?? ''} `];
  const { min, max } = field;
  const bits = Math.ceil(Math.log2(max - min + 1));
  const far = [min - 2 ** 31, max + 2 ** 32, min + 2 ** bits + (max - min), 2 ** 60, Infinity];
  return [...odd, max + 1, max + 1, min - 1, min - 1, ...far, min + 0.5, String(min), true, [min]];
}

/** The misfit that a tape stands for. */
export function misfitOf(spec: Spec, tape: readonly number[]): Misfit {
  let at = 0;
  const choose = (count: number): number => (tape[at++] ?? 0) % Math.max(1, count);
  const pick = <T>(from: readonly T[], otherwise: T): T => from[choose(from.length)] ?? otherwise;
  const leaves = leavesOf(spec.state, []);
  const x: Leaf = { path: ['x'], field: { kind: 'bool' } };
  const sites = sitesOf(spec);
  const kind = pick(['effect', 'effect', 'guard', 'property'], 'effect');
  const anywhere: Planting = { site: { function: 'effect', action: 'A0' }, params: {}, isStep: false };
  const {
    site,
    params,
    isStep: hasTwo,
  } = pick(
    sites.filter((one) => one.site.function === kind),
    sites[0] ?? anywhere,
  );
  const names = Object.keys(params);
  const name = pick(names, '');
  const where: Condition = {
    state: Array.from({ length: choose(3) }, () => {
      const modulo = 2 + choose(2);
      return { path: pick(leaves, x).path, modulo, value: choose(modulo) };
    }),
    param: names.length > 0 && choose(2) === 1 ? { name, value: pick(params[name] ?? [], 0) } : undefined,
  };
  const arrays = arraysIn(spec);
  const answer: Deed = { kind: 'answer', answer: pick(Object.keys(answers), 'null') };
  const leaf = pick(leaves, x);
  const write: Deed =
    choose(12) === 11
      ? { kind: 'signed zero', path: leaf.path }
      : { kind: 'write', path: leaf.path, value: pick(strangersTo(leaf.field), null) };
  const record = { path: pick(recordsIn(leaves.map(({ path }) => path)), []) };
  const array = pick(arrays, undefined);
  const index = pick([array?.length ?? 0, -1, 0.5, NaN, 2 ** 32, 1e9, '0', null], -1);
  const element = (what: 'read element' | 'write element'): Deed =>
    array === undefined || (what === 'write element' && !array.isOfScalars)
      ? answer
      : { kind: what, path: array.path, index };
  const calls = partsIn(spec.state, []).flatMap(callsOf);
  const call = (writes: boolean): Deed => {
    const { path, method, args, times } = pick(
      calls.filter((one) => one.writes === writes),
      { path: [], method: '', args: [], times: 0, writes },
    );
    return { kind: 'call', path, method, args, times };
  };
  const writes: readonly Deed[] = [
    write,
    write,
    write,
    element('write element'),
    { kind: 'write field', ...record },
    call(true),
    call(true),
  ];
  const others: readonly Deed[] = [
    answer,
    element('read element'),
    { kind: 'read field', ...record },
    call(false),
  ];
  const isEffect = site.function === 'effect';
  // A guard that writes is a fault whatever it writes.
  const deed = pick(
    isEffect ? [...writes, ...others] : site.function === 'guard' ? [...others, ...others, write] : others,
    answer,
  );
  return { site, view: hasTwo && choose(2) === 1 ? 1 : 0, where, deed };
}

interface Planting {
  readonly site: Site;
  readonly params: Readonly<Record<string, readonly Scalar[]>>;
  readonly isStep: boolean;
}

function sitesOf({ actions, properties }: Spec): readonly Planting[] {
  const ofActions = Object.entries(actions).flatMap(([action, { params, guard }]): Planting[] => [
    { site: { function: 'effect', action }, params, isStep: false },
    ...guard.map((_, g): Planting => {
      const site = { function: 'guard', action, conjunct: `g${String(g)}` } as const;
      return { site, params, isStep: false };
    }),
  ]);
  const ofProperties = Object.entries(properties).flatMap(([property, { kind, params = {}, when }]) => {
    const hasWhen = when !== undefined && (kind === 'always' || kind === 'alwaysStep');
    return (hasWhen ? (['judge', 'when'] as const) : (['judge'] as const)).map((part): Planting => {
      const site = { function: 'property', property, part } as const;
      return { site, params, isStep: kind === 'alwaysStep' };
    });
  });
  return [...ofActions, ...ofProperties];
}

interface ArrayPlace {
  readonly path: Path;
  readonly length: number;
  readonly isOfScalars: boolean;
}

function arraysIn({ state }: Spec): readonly ArrayPlace[] {
  const within = (field: Spec['state']['fields'][string], path: Path): ArrayPlace[] => {
    if (field.kind === 'record' && !('part' in field))
      return Object.entries(field.fields).flatMap(([name, of]) => within(of, [...path, name]));
    if (field.kind !== 'array' || 'part' in field) return [];
    const isOfScalars = field.of.kind !== 'record' && field.of.kind !== 'array';
    const inner = Array.from({ length: field.length }, (_, index) => within(field.of, [...path, index]));
    return [{ path, length: field.length, isOfScalars }, ...inner.flat()];
  };
  return within(state, []);
}

/** The records on the way to scalars. */
const recordsIn = (paths: readonly Path[]): readonly Path[] => [
  [],
  ...paths.flatMap((path) => (path.length > 1 && typeof path.at(-1) === 'string' ? [path.slice(0, -1)] : [])),
];

interface Call {
  readonly path: Path;
  readonly method: string;
  readonly args: readonly unknown[];
  readonly times: number;
  readonly writes: boolean;
}

/** The sets, optional values and queues of a field. */
function partsIn(field: Field, path: Path): readonly (readonly [Path, Field])[] {
  if ('part' in field) return [[path, field]];
  if (field.kind === 'record')
    return Object.entries(field.fields).flatMap(([name, of]) => partsIn(of, [...path, name]));
  if (field.kind !== 'array') return [];
  return Array.from({ length: field.length }, (_, index) => partsIn(field.of, [...path, index])).flat();
}

/** Calls that may not fit: some only in some states, as `get` of none. */
function callsOf([path, field]: readonly [Path, Field]): readonly Call[] {
  const call = (writes: boolean, method: string, args: readonly unknown[] = [], times = 1): Call => ({
    ...{ path, method, args, times, writes },
  });
  if (isOf<SetField>(field, 'set')) {
    const numbers = typeof field.members[0] === 'number';
    const strangers = numbers ? [-7, 9, 0.5, NaN, '0', null] : ['zz', '', 0, null];
    return strangers.flatMap((one) => [
      call(false, 'has', [one]),
      call(true, 'add', [one]),
      call(true, 'delete', [one]),
    ]);
  }
  const of = isOf<QueueField>(field, 'queue')
    ? field.fields.items.of
    : isOf<OptionalField>(field, 'optional')
      ? field.fields.value
      : undefined;
  if (of === undefined) return [];
  const strangers = of.kind === 'record' || of.kind === 'array' ? [] : strangersTo(of);
  if (isOf<OptionalField>(field, 'optional'))
    return [
      call(false, 'get'),
      call(false, 'get'),
      ...strangers.slice(0, 4).map((one) => call(true, 'set', [one])),
    ];
  const plain =
    of.kind === 'record'
      ? { f0: 1, f1: [true, false] }
      : of.kind === 'bool'
        ? true
        : of.kind === 'enum'
          ? of.values[0]
          : of.kind === 'int'
            ? of.min
            : 0;
  return [
    ...[-1, 0, 1, 0.5, '0'].map((index) => call(false, 'at', [index])),
    call(false, 'peek'),
    call(true, 'shift'),
    call(true, 'shift', [], 3),
    call(true, 'push', [plain], 3),
    call(true, 'push', [plain]),
    ...strangers.slice(0, 4).map((one) => call(true, 'push', [one])),
  ];
}

const isOf = <F extends SetField | OptionalField | QueueField>(field: Field, part: F['part']): field is F =>
  'part' in field && field.part === part;
