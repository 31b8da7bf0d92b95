/** How many generations have begun: a field where a tree counts otherwise than the releases, of which trace.gen itself is the number. */
import { int } from '../../../checker/index.ts';
import type { IntField } from '../../../checker/index.ts';
import type { Bounds } from '../../bounds.ts';

interface Count {
  readonly begun: IntField;
}

/** More than the bounds have: a caller may have asked before another began one. */
export const countMax = ({ generations }: Bounds): number => generations + 2;

/** Else the field is not there, whatever the type says: only the steps of a tree that counts otherwise read it. */
export const countOf = (bounds: Bounds, highest: number): Count =>
  (highest > bounds.generations ? { begun: int(0, countMax(bounds)) } : {}) as Count;

/** The value at the beginning, under the same proviso. */
export const initialCount = ({ generations }: Bounds, highest: number): { readonly begun: number } =>
  (highest > generations ? { begun: 0 } : {}) as { readonly begun: number };
