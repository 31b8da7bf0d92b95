/**
 * What makes a verdict say less than it seems to: parts of a system that decide nothing. Plain JSON data.
 */

/** What it is that decides nothing. */
export type FindingKind =
  /** An action that no reachable state enables. */
  | 'dead-action'
  /** A conjunct that is true wherever those before it are: the guard would be the same without it. */
  | 'conjunct-never-false'
  /** A property whose antecedent is true of nothing; of a deadlock property, an exception `final` that excuses nothing. */
  | 'antecedent-never-true'
  /** A property that no mutant violates: nothing shows that it can fail. */
  | 'property-never-killed'
  /** A waiver that waives nothing. */
  | 'stale-waiver';

/** A part of a system that decides nothing. */
export interface VacuityFinding {
  readonly kind: FindingKind;
  /** An action, `Action.conjunct`, or a property. */
  readonly name: string;
  /** For people, whole. */
  readonly sentence: string;
  /** The search ended before its end: this is so of what it has seen, and may yet change. */
  readonly soFar: boolean;
  /** Why it is as it should be, by a waiver; null where none waives it. */
  readonly waived: string | null;
}

/** What a complete check of one mutant, or of a design that is known to be wrong, has shown. */
export interface MutantResult {
  readonly mutant: string;
  /** The properties that were judged. */
  readonly properties: readonly string[];
  readonly violated: readonly string[];
}

/**
 * A finding for each property that was judged of some mutant and is violated by none, in the order in which they were met.
 * A verdict of an unfinished search may be among the results; then a property that it left undecided is not in its `properties`.
 */
export function neverKilled(results: readonly MutantResult[]): readonly VacuityFinding[] {
  const judgedBy = new Map<string, number>();
  for (const name of results.flatMap(({ properties }) => properties))
    judgedBy.set(name, (judgedBy.get(name) ?? 0) + 1);
  const killed = new Set(results.flatMap(({ violated }) => violated));
  return [...judgedBy]
    .filter(([name]) => !killed.has(name))
    .map(([name, count]) =>
      finding(
        'property-never-killed',
        name,
        `${name} is violated by none of the ${String(count)} mutants that it was judged of: nothing shows that it can fail`,
      ),
    );
}

export const finding = (
  kind: FindingKind,
  name: string,
  sentence: string,
  soFar = false,
): VacuityFinding => ({ kind, name, sentence, soFar, waived: null });
