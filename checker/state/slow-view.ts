/**
 * Views that ask for each scalar by its number, and tell what is written likewise. `why` notes what a function reads and writes, and
 * the induction runs functions over states that are known only in part. They have every member of {@link View} and {@link Draft} and
 * refuse what the views of a search refuse, but are made for looking closely, not for speed.
 */
import { asPart } from '../language/parts.ts';
import type { Draft, Field, RecordField, View } from '../language/schema.ts';
import type { Scalar } from '../language/system.ts';
import { zeroOf } from '../language/zero.ts';
import { describe, rawOf } from './codec.ts';
import type { ArrayShape, Layout, RecordShape, ScalarShape } from './layout.ts';
import { faults, guardMembers, refuseValue, refuseWrite } from './view-faults.ts';

/** Where values come from and go to. Scalars are numbered in the order of the schema. */
export interface Values {
  /** What it throws cuts the reader short. */
  read(scalar: number): Scalar;
  /** Is given values of the field only. A view without it is for reading. */
  write?(scalar: number, value: Scalar): void;
  /** Is given scalars of one field. Without it a copy is a read and a write. */
  readonly copy?: (this: void, from: number, to: number) => void;
  /** How many reads there were. */
  readonly mark?: () => number;
  /** The reads from … to-1 were of elements before the one that decided a `some`, `every` or `includes`. */
  readonly passOver?: (from: number, to: number) => void;
}

/** Built whole and once, so that an element is the same object wherever it is reached, as in the views of a search. */
export const slowView = <S extends RecordField>(layout: Layout, values: Values): View<S> & Draft<S> =>
  // Sound because records and arrays get every member that a View and a Draft of the same schema have.
  new Maker(layout, values).make(layout.root, 0) as View<S> & Draft<S>;

/** Scalars in a field. They follow each other, so that a view needs to know only where it begins. */
function sizeOf(field: Field): number {
  if (field.kind === 'array') return field.length * sizeOf(field.of);
  if (field.kind !== 'record') return 1;
  return Object.values(field.fields).reduce((sum, one) => sum + sizeOf(one), 0);
}

class Maker {
  readonly values: Values;
  readonly #scalars: readonly ScalarShape[];
  /** One for each record of the schema, whose instances differ in where they begin: V8 then sees few classes. */
  readonly #prototypes = new Map<RecordField, object>();

  constructor({ scalars }: Layout, values: Values) {
    this.#scalars = scalars;
    this.values = values;
  }

  make(shape: RecordShape | ArrayShape, from: number): object {
    const view = shape.kind === 'array' ? this.#array(shape, from) : this.#record(shape, from);
    return asPart(shape.field, shape.path, view);
  }

  write(scalar: number, value: unknown): void {
    const { path = '', field } = this.#scalars[scalar] ?? {};
    if (this.values.write === undefined || field === undefined) refuseWrite(path);
    if (rawOf(field, value) === undefined) refuseValue(path, value, describe(field));
    // Sound because the field has the value. A zero is stored without its sign.
    this.values.write(scalar, value === 0 ? 0 : (value as Scalar));
  }

  #array({ path, elements }: ArrayShape, from: number): Items {
    const { length } = elements;
    const [first] = elements;
    if (first !== undefined && first.kind !== 'scalar') {
      const size = sizeOf(first.field);
      const of = elements.flatMap((one, index) =>
        one.kind === 'scalar' ? [] : [this.make(one, from + index * size)],
      );
      return new Items(this, path, { length, of });
    }
    const dropFirst = (): void => {
      const last = from + length - 1;
      for (let to = from; to < last; to++) this.values.copy?.(to + 1, to);
      if (first !== undefined) this.write(last, zeroOf(first.field));
    };
    return new Items(this, path, { length, of: from, ...(this.values.copy && { dropFirst }) });
  }

  #record({ field, path, fields }: RecordShape, from: number): object {
    const view = Object.create(this.#prototypeOf(field)) as object;
    // Not by assignment, which the guard behind the prototype refuses.
    const put = (name: string, value: unknown): void => void Object.defineProperty(view, name, { value });
    put('$path', path);
    put('$from', from);
    let at = from;
    for (const [name, shape] of fields) {
      if (shape.kind !== 'scalar') put(name, this.make(shape, at));
      at += sizeOf(shape.field);
    }
    return Object.freeze(view);
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
    guardMembers([{ prototype }]);
    this.#prototypes.set(field, prototype);
    return prototype;
  }
}

interface Placed {
  /** The number of a record's first scalar. */
  readonly $from: number;
}

const accessor = (maker: Maker, offset: number): PropertyDescriptor => ({
  get(this: Placed) {
    return maker.values.read(this.$from + offset);
  },
  set(this: Placed, value: unknown) {
    maker.write(this.$from + offset, value);
  },
});

type Matches = (value: unknown, index: number) => boolean;

interface Elements {
  readonly length: number;
  /** The number of the first scalar; or the views of elements that are no scalars. */
  readonly of: number | readonly object[];
  readonly dropFirst?: () => void;
}

class Items {
  readonly $path: string;
  readonly length: number;
  /** Takes the first element of a queue away, as in the views of a search (drop-first.ts). */
  declare readonly $dropFirst?: () => void;
  readonly #maker: Maker;
  readonly #of: Elements['of'];

  constructor(maker: Maker, path: string, { length, of, dropFirst }: Elements) {
    this.$path = path;
    this.length = length;
    // Not by assignment, which the guard behind the prototype refuses.
    if (dropFirst !== undefined) Object.defineProperty(this, '$dropFirst', { value: dropFirst });
    this.#maker = maker;
    this.#of = of;
    Object.freeze(this);
  }

  at(index: number): unknown {
    this.#inside(index, 'read');
    return this.#item(index);
  }

  set(index: number, value: unknown): void {
    this.#inside(index, 'write');
    if (typeof this.#of === 'number') this.#maker.write(this.#of + index, value);
  }

  some(matches: Matches): boolean {
    return this.#firstOf(matches) !== -1;
  }

  every(matches: Matches): boolean {
    return this.#firstOf((value, index) => !matches(value, index)) === -1;
  }

  includes(value: unknown): boolean {
    return this.#firstOf((one) => one === value) !== -1;
  }

  count(matches: Matches): number {
    let count = 0;
    for (let index = 0; index < this.length; index++) if (matches(this.#item(index), index)) count++;
    return count;
  }

  /** The first that matches decides alone: what was read of those before it does not count. */
  #firstOf(matches: Matches): number {
    const { mark, passOver } = this.#maker.values;
    const from = mark?.();
    for (let index = 0; index < this.length; index++) {
      const to = mark?.();
      if (!matches(this.#item(index), index)) continue;
      if (from !== undefined && to !== undefined) passOver?.(from, to);
      return index;
    }
    return -1;
  }

  #item(index: number): unknown {
    return typeof this.#of === 'number' ? this.#maker.values.read(this.#of + index) : this.#of[index];
  }

  #inside(index: number, access: 'read' | 'write'): void {
    if (index >>> 0 !== index || index >= this.length) faults.index(this.$path, index, this.length, access);
  }
}
guardMembers([Items]);
