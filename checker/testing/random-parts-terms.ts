/** What the tests and statements of random systems ask of sets, optional values and queues, and do to them. */
import type { Draft, Field, OptionalField, QueueField, SetField, View } from '../language/schema.ts';

/** One of the operations on the part that a path leads to; `value` chooses a member or an element. */
export interface PartTerm {
  readonly field: Field;
  readonly op: number;
  readonly value: number;
}

/** The answer of a test. */
export function askPart(part: unknown, { field, op, value }: PartTerm): boolean {
  if (isOf<SetField>(field, 'set')) {
    const s = part as View<Held<SetField>>['of'];
    const member = field.members[value % field.members.length] ?? 0;
    return (
      [
        () => s.has(member),
        () => s.size > value,
        () => s.some((one) => one !== member),
        () => s.every((one) => one === member),
        () => s.count((one) => one !== member) > 0,
        () => [...s].indexOf(member) === 0,
      ][op % 6]?.() ?? true
    );
  }
  if (isOf<OptionalField>(field, 'optional')) {
    const o = part as View<Held<OptionalField>>['of'];
    const plain = valueOf(field.fields.value, value);
    return (
      [
        () => o.none,
        () => o.is(plain as never),
        () => o.none || JSON.stringify(read(field.fields.value, o.get())) === JSON.stringify(plain),
      ][op % 3]?.() ?? true
    );
  }
  if (!isOf<QueueField>(field, 'queue')) return true;
  const q = part as View<Held<QueueField>>['of'];
  const { of } = field.fields.items;
  const text = JSON.stringify(valueOf(of, value));
  const isIt = (one: unknown): boolean => JSON.stringify(read(of, one)) === text;
  return (
    [
      () => q.isEmpty,
      () => q.isFull,
      () => q.length === value,
      () => q.some(isIt),
      () => q.every((one, at) => at === 0 || isIt(one)),
      () => q.count(isIt) === 1,
      () => q.isEmpty || isIt(q.peek()),
      () => q.length < 2 || isIt(q.at(1)),
    ][op % 8]?.() ?? true
  );
}

/** Runs a statement; where it cannot, as a queue is full or nothing is there, it does nothing. */
export function changePart(part: unknown, { field, op, value }: PartTerm): void {
  if (isOf<SetField>(field, 'set')) {
    const s = part as Draft<Held<SetField>>['of'];
    const member = field.members[value % field.members.length] ?? 0;
    if (op % 4 === 0) s.clear();
    else if (op % 4 === 1) s.delete(member);
    else s.add(member);
  } else if (isOf<OptionalField>(field, 'optional')) {
    const o = part as Draft<Held<OptionalField>>['of'];
    if (op % 4 === 0) o.clear();
    else o.set(valueOf(field.fields.value, value) as never);
  } else if (isOf<QueueField>(field, 'queue')) {
    const q = part as Draft<Held<QueueField>>['of'];
    const { of } = field.fields.items;
    if (op === 0) q.clear();
    else if (op % 3 === 1) {
      if (!q.isEmpty) q.shift();
    } else if (!q.isFull) q.push(valueOf(of, value) as never);
    else if (of.kind === 'record') (q.peek() as unknown as { f0: number }).f0 = value % 2;
  }
}

interface Held<F extends Field> {
  readonly kind: 'record';
  readonly fields: { readonly of: F };
}

const isOf = <F extends SetField | OptionalField | QueueField>(field: Field, part: F['part']): field is F =>
  'part' in field && field.part === part;

/** A value of a field without parts. */
function valueOf(field: Field, value: number): unknown {
  if (field.kind === 'bool') return value % 2 === 1;
  if (field.kind === 'enum') return field.values[value % field.values.length];
  if (field.kind === 'int') return field.min + (value % (field.max - field.min + 1));
  if (field.kind === 'array')
    return Array.from({ length: field.length }, (_, at) => valueOf(field.of, value + at));
  return Object.fromEntries(Object.entries(field.fields).map(([name, of]) => [name, valueOf(of, value)]));
}

/** What a view of such a field shows, as plain data. */
function read(field: Field, view: unknown): unknown {
  if (field.kind === 'array')
    return Array.from({ length: field.length }, (_, at) =>
      read(field.of, (view as { at(index: number): unknown }).at(at)),
    );
  if (field.kind !== 'record') return view;
  return Object.fromEntries(
    Object.entries(field.fields).map(([name, of]) => [name, read(of, Reflect.get(view as object, name))]),
  );
}
