/**
 * The slow twin's arrays, sets, optional values and queues: each a JavaScript array of its plain value, with the methods that the
 * schema gives it. What a search would refuse is an error here as well, so that no state space is without end which the schema bounds.
 */
import type {
  DraftItems,
  DraftOptional,
  DraftQueue,
  DraftSet,
  Field,
  OptionalField,
  QueueField,
  SetField,
} from '../language/schema.ts';

/** A copy of a plain value that guards read and effects write. */
export function liveValue(field: Field, plain: unknown): unknown {
  if (field.kind === 'array') {
    if (isPart(field, 'set')) {
      const given = plain as readonly unknown[];
      return filled(
        new NaiveSet(field.members),
        field.members.filter((one) => given.includes(one)),
      );
    }
    const items = new Items();
    for (const one of plain as readonly unknown[]) items[items.length] = liveValue(field.of, one);
    return items;
  }
  if (field.kind !== 'record') return plain;
  if (isPart(field, 'optional')) {
    const of = field.fields.value;
    return filled(
      new NaiveOptional(of),
      (plain as readonly unknown[]).map((one) => liveValue(of, one)),
    );
  }
  if (isPart(field, 'queue')) {
    const { length, of } = field.fields.items;
    return filled(
      new NaiveQueue(of, length),
      (plain as readonly unknown[]).map((one) => liveValue(of, one)),
    );
  }
  const given = plain as Readonly<Record<string, unknown>>;
  const copy: Record<string, unknown> = {};
  for (const [name, of] of Object.entries(field.fields)) copy[name] = liveValue(of, given[name]);
  return copy;
}

interface PartFields {
  readonly set: SetField;
  readonly optional: OptionalField;
  readonly queue: QueueField;
}

/** Whether the field is that part. */
export const isPart = <K extends keyof PartFields>(field: Field, part: K): field is PartFields[K] =>
  'part' in field && field.part === part;

/** Not by `push`, which a queue has for itself. */
function filled<T extends Values>(into: T, values: unknown): T {
  (values as readonly unknown[]).forEach((value, index) => {
    into[index] = value;
  });
  return into;
}

class Values extends Array<unknown> {
  /** What `filter` and the like make. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
  count(matches: (value: unknown, index: number) => boolean): number {
    return this.filter(matches).length;
  }
  clear(): void {
    this.length = 0;
  }
}

class Items extends Values implements DraftItems<unknown> {
  set(index: number, value: unknown): void {
    this[index] = value;
  }
}

/** In the order of the possible members. */
class NaiveSet extends Values implements DraftSet<unknown> {
  readonly #members: readonly unknown[];

  constructor(members: readonly unknown[]) {
    super();
    this.#members = members;
  }
  get size(): number {
    return this.length;
  }
  has(member: unknown): boolean {
    if (!this.#members.includes(member)) throw new RangeError(`${String(member)} can be no member`);
    return this.includes(member);
  }
  add(member: unknown): void {
    if (this.has(member)) return;
    this[this.length] = member;
    this.sort((one, other) => this.#members.indexOf(one) - this.#members.indexOf(other));
  }
  delete(member: unknown): void {
    if (this.has(member)) this.splice(this.indexOf(member), 1);
  }
}

class NaiveOptional extends Values implements DraftOptional<unknown, unknown> {
  readonly #of: Field;

  constructor(of: Field) {
    super();
    this.#of = of;
  }
  get none(): boolean {
    return this.length === 0;
  }
  get(): unknown {
    if (this.none) throw new RangeError('there is no value');
    return this[0];
  }
  is(value: unknown): boolean {
    return !this.none && this[0] === value;
  }
  set(value: unknown): void {
    this[0] = liveValue(this.#of, value);
  }
}

class NaiveQueue extends Values implements DraftQueue<unknown, unknown, unknown> {
  readonly #of: Field;
  readonly #capacity: number;

  constructor(of: Field, capacity: number) {
    super();
    this.#of = of;
    this.#capacity = capacity;
  }
  get isEmpty(): boolean {
    return this.length === 0;
  }
  get isFull(): boolean {
    return this.length === this.#capacity;
  }
  override at(index: number): unknown {
    if (index < 0 || index >= this.length) throw new RangeError(`there is no element ${String(index)}`);
    return this[index];
  }
  peek(): unknown {
    return this.at(0);
  }
  override push(value: unknown): number {
    if (this.isFull) throw new RangeError('it is full');
    this[this.length] = liveValue(this.#of, value);
    return this.length;
  }
  /** A scalar is returned. */
  override shift(): unknown {
    if (this.isEmpty) throw new RangeError('it is empty');
    const first = super.shift();
    return typeof first === 'object' ? undefined : first;
  }
}
