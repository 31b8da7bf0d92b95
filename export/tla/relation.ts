/** Diagrams of two scalars that compare them: `x = y`, `x <= y + 1`. */
import type { Diagrams, Scalar } from '../../checker/index.ts';
import { leaves } from '../../checker/index.ts';
import type { Place } from './places.ts';

export interface Relation {
  readonly left: number;
  readonly operator: '=' | '#' | '<' | '<=' | '>' | '>=';
  readonly right: number;
  /** Added to the right side. */
  readonly plus: number;
}

/** A diagram of more values than this is looked at no closer. */
const PAIRS_MAX = 4096;

type Holds = (left: Scalar, right: Scalar) => boolean;
const equalities: readonly (readonly [Relation['operator'], Holds])[] = [
  ['=', (a, b) => a === b],
  ['#', (a, b) => a !== b],
];
const orders: readonly (readonly [Relation['operator'], Holds])[] = [
  ['<', (a, b) => a < b],
  ['<=', (a, b) => a <= b],
  ['>', (a, b) => a > b],
  ['>=', (a, b) => a >= b],
];

/** The comparison that is true where the diagram says one of `says`; null where there is none. */
export function relationOf(
  diagrams: Diagrams,
  diagram: number,
  says: readonly number[],
  places: readonly Place[],
): Relation | null {
  const [left, right, ...more] = diagrams.scalarsOf([diagram]);
  if (left === undefined || right === undefined || more.length > 0) return null;
  const [of, values] = [places[left]?.values ?? [], places[right]?.values ?? []];
  // Scalars of one kind: others agree with a comparison by chance.
  if (of.length * values.length > PAIRS_MAX || !sameValues(of, values)) return null;
  const pairs = of.flatMap((a, rawOfA) =>
    values.flatMap((b, rawOfB) => {
      const leaf = diagrams.ask(diagram, (scalar) => (scalar === left ? rawOfA : rawOfB));
      return leaf === leaves.free || leaf === leaves.fault ? [] : [[a, b, says.includes(leaf)] as const];
    }),
  );
  // Few pairs agree with a comparison by chance.
  if (pairs.length < 4 || new Set(pairs.map(([, , is]) => is)).size < 2) return null;
  const isNumeric = typeof of[0] === 'number';
  for (const plus of isNumeric ? [0, 1, -1] : [0])
    for (const [operator, holds] of isNumeric ? [...equalities, ...orders] : equalities)
      if (pairs.every(([a, b, is]) => holds(a, typeof b === 'number' ? b + plus : b) === is))
        return { left, operator, right, plus };
  return null;
}

export const sameValues = (of: readonly Scalar[], others: readonly Scalar[]): boolean =>
  of.length === others.length && of[0] === others[0] && of.at(-1) === others.at(-1);
