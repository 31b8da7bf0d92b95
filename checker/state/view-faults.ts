/**
 * What views throw where an access does not fit the schema. They are called seldom, and stand apart from the accessors so that
 * these stay small enough to be inlined.
 */
import { textOf } from '../language/portable-error.ts';
import { SystemError } from '../language/system-error.ts';

/** A value outside its field, which is described. */
export function refuseValue(path: string, value: unknown, description: string): never {
  const text = shown(value);
  throw new SystemError(`${path} = ${text} is outside ${description}`, {
    code: 'write',
    at: { path, value: text },
  });
}

/** By the path of the parent, and the name there. */
export const faults = {
  value(parent: string, name: string | number, value: unknown, description: string): never {
    return refuseValue(pathOf(parent, name), value, description);
  },
  /** An index outside an array of this length. */
  index(path: string, index: unknown, length: number, access: 'read' | 'write'): never {
    const at = { path: pathOf(path, index), value: shown(index) };
    throw new SystemError(`${at.path} is outside its ${String(length)} elements`, { code: access, at });
  },
  /** A write through a view that is for reading. */
  readOnly(parent: string, name: unknown): never {
    return refuseWrite(pathOf(parent, name));
  },
};

export function refuseWrite(path: string): never {
  throw new SystemError(`${path} is written here; only effects write`, { code: 'write', at: { path } });
}

/** Members that every object has, and those by which others ask what an object is. */
const isCommon = (key: string | symbol): boolean =>
  typeof key === 'symbol' || key in Object.prototype || key === 'toJSON' || key === 'then';

/**
 * Puts a guard behind the prototypes of view classes, so that a member that is not in the schema is neither read as
 * undefined nor lost when it is written, in sloppy scripts too. Known members are found before it and pay nothing.
 */
export function guardMembers(classes: readonly { readonly prototype: object }[]): void {
  for (const { prototype } of classes) Object.setPrototypeOf(prototype, guard);
}

interface Viewed {
  readonly $path?: string;
}

const guard = new Proxy(Object.prototype, {
  get: (target, key, receiver: Viewed) => {
    if (isCommon(key)) return Reflect.get(target, key, receiver) as unknown;
    return missing(receiver, key, 'read');
  },
  set: (_, key, value, receiver: Viewed) => missing(receiver, key, 'write', value),
});

function missing(view: Viewed, key: string | symbol, code: 'read' | 'write', value?: unknown): never {
  const path = pathOf(Object.hasOwn(view, '$path') ? (view.$path ?? '') : '', key);
  const text = code === 'write' ? ` = ${shown(value)}` : '';
  throw new SystemError(`${path}${text}: there is no such field in the schema`, {
    code,
    at: { path, ...(code === 'write' ? { value: shown(value) } : {}) },
  });
}

/** The path of a member: a name after a dot, an index in brackets. */
function pathOf(parent: string, name: unknown): string {
  if (typeof name !== 'string' || /^-?\d+$/.test(name)) return `${parent}[${shown(name)}]`;
  return parent === '' ? name : `${parent}.${name}`;
}

/** A value as a message shows it. */
const shown = (value: unknown): string => (Object.is(value, -0) ? '-0' : textOf(value));
