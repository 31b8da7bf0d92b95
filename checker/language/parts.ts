/**
 * Sets, optional values and queues: parts of a schema that are made of booleans, records and arrays, and have methods.
 *
 * A set over a small universe is an array of booleans; an optional value is a flag and a value; a queue is a length and slots. Layout,
 * codec, store and symmetry see only these. What is not in use (the value of none, the slots behind the length) is zero, so
 * that equal parts are equal states. The methods below are written over ordinary views of the fields, whoever made them.
 */
import type { Field, OptionalField, QueueField, ScalarField, SetField } from './schema.ts';
import { SystemError } from './system-error.ts';
import { zeroOf } from './zero.ts';

/** Fields that have methods of their own in views. */
export type PartField = SetField | OptionalField | QueueField;
type PartKind = PartField['part'];

/** The part that a field is, if it is one. */
export function partOf(field: Field): PartField | undefined {
  // Sound because only the constructors of schema.ts set `part`, each with the fields of its kind.
  return 'part' in field ? (field as PartField) : undefined;
}

type PartClass = new (field: Field, path: string, inner: unknown) => object;

/** A new class for parts of a kind. Each place in a schema has its own, so that V8 sees one kind of view behind its calls. */
export const partClass = (kind: PartKind): PartClass =>
  ({ set: setClass, optional: optionalClass, queue: queueClass })[kind]();

/** The part over views of its fields; the field itself where it is none. */
export function asPart(field: Field, path: string, inner: object): object {
  const part = partOf(field);
  if (part === undefined) return inner;
  const known = (shared[part.part] ??= partClass(part.part));
  return new known(field, path, inner);
}
const shared: Partial<Record<PartKind, PartClass>> = {};

type Value = number | boolean | string;

/** The views that parts are written over. */
interface Slots {
  at(index: number): unknown;
  set(index: number, value: unknown): void;
  some(matches: (value: unknown, index: number) => boolean): boolean;
  every(matches: (value: unknown, index: number) => boolean): boolean;
  count(matches: (value: unknown) => boolean): number;
  /** Of a queue of scalars in a search: moves all slots down by one. Those behind the last element are zero, and move along. */
  $dropFirst?(): void;
}
type Members = Record<string, unknown>;

function refuse(code: 'read' | 'write', path: string, value: unknown, what: string): never {
  throw new SystemError(what, { code, at: { path, value: String(value) } });
}

function setClass(): PartClass {
  return class SetPart {
    readonly #path: string;
    readonly #members: readonly (number | string)[];
    /** The least member of a set of integers, which have no gaps. */
    readonly #first: number | null;
    readonly #bits: Slots;

    constructor(field: Field, path: string, inner: unknown) {
      const { members } = field as SetField;
      this.#path = path;
      this.#members = members;
      this.#first = typeof members[0] === 'number' ? members[0] : null;
      this.#bits = inner as Slots;
      Object.freeze(this);
    }

    get size(): number {
      return this.#bits.count((on) => on === true);
    }

    has(member: number | string): boolean {
      return this.#bits.at(this.#index(member, 'read')) === true;
    }

    add(member: number | string): void {
      this.#bits.set(this.#index(member, 'write'), true);
    }

    delete(member: number | string): void {
      this.#bits.set(this.#index(member, 'write'), false);
    }

    clear(): void {
      for (let index = 0; index < this.#members.length; index++) this.#bits.set(index, false);
    }

    some(matches: (member: unknown) => boolean): boolean {
      return this.#bits.some((on, index) => on === true && matches(this.#members[index]));
    }

    every(matches: (member: unknown) => boolean): boolean {
      return this.#bits.every((on, index) => on !== true || matches(this.#members[index]));
    }

    count(matches: (member: unknown) => boolean): number {
      let count = 0;
      for (let index = 0; index < this.#members.length; index++)
        if (this.#bits.at(index) === true && matches(this.#members[index])) count++;
      return count;
    }

    *[Symbol.iterator](): Iterator<unknown> {
      for (let index = 0; index < this.#members.length; index++)
        if (this.#bits.at(index) === true) yield this.#members[index];
    }

    #index(member: number | string, code: 'read' | 'write'): number {
      const index =
        this.#first === null
          ? this.#members.indexOf(member)
          : Number.isInteger(member)
            ? Number(member) - this.#first
            : -1;
      if (typeof member !== typeof this.#members[0] || index < 0 || index >= this.#members.length)
        refuse(
          code,
          this.#path,
          member,
          `${this.#path}: ${String(member)} is no possible member; it has ${universe(this.#members)}`,
        );
      return index;
    }
  };
}

const universe = (members: readonly (number | string)[]): string =>
  typeof members[0] === 'number' ? `${String(members[0])}..${String(members.at(-1))}` : members.join(' | ');

function optionalClass(): PartClass {
  return class OptionalPart {
    readonly #path: string;
    readonly #inner: Members;
    readonly #writer: Writer;

    constructor(field: Field, path: string, inner: unknown) {
      this.#path = path;
      this.#inner = inner as Members;
      this.#writer = writerOf((field as OptionalField).fields.value);
      Object.freeze(this);
    }

    get none(): boolean {
      return this.#inner['some'] !== true;
    }

    get(): unknown {
      if (this.#inner['some'] !== true)
        refuse('read', this.#path, 'none', `${this.#path} is none, and its value is read`);
      return this.#inner['value'];
    }

    is(value: Value): boolean {
      return this.#inner['some'] === true && this.#inner['value'] === value;
    }

    set(value: unknown): void {
      this.#inner['some'] = true;
      this.#writer.write(this.#inner, 'value', value);
    }

    clear(): void {
      this.#inner['some'] = false;
      this.#writer.zero(this.#inner, 'value');
    }
  };
}

function queueClass(): PartClass {
  return class QueuePart {
    readonly #path: string;
    readonly #capacity: number;
    readonly #inner: Members;
    readonly #slots: Slots;
    readonly #writer: Writer;
    readonly #isScalar: boolean;
    readonly #dropsFirst: boolean;

    constructor(field: Field, path: string, inner: unknown) {
      const { items } = (field as QueueField).fields;
      this.#path = path;
      this.#capacity = items.length;
      this.#inner = inner as Members;
      this.#slots = this.#inner['items'] as Slots;
      this.#writer = writerOf(items.of);
      this.#isScalar = isScalar(items.of);
      this.#dropsFirst = '$dropFirst' in this.#slots;
      Object.freeze(this);
    }

    get length(): number {
      return this.#inner['length'] as number;
    }

    get isEmpty(): boolean {
      return this.length === 0;
    }

    get isFull(): boolean {
      return this.length === this.#capacity;
    }

    at(index: number): unknown {
      const { length } = this;
      if (!(Number.isInteger(index) && index >= 0 && index < length))
        refuse(
          'read',
          this.#path,
          index,
          `${this.#path}[${String(index)}] is read, and it has ${String(length)} elements`,
        );
      return this.#slots.at(index);
    }

    peek(): unknown {
      return this.at(0);
    }

    includes(value: Value): boolean {
      return this.some((one) => one === value);
    }

    some(matches: (value: unknown, index: number) => boolean): boolean {
      const { length } = this;
      for (let index = 0; index < length; index++) if (matches(this.#slots.at(index), index)) return true;
      return false;
    }

    every(matches: (value: unknown, index: number) => boolean): boolean {
      return !this.some((value, index) => !matches(value, index));
    }

    count(matches: (value: unknown, index: number) => boolean): number {
      let count = 0;
      this.some((value, index) => {
        if (matches(value, index)) count++;
        return false;
      });
      return count;
    }

    push(value: unknown): void {
      const { length } = this;
      if (length === this.#capacity)
        refuse(
          'write',
          this.#path,
          JSON.stringify(value),
          `${this.#path} is full: ${JSON.stringify(value)} is pushed, and it has room for ${String(length)}`,
        );
      this.#writer.write(this.#slots, length, value);
      this.#inner['length'] = length + 1;
    }

    /** Removes the first element; a scalar is returned. */
    shift(): unknown {
      const { length } = this;
      if (length === 0)
        refuse('write', this.#path, 'shift', `${this.#path} is empty, and its first element is removed`);
      const first = this.#isScalar ? this.#slots.at(0) : undefined;
      if (this.#dropsFirst) this.#slots.$dropFirst?.();
      else {
        for (let index = 1; index < length; index++) this.#writer.copy(this.#slots, index, index - 1);
        this.#writer.zero(this.#slots, length - 1);
      }
      this.#inner['length'] = length - 1;
      return first;
    }

    clear(): void {
      for (let index = this.length - 1; index >= 0; index--) this.#writer.zero(this.#slots, index);
      this.#inner['length'] = 0;
    }
  };
}

/** A record's view by names, or an array's by indices. */
type Holder = Slots | Members;

/** How a value of a field is written into a view that holds it. */
interface Writer {
  write(holder: Holder, key: number | string, value: unknown): void;
  zero(holder: Holder, key: number | string): void;
  /** From one element of an array to another. */
  copy(holder: Slots, from: number, to: number): void;
  /** From one holder to another. */
  move(from: Holder, to: Holder, key: number | string): void;
}

const isScalar = (field: Field): field is ScalarField => field.kind !== 'record' && field.kind !== 'array';

const valueIn = (holder: Holder, key: number | string): unknown =>
  typeof key === 'number' ? (holder as Slots).at(key) : (holder as Members)[key];

/** The record or array that another one holds. */
const inside = (holder: Holder, key: number | string): Holder => valueIn(holder, key) as Holder;

const writerOf = (field: Field): Writer => (isScalar(field) ? scalarWriter(field) : innerWriter(field));

function scalarWriter(field: ScalarField): Writer {
  const zero = zeroOf(field);
  const write = (holder: Holder, key: number | string, value: unknown): void => {
    if (typeof key === 'number') (holder as Slots).set(key, value);
    else (holder as Members)[key] = value;
  };
  return {
    write,
    zero: (holder, key) => {
      write(holder, key, zero);
    },
    copy: (holder, from, to) => {
      holder.set(to, holder.at(from));
    },
    move: (from, to, key) => {
      write(to, key, valueIn(from, key));
    },
  };
}

function innerWriter(field: Exclude<Field, ScalarField>): Writer {
  const keys: readonly (readonly [key: number | string, writer: Writer])[] =
    field.kind === 'record'
      ? Object.entries(field.fields).map(([name, of]) => [name, writerOf(of)] as const)
      : Array.from({ length: field.length }, (_, index) => [index, writerOf(field.of)] as const);
  const moveAll = (from: Holder, to: Holder): void => {
    for (const [key, writer] of keys) writer.move(from, to, key);
  };
  return {
    write: (holder, key, value) => {
      const to = inside(holder, key);
      for (const [name, writer] of keys) writer.write(to, name, Reflect.get(Object(value) as object, name));
    },
    zero: (holder, key) => {
      const to = inside(holder, key);
      for (const [name, writer] of keys) writer.zero(to, name);
    },
    copy: (holder, from, to) => {
      moveAll(inside(holder, from), inside(holder, to));
    },
    move: (from, to, key) => {
      moveAll(inside(from, key), inside(to, key));
    },
  };
}
