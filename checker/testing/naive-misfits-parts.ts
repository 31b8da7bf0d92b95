/** Sets, optional values and queues of the strict twin: over the lists that they are in plain states, every call checked. */
import type { Field, OptionalField, QueueField, SetField } from '../language/schema.ts';

/** How the twin refuses, looks at a value and takes a written one. */
export interface Strict {
  readonly misfit: (code: 'read' | 'write', path: string) => never;
  readonly view: (value: unknown, field: Field, path: string) => unknown;
  readonly written: (value: unknown, field: Field, path: string) => unknown;
}

type PartField = SetField | OptionalField | QueueField;
export const isPartField = (field: Field): field is PartField => 'part' in field;

export function strictPart(list: unknown[], field: PartField, path: string, strict: Strict): object {
  if (field.part === 'set') return strictSet(list, field.members, path, strict);
  return field.part === 'optional'
    ? strictOptional(list, field.fields.value, path, strict)
    : strictQueue(list, field.fields.items, path, strict);
}

function strictSet(list: unknown[], members: readonly unknown[], path: string, { misfit }: Strict): object {
  const possible = (member: unknown, code: 'read' | 'write'): unknown =>
    // 0 and -0 are the same member, and NaN is none.
    members.find((one) => one === member) ?? misfit(code, path);
  const replace = (keep: (member: unknown) => boolean): void => {
    list.splice(0, list.length, ...members.filter(keep));
  };
  return {
    get size() {
      return list.length;
    },
    has: (member: unknown) => list.includes(possible(member, 'read')),
    add: (member: unknown) => {
      const added = possible(member, 'write');
      replace((one) => one === added || list.includes(one));
    },
    delete: (member: unknown) => {
      const removed = possible(member, 'write');
      replace((one) => one !== removed && list.includes(one));
    },
    clear: () => {
      list.length = 0;
    },
    some: (matches: (member: unknown) => boolean) => list.some((one) => matches(one)),
    every: (matches: (member: unknown) => boolean) => list.every((one) => matches(one)),
    count: (matches: (member: unknown) => boolean) => list.filter((one) => matches(one)).length,
    [Symbol.iterator]: () => list[Symbol.iterator](),
  };
}

function strictOptional(list: unknown[], of: Field, path: string, { misfit, view, written }: Strict): object {
  return {
    get none() {
      return list.length === 0;
    },
    get: () => (list.length === 0 ? misfit('read', path) : view(list[0], of, `${path}.value`)),
    is: (value: unknown) => list.length === 1 && list[0] === value,
    set: (value: unknown) => {
      list[0] = written(value, of, `${path}.value`);
    },
    clear: () => {
      list.length = 0;
    },
  };
}

function strictQueue(
  list: unknown[],
  { length: room, of }: QueueField['fields']['items'],
  path: string,
  { misfit, view, written }: Strict,
): object {
  const at = (index: unknown): unknown =>
    typeof index === 'number' && Number.isInteger(index) && index >= 0 && index < list.length
      ? view(list[index], of, `${path}.items[${String(index)}]`)
      : misfit('read', path);
  const all = (): unknown[] => list.map((_, index) => at(index));
  return {
    get length() {
      return list.length;
    },
    get isEmpty() {
      return list.length === 0;
    },
    get isFull() {
      return list.length === room;
    },
    at,
    peek: () => at(0),
    includes: (value: unknown) => list.includes(value),
    some: (matches: (value: unknown, index: number) => boolean) => all().some(matches),
    every: (matches: (value: unknown, index: number) => boolean) => all().every(matches),
    count: (matches: (value: unknown, index: number) => boolean) => all().filter(matches).length,
    push: (value: unknown) => {
      if (list.length === room) misfit('write', path);
      list.push(written(value, of, `${path}.items[${String(list.length)}]`));
    },
    shift: () => {
      if (list.length === 0) misfit('write', path);
      const first = list.shift();
      return typeof first === 'object' ? undefined : first;
    },
    clear: () => {
      list.length = 0;
    },
  };
}
