/** Reading states that are plain JSON, as stories do. */
import type { Json } from '../checker/index.ts';

/** A part of a state; undefined where the path leads nowhere. */
export function at(state: Json, ...path: readonly (string | number)[]): unknown {
  let part: unknown = state;
  for (const key of path)
    part = typeof part === 'object' && part !== null ? Reflect.get(part, key) : undefined;
  return part;
}

/** The list at a path; empty where there is none. */
export function listAt(state: Json, ...path: readonly (string | number)[]): readonly unknown[] {
  const list = at(state, ...path);
  return Array.isArray(list) ? list : [];
}

/** The number of an M's process, `M0`; null for another process. */
export function numberOfM(process: string): number | null {
  const [, digits] = /^M(\d+)$/.exec(process) ?? [];
  return digits === undefined ? null : Number(digits);
}
