/**
 * State schemas: what a state consists of, as data from which the state's TypeScript types are inferred.
 *
 * A schema is built from bounded integers, booleans, enums, records and fixed arrays, nested at will. Three types
 * follow from it: {@link View} (what guards and properties read), {@link Draft} (what effects assign to) and
 * {@link Plain} (ordinary JSON values: initial states, traces).
 */

/** An integer between `min` and `max`, both included; `max - min` is below 2^31. */
export interface IntField {
  readonly kind: 'int';
  readonly min: number;
  readonly max: number;
}

export interface BoolField {
  readonly kind: 'bool';
}

/** One of a few names; the first is the name that an all-zero state has. */
export interface EnumField<V extends string = string> {
  readonly kind: 'enum';
  readonly values: readonly V[];
}

export interface RecordField<F extends Fields = Fields> {
  readonly kind: 'record';
  readonly fields: F;
}

export interface ArrayField<E extends Field = Field> {
  readonly kind: 'array';
  readonly length: number;
  readonly of: E;
}

export type ScalarField = IntField | BoolField | EnumField;
export type Field = ScalarField | RecordField | ArrayField;
export interface Fields {
  readonly [name: string]: Field;
}

/** An integer field. Throws a RangeError unless `min <= max`, both are integers and the range fits 31 bits. */
export function int(min: number, max: number): IntField {
  if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max) || min > max || max - min > 0x7fffffff) {
    throw new RangeError(
      `int(${String(min)}, ${String(max)}) is not a range of at most 31 bits; give integers, min <= max`,
    );
  }
  return { kind: 'int', min, max };
}

/** A boolean field. */
export function bool(): BoolField {
  return { kind: 'bool' };
}

/** An enum field over the given names. Throws a RangeError where a name is missing or stands twice. */
export function oneOf<const V extends string>(...values: readonly V[]): EnumField<V> {
  if (values.length === 0 || new Set(values).size !== values.length) {
    throw new RangeError(`oneOf(${values.join(', ')}) needs at least one name and no name twice`);
  }
  return { kind: 'enum', values };
}

/** A record of named fields. Throws a RangeError where a name is not a plain identifier, as it stands in paths and code. */
export function record<F extends Fields>(fields: F): RecordField<F> {
  const odd = Object.keys(fields).find((name) => !/^(?!__proto__$)[A-Za-z_]\w*$/.test(name));
  if (odd !== undefined)
    throw new RangeError(
      `record({ ${odd}: … }) needs names of letters, digits and _ that do not start with a digit`,
    );
  return { kind: 'record', fields };
}

/** A fixed array of `length` elements. Throws a RangeError unless `length` is a non-negative integer. */
export function array<E extends Field>(length: number, of: E): ArrayField<E> {
  if (!Number.isInteger(length) || length < 0) {
    throw new RangeError(`array(${String(length)}, …) needs a length that is a non-negative integer`);
  }
  return { kind: 'array', length, of };
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

/** What guards and properties read: everything is readonly. */
export type View<E> =
  E extends RecordField<infer F>
    ? { readonly [K in keyof F]: View<F[K]> }
    : E extends ArrayField<infer T>
      ? T extends ScalarField
        ? ReadScalars<ScalarValue<T>>
        : ReadItems<View<T>>
      : ScalarValue<E>;

/** What effects write: scalar fields are assigned, scalar array elements are `set`. */
export type Draft<E> =
  E extends RecordField<infer F>
    ? { -readonly [K in ScalarKey<F>]: ScalarValue<F[K]> } & {
        readonly [K in Exclude<keyof F, ScalarKey<F>>]: Draft<F[K]>;
      }
    : E extends ArrayField<infer T>
      ? T extends ScalarField
        ? DraftItems<ScalarValue<T>>
        : ReadItems<Draft<T>>
      : ScalarValue<E>;

/** The same state as ordinary JSON values, for initial states and traces. */
export type Plain<E> =
  E extends RecordField<infer F>
    ? { readonly [K in keyof F]: Plain<F[K]> }
    : E extends ArrayField<infer T>
      ? readonly Plain<T>[]
      : ScalarValue<E>;
