/** A state as lines. */
import type { Json } from '../../checker/index.ts';

/** Every scalar of a state: `m[1].locks 0`. */
export function scalars(state: Json, path = ''): string[] {
  if (typeof state !== 'object') return [`${path} ${String(state)}`];
  // A set, an optional value or a queue with nothing in it.
  if (Array.isArray(state) && state.length === 0) return [`${path} empty`];
  return Array.isArray(state)
    ? state.flatMap((item: Json, index) => scalars(item, `${path}[${index}]`))
    : Object.entries(state).flatMap(([key, item]: [string, Json]) =>
        scalars(item, path === '' ? key : `${path}.${key}`),
      );
}
