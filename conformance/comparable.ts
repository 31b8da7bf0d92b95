/** Where model and reference can be compared, and along which steps. */
import type { Bounds } from '../model/index.ts';
import { comparedBounds } from './parts/index.ts';
import { programsBeside } from './programs.ts';

interface Of {
  readonly design: string;
  readonly debug: boolean;
  /** The name of bounds. */
  readonly bounds: string;
}

/** Whether all these are steps in which the two are compared. Throws as {@link boundsOf}. */
export function isComparable({ bounds, ...subject }: Of, schedule: readonly string[]): boolean {
  const { instances } = programsBeside({ ...subject, bounds: boundsOf(bounds) });
  return schedule.every((text) => instances.named(text) !== -1);
}

/** Throws a RangeError for bounds in which the two are not compared. */
export function boundsOf(name: string): Bounds {
  const bounds = Object.hasOwn(comparedBounds, name) ? comparedBounds[name] : undefined;
  if (bounds !== undefined) return bounds;
  throw new RangeError(
    `model and reference are not compared at ${name}; choose ${Object.keys(comparedBounds).join(', ')}`,
  );
}
