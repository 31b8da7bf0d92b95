/**
 * States of which only some scalars are known. A predicate or an effect runs over one as over any other state; where it
 * reads a scalar that is not known, it is cut short by {@link wanted}. What it answers without that read, it answers for
 * every state that agrees on the known scalars, since guards, effects and predicates are functions of what they read.
 */
import { describe } from '../state/codec.ts';
import { layoutOf } from '../state/layout.ts';
import { plainPart } from '../state/codec.ts';
import type { PartField } from '../language/parts.ts';
import { asPart, partOf } from '../language/parts.ts';
import { zeroOf } from '../language/zero.ts';
import type { Json } from '../check/report.ts';
import type { ArrayField, Draft, Field, Plain, RecordField, ScalarField, View } from '../language/schema.ts';
import type { Scalar } from '../language/system.ts';
import { SystemError } from '../language/system-error.ts';

class Wanted extends Error {
  /** The number of the scalar that was read last of those that are not known. */
  scalar = -1;
}

/** Thrown by every read of a scalar that is not known: one object, since making one costs most. */
export const wanted: Wanted = new Wanted('a scalar is read that is not known');

/** Thrown by a write of a value that the field cannot have. */
export class OutsideSchema extends Error {}

/** Each value of a scalar is tried, one after the other. */
const DOMAIN_BITS_MAX = 16;

export interface PartialState<S extends RecordField> {
  /** By the number of the scalar, in the order of the schema; undefined where it is not known. */
  readonly values: (Scalar | undefined)[];
  readonly paths: readonly string[];
  /** The values that each scalar can have. */
  readonly domains: readonly (readonly Scalar[])[];
  readonly view: View<S>;
  readonly draft: Draft<S>;
  /** Takes all values from a plain state. */
  load(state: Plain<S>): void;
  /** The state as JSON values, each unknown scalar with the first of its values. */
  plain(): Plain<S>;
}

/**
 * A state of which nothing is known.
 * Throws a SystemError where a scalar has more values than can be tried.
 */
export function partialState<S extends RecordField>(schema: S): PartialState<S> {
  const { scalars } = layoutOf(schema);
  const values: (Scalar | undefined)[] = scalars.map(() => undefined);
  const domains = scalars.map(({ field, path, bits }) => {
    if (bits > DOMAIN_BITS_MAX)
      throw new SystemError(`${path} has the values ${describe(field)}, too many to enumerate; narrow it`);
    return valuesOf(field);
  });
  const maker = new ViewMaker(values, (at, value) => {
    const scalar = scalars[at];
    if (scalar === undefined || !domains[at]?.includes(value))
      throw new OutsideSchema(
        `${String(scalar?.path)} = ${String(value)} is outside ${scalar === undefined ? '' : describe(scalar.field)}`,
      );
  });
  const view = maker.make(schema, 0);
  return {
    values,
    paths: scalars.map(({ path }) => path),
    domains,
    view: view as View<S>,
    draft: view as Draft<S>,
    load: (state) => {
      const flat: Scalar[] = [];
      flatten(schema, state, flat);
      flat.forEach((value, at) => {
        values[at] = value;
      });
    },
    plain: () => unflatten(schema, values, { at: 0 }) as unknown as Plain<S>,
  };
}

/** Every value of a scalar, the one that an all-zero state has first. */
function valuesOf(field: ScalarField): readonly Scalar[] {
  if (field.kind === 'bool') return [false, true];
  if (field.kind === 'enum') return field.values;
  return Array.from({ length: field.max - field.min + 1 }, (_, index) => field.min + index);
}

/** Scalars in a field. Those of one field follow each other, so that a view needs to know only where it begins. */
function sizeOf(field: Field): number {
  if (field.kind === 'array') return field.length * sizeOf(field.of);
  if (field.kind !== 'record') return 1;
  return Object.values(field.fields).reduce((sum, one) => sum + sizeOf(one), 0);
}

type Check = (at: number, value: Scalar) => void;

/** One prototype for each record of the schema, whose instances differ in where they begin: V8 then sees few classes. */
class ViewMaker {
  readonly #values: (Scalar | undefined)[];
  readonly #check: Check;
  readonly #prototypes = new Map<RecordField, object>();

  constructor(values: (Scalar | undefined)[], check: Check) {
    this.#values = values;
    this.#check = check;
  }

  read(at: number): Scalar {
    const value = this.#values[at];
    if (value !== undefined) return value;
    wanted.scalar = at;
    throw wanted;
  }

  write(at: number, value: Scalar): void {
    this.#check(at, value);
    this.#values[at] = value;
  }

  make(field: RecordField | ArrayField, from: number): object {
    if (field.kind === 'array') return asPart(field, '', this.#makeArray(field, from));
    const view = Object.create(this.#prototypeOf(field)) as Record<string, unknown>;
    view['$from'] = from;
    let at = from;
    for (const [name, of] of Object.entries(field.fields)) {
      if (of.kind === 'record' || of.kind === 'array') view[name] = this.make(of, at);
      at += sizeOf(of);
    }
    return asPart(field, '', view);
  }

  #makeArray(field: ArrayField, from: number): object {
    const { of, length } = field;
    if (of.kind !== 'record' && of.kind !== 'array') return new Scalars(this, from, length);
    const size = sizeOf(of);
    return new Items(Array.from({ length }, (_, index) => this.make(of, from + index * size)));
  }

  #prototypeOf(field: RecordField): object {
    const known = this.#prototypes.get(field);
    if (known !== undefined) return known;
    const prototype = {};
    let offset = 0;
    for (const [name, of] of Object.entries(field.fields)) {
      if (of.kind !== 'record' && of.kind !== 'array')
        Object.defineProperty(prototype, name, accessor(this, offset));
      offset += sizeOf(of);
    }
    this.#prototypes.set(field, prototype);
    return prototype;
  }
}

interface Instance {
  readonly $from: number;
}

function accessor(maker: ViewMaker, offset: number): PropertyDescriptor {
  return {
    get(this: Instance) {
      return maker.read(this.$from + offset);
    },
    set(this: Instance, value: Scalar) {
      maker.write(this.$from + offset, value);
    },
  };
}

/** What the two kinds of arrays have in common. */
abstract class Sequence {
  abstract readonly length: number;
  abstract at(index: number): unknown;

  some(matches: (value: unknown, index: number) => boolean): boolean {
    for (let index = 0; index < this.length; index++) if (matches(this.at(index), index)) return true;
    return false;
  }

  every(matches: (value: unknown, index: number) => boolean): boolean {
    for (let index = 0; index < this.length; index++) if (!matches(this.at(index), index)) return false;
    return true;
  }

  count(matches: (value: unknown, index: number) => boolean): number {
    let count = 0;
    for (let index = 0; index < this.length; index++) if (matches(this.at(index), index)) count++;
    return count;
  }
}

class Items extends Sequence {
  readonly #items: readonly object[];
  readonly length: number;

  constructor(items: readonly object[]) {
    super();
    this.#items = items;
    this.length = items.length;
  }

  at(index: number): object {
    return this.#items[index] ?? outside(index, this.length);
  }
}

class Scalars extends Sequence {
  readonly #maker: ViewMaker;
  readonly #from: number;
  readonly length: number;

  constructor(maker: ViewMaker, from: number, length: number) {
    super();
    this.#maker = maker;
    this.#from = from;
    this.length = length;
  }

  at(index: number): Scalar {
    if (!(index >= 0 && index < this.length)) outside(index, this.length);
    return this.#maker.read(this.#from + index);
  }

  set(index: number, value: Scalar): void {
    if (!(index >= 0 && index < this.length)) outside(index, this.length);
    this.#maker.write(this.#from + index, value);
  }

  includes(value: Scalar): boolean {
    for (let index = 0; index < this.length; index++) if (this.at(index) === value) return true;
    return false;
  }
}

function outside(index: number, length: number): never {
  throw new SystemError(`element ${String(index)} of an array of ${String(length)} is read or written`);
}

function flatten(field: Field, value: unknown, into: Scalar[]): void {
  const part = partOf(field);
  if (part !== undefined) flattenPart(part, value as readonly unknown[], into);
  else if (field.kind === 'record')
    for (const [name, of] of Object.entries(field.fields))
      flatten(of, (value as Readonly<Record<string, unknown>>)[name], into);
  else if (field.kind === 'array')
    for (const one of value as readonly unknown[]) flatten(field.of, one, into);
  else into.push(value as Scalar);
}

/** A list as the fields that a part is made of. */
function flattenPart(part: PartField, list: readonly unknown[], into: Scalar[]): void {
  if (part.part === 'set') {
    into.push(...part.members.map((member) => list.includes(member)));
    return;
  }
  const [of, slots] =
    part.part === 'queue' ? [part.fields.items.of, part.fields.items.length] : [part.fields.value, 1];
  into.push(part.part === 'queue' ? list.length : list.length === 1);
  for (let slot = 0; slot < slots; slot++) {
    if (slot < list.length) flatten(of, list[slot], into);
    else zeros(of, into);
  }
}

function zeros(field: Field, into: Scalar[]): void {
  if (field.kind === 'record') for (const of of Object.values(field.fields)) zeros(of, into);
  else if (field.kind === 'array') for (let at = 0; at < field.length; at++) zeros(field.of, into);
  else into.push(zeroOf(field));
}

function unflatten(field: Field, values: readonly (Scalar | undefined)[], cursor: { at: number }): Json {
  const part = partOf(field);
  const inner = (): Json[] =>
    field.kind === 'record'
      ? Object.values(field.fields).map((of) => unflatten(of, values, cursor))
      : field.kind === 'array'
        ? Array.from({ length: field.length }, () => unflatten(field.of, values, cursor))
        : [];
  if (part !== undefined) return plainPart(part, inner());
  if (field.kind === 'array') return inner();
  if (field.kind !== 'record') return values[cursor.at++] ?? zeroOf(field);
  const made = inner();
  return Object.fromEntries(Object.keys(field.fields).map((name, index) => [name, made[index] ?? 0]));
}
