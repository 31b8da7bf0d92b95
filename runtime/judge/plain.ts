/** The state of a system as plain objects that guards read and effects write in place: no packing, and arrays that can grow. */
import type { Draft, Plain, RecordField } from '../../checker/index.ts';

/** A state that is read and written by the same names. */
export type PlainState<S extends RecordField> = Draft<S>;

/** An array of the state. */
class Items {
  readonly values: unknown[];
  readonly #fresh: unknown;

  constructor(given: readonly unknown[]) {
    this.values = given.map(live);
    this.#fresh = given[0];
  }

  get length(): number {
    return this.values.length;
  }

  at(index: number): unknown {
    return this.values[index];
  }

  set(index: number, value: unknown): void {
    this.values[index] = value;
  }

  grow(): void {
    this.values.push(live(this.#fresh));
  }

  some(matches: (value: unknown, index: number) => boolean): boolean {
    return this.values.some(matches);
  }

  every(matches: (value: unknown, index: number) => boolean): boolean {
    return this.values.every(matches);
  }

  count(matches: (value: unknown, index: number) => boolean): number {
    return this.values.filter(matches).length;
  }

  includes(value: unknown): boolean {
    return this.values.includes(value);
  }
}

function live(plain: unknown): unknown {
  if (Array.isArray(plain)) return new Items(plain);
  if (typeof plain !== 'object' || plain === null) return plain;
  return Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, live(value)]));
}

/** A plain state with these values. Sets, optional values and queues of a schema are not supported. */
export const plainState = <S extends RecordField>(initial: Plain<S>): PlainState<S> =>
  live(initial) as PlainState<S>;

/** The values of a plain state as they are now, which nothing changes any more. */
export const valuesOf = <S extends RecordField>(state: PlainState<S>): Plain<S> => values(state) as Plain<S>;

function values(live: unknown): unknown {
  if (live instanceof Items) return live.values.map(values);
  if (typeof live !== 'object' || live === null) return live;
  return Object.fromEntries(Object.entries(live).map(([name, value]) => [name, values(value)]));
}

/** Appends one element, as the first one was at the beginning. */
export function grow(items: { readonly length: number }): void {
  if (!(items instanceof Items)) throw new TypeError('this is no array of a plain state');
  items.grow();
}

/** What a function reads of a state: `m[3].stack[0].phase` and its value, each once, in the order of reading. */
export function readsOf<S extends object>(state: S, read: (state: S) => unknown): Map<string, unknown> {
  const reads = new Map<string, unknown>();
  const watched = <T extends object>(target: T, path: string): T =>
    new Proxy(target, {
      get: (of, name): unknown => {
        const value: unknown = Reflect.get(of, name, of);
        const key = String(name);
        if (of instanceof Items) {
          if (key === 'length') return value;
          const element = (index: number): unknown => shown(of.at(index), `${path}[${index}]`);
          if (key === 'at') return element;
          if (key === 'some' || key === 'every')
            return (matches: (value: unknown, index: number) => boolean) =>
              of[key]((_, index) => matches(element(index), index));
          return typeof value === 'function' ? value.bind(of) : value;
        }
        return shown(value, path === '' ? key : `${path}.${key}`);
      },
    });
  const shown = (value: unknown, path: string): unknown => {
    if (typeof value === 'object' && value !== null) return watched(value, path);
    reads.set(path, value);
    return value;
  };
  read(watched(state, ''));
  return reads;
}
