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
