/**
 * State schemas: what a state consists of, as data from which the state's TypeScript types are inferred.
 *
 * A schema is built from bounded integers, booleans, enums, records and fixed arrays, nested at will, and from sets, optional
 * values and queues, which are made of these (parts.ts). Three types
 * follow from it: {@link View} (what guards and properties read), {@link Draft} (what effects assign to) and
 * {@link Plain} (ordinary JSON values: initial states, traces).
 */

import { SystemError } from './system-error.ts';

/** An integer between `min` and `max`, both included; `max - min` is below 2^31. */
export interface IntField {
  readonly kind: 'int';
  readonly min: number;
  readonly max: number;
}

/** True or false. */
export interface BoolField {
  readonly kind: 'bool';
}

/** One of a few names; the first is the name that an all-zero state has. */
export interface EnumField<V extends string = string> {
  readonly kind: 'enum';
  readonly values: readonly V[];
}

/** Named fields. */
export interface RecordField<F extends Fields = Fields> {
  readonly kind: 'record';
  readonly fields: F;
}

/** So many elements of one field. */
export interface ArrayField<E extends Field = Field> {
  readonly kind: 'array';
  readonly length: number;
  readonly of: E;
}

/** A set over a small universe: a boolean for each possible member. */
export interface SetField<V extends number | string = number | string> extends ArrayField<BoolField> {
  readonly part: 'set';
  readonly members: readonly V[];
}

/** A value or none. */
export interface OptionalField<E extends Field = Field> extends RecordField<{ some: BoolField; value: E }> {
  readonly part: 'optional';
}

/** A queue of at most so many elements as `items` has. */
export interface QueueField<E extends Field = Field> extends RecordField<{
  length: IntField;
  items: ArrayField<E>;
}> {
  readonly part: 'queue';
}

/** A field of one value. */
export type ScalarField = IntField | BoolField | EnumField;
/** Whatever a state consists of. */
export type Field = ScalarField | RecordField | ArrayField;
/** The fields of a record, by name. */
export interface Fields {
  readonly [name: string]: Field;
}

/** An integer field. Throws a SystemError (`schema`) unless `min <= max`, both are integers and the range fits 31 bits. */
export function int(min: number, max: number): IntField {
  if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max) || min > max || max - min > 0x7fffffff) {
    throw misfit(
      `int(${String(min)}, ${String(max)}) is not a range of at most 31 bits; give integers, min <= max`,
    );
  }
  return { kind: 'int', min, max };
}

/** A boolean field. */
export function bool(): BoolField {
  return { kind: 'bool' };
}

/** An enum field over the given names. Throws a SystemError (`schema`) where a name is missing or stands twice. */
export function oneOf<const V extends string>(...values: readonly V[]): EnumField<V> {
  if (values.length === 0 || new Set(values).size !== values.length) {
    throw misfit(`oneOf(${values.join(', ')}) needs at least one name and no name twice`);
  }
  return { kind: 'enum', values };
}

/** A record of named fields. Throws a SystemError (`schema`) where a name is no plain identifier, as it stands in paths and code. */
export function record<F extends Fields>(fields: F): RecordField<F> {
  const odd = Object.keys(fields).find((name) => !/^(?!__proto__$)[A-Za-z_]\w*$/.test(name));
  if (odd !== undefined)
    throw misfit(
      `record({ ${odd}: … }) needs names of letters, digits and _ that do not start with a digit`,
      odd,
    );
  return { kind: 'record', fields };
}

/** A fixed array of `length` elements. Throws a SystemError (`schema`) unless `length` is a non-negative integer. */
export function array<E extends Field>(length: number, of: E): ArrayField<E> {
  if (!Number.isInteger(length) || length < 0) {
    throw misfit(`array(${String(length)}, …) needs a length that is a non-negative integer`);
  }
  return { kind: 'array', length, of };
}

/** A set of integers of a range, or of names. Throws a SystemError (`schema`) for more than 1024 possible members. */
export function set<V extends string>(of: EnumField<V>): SetField<V>;
export function set(of: IntField): SetField<number>;
export function set(of: IntField | EnumField): SetField {
  const members =
    of.kind === 'enum'
      ? of.values
      : Array.from({ length: Math.min(of.max - of.min, MEMBERS_MAX) + 1 }, (_, index) => of.min + index);
  if (members.length > MEMBERS_MAX)
    throw misfit(`set(…) has more than ${String(MEMBERS_MAX)} possible members; give a narrower field`);
  return { kind: 'array', length: members.length, of: bool(), part: 'set', members };
}
const MEMBERS_MAX = 1024;

/** A value of a field, or none. Throws a SystemError (`schema`) for a part within it. */
export function optional<E extends Field>(of: E): OptionalField<E> {
  noParts('optional', of);
  return { kind: 'record', fields: { some: bool(), value: of }, part: 'optional' };
}

/** A queue of values of a field. Throws a SystemError (`schema`) unless `capacity` is a positive integer, and for a part within it. */
export function queue<E extends Field>(of: E, capacity: number): QueueField<E> {
  if (!Number.isInteger(capacity) || capacity < 1)
    throw misfit(`queue(…, ${String(capacity)}) needs a capacity that is a positive integer`);
  noParts('queue', of);
  const fields = { length: int(0, capacity), items: array(capacity, of) };
  return { kind: 'record', fields, part: 'queue' };
}

const misfit = (message: string, path?: string): SystemError =>
  new SystemError(message, { code: 'schema', at: path === undefined ? {} : { path } });

function noParts(what: string, field: Field): void {
  if ('part' in field)
    throw misfit(`${what}(…) takes scalars, records and arrays of them, and no set, optional or queue`);
  if (field.kind === 'record') for (const one of Object.values(field.fields)) noParts(what, one);
  if (field.kind === 'array') noParts(what, field.of);
}

type ScalarValue<E> = E extends IntField
  ? number
  : E extends BoolField
    ? boolean
    : E extends EnumField<infer V>
      ? V
      : never;
type ScalarKey<F extends Fields> = { [K in keyof F]: F[K] extends ScalarField ? K : never }[keyof F];

/** A fixed array as guards and properties see it. Indices count from 0; another one is a fault of the system. */
export interface ReadItems<V> {
  readonly length: number;
  at(index: number): V;
  some(matches: (value: V, index: number) => boolean): boolean;
  every(matches: (value: V, index: number) => boolean): boolean;
  count(matches: (value: V, index: number) => boolean): number;
}

/** A fixed array of scalars as guards and properties see it. */
export interface ReadScalars<V> extends ReadItems<V> {
  /** Whether an element has this value; much faster than `some` with a function. */
  includes(value: V): boolean;
}

/** A fixed array of scalars as effects see it. */
export interface DraftItems<V> extends ReadScalars<V> {
  set(index: number, value: V): void;
}

/** A set as guards and properties see it. A value that can be no member is an error. */
export interface ReadSet<V> {
  readonly size: number;
  has(member: V): boolean;
  some(matches: (member: V) => boolean): boolean;
  every(matches: (member: V) => boolean): boolean;
  count(matches: (member: V) => boolean): number;
  [Symbol.iterator](): Iterator<V>;
}

/** A set as effects see it. */
export interface DraftSet<V> extends ReadSet<V> {
  add(member: V): void;
  delete(member: V): void;
  clear(): void;
}

/** An optional value as guards and properties see it. */
export interface ReadOptional<V> {
  readonly none: boolean;
  /** The value; an error where there is none. */
  get(): V;
  /** Whether there is a value, and it is this one. */
  is(value: V): boolean;
}

/** An optional value as effects see it. */
export interface DraftOptional<V, P> extends ReadOptional<V> {
  set(value: P): void;
  clear(): void;
}

/** A queue as guards and properties see it. */
export interface ReadQueue<V> {
  readonly length: number;
  readonly isEmpty: boolean;
  readonly isFull: boolean;
  /** Element `index` of those that are in the queue, the first being 0; another index is an error. */
  at(index: number): V;
  /** The first element. */
  peek(): V;
  /** Whether an element is this value; of scalars only. */
  includes(value: V): boolean;
  some(matches: (value: V, index: number) => boolean): boolean;
  every(matches: (value: V, index: number) => boolean): boolean;
  count(matches: (value: V, index: number) => boolean): number;
}

/** A queue as effects see it. */
export interface DraftQueue<V, P, R> extends ReadQueue<V> {
  /** Appends a value; an error where the queue is full. */
  push(value: P): void;
  /** Removes the first element, and returns it if it is a scalar; an error where there is none. */
  shift(): R;
  clear(): void;
}

/** What guards and properties read: everything is readonly. */
export type View<E> =
  E extends RecordField<infer F>
    ? { readonly [K in keyof F]: FieldView<F[K]> }
    : E extends ArrayField<infer T>
      ? T extends ScalarField
        ? ReadScalars<ScalarValue<T>>
        : ReadItems<FieldView<T>>
      : ScalarValue<E>;

/** The view of a field, which may be a set, an optional value or a queue. */
type FieldView<E> =
  E extends SetField<infer V>
    ? ReadSet<V>
    : E extends OptionalField<infer T>
      ? ReadOptional<View<T>>
      : E extends QueueField<infer T>
        ? ReadQueue<View<T>>
        : View<E>;

/** What effects write: scalar fields are assigned, scalar array elements are `set`. */
export type Draft<E> =
  E extends RecordField<infer F>
    ? { -readonly [K in ScalarKey<F>]: ScalarValue<F[K]> } & {
        readonly [K in Exclude<keyof F, ScalarKey<F>>]: FieldDraft<F[K]>;
      }
    : E extends ArrayField<infer T>
      ? T extends ScalarField
        ? DraftItems<ScalarValue<T>>
        : ReadItems<FieldDraft<T>>
      : ScalarValue<E>;

type FieldDraft<E> =
  E extends SetField<infer V>
    ? DraftSet<V>
    : E extends OptionalField<infer T>
      ? DraftOptional<Draft<T>, Plain<T>>
      : E extends QueueField<infer T>
        ? DraftQueue<Draft<T>, Plain<T>, T extends ScalarField ? ScalarValue<T> : undefined>
        : Draft<E>;

/**
 * The same state as ordinary JSON values, for initial states and traces. A set is the list of its members, an optional value
 * a list of one or none, a queue the list of its elements.
 */
export type Plain<E> =
  E extends RecordField<infer F>
    ? { readonly [K in keyof F]: FieldPlain<F[K]> }
    : E extends ArrayField<infer T>
      ? readonly FieldPlain<T>[]
      : ScalarValue<E>;

type FieldPlain<E> =
  E extends SetField<infer V>
    ? readonly V[]
    : E extends OptionalField<infer T>
      ? readonly Plain<T>[]
      : E extends QueueField<infer T>
        ? readonly Plain<T>[]
        : Plain<E>;
