/** A whole matrix as plain data; every reporter tells this. */
import type { VacuityFinding } from '../../checker/index.ts';
import type { Difference } from './compare.ts';
import type { Run } from './runs.ts';

export interface MatrixDocument {
  readonly schema: 'nosplit.matrix/1';
  /** `as expected`, or what is not. */
  readonly verdict: 'expected' | 'changed';
  readonly runs: readonly Run[];
  readonly differences: readonly Difference[];
  /** Properties that nothing in the whole matrix violates; null where only a part of it was run. */
  readonly neverKilled: readonly VacuityFinding[] | null;
  readonly elapsedMs: number;
}

/** The properties of a config's runs, in the model's order; corners (`sometimes`) only where some run misses them. */
export function propertiesOf(runs: readonly Run[]): string[] {
  // A run that judges most properties has their order.
  const fullest = runs.toSorted((one, other) => other.properties.length - one.properties.length);
  const names = fullest.flatMap(({ properties, outcome }) =>
    properties
      .filter(({ name, kind }) => kind !== 'sometimes' || name in outcome.violated)
      .map(({ name }) => name),
  );
  return [...new Set(names)];
}

/** What a run says of a property: ✓, the steps of its shortest counterexample, ✗ for a corner never reached, – for not judged. */
export function cellText({ properties, outcome }: Run, property: string): string {
  const violated = outcome.violated[property];
  if (violated !== undefined) return violated.steps === null ? '✗' : String(violated.steps);
  return properties.some(({ name }) => name === property) ? '✓' : '–';
}

/** `NoLostBuffer 25, EventExactlyOnce 25`: what fails, shortest first. */
export const failuresOf = ({ outcome }: Run): string[] =>
  Object.entries(outcome.violated)
    .sort(([, one], [, other]) => (one.steps ?? Infinity) - (other.steps ?? Infinity))
    .map(([property, { steps }]) => (steps === null ? `${property} never reached` : `${property} ${steps}`));

/** The runs by bounds, in the order in which they come. */
export const byConfig = (runs: readonly Run[]): Map<string, Run[]> =>
  runs.reduce(
    (groups, run) => groups.set(run.config, [...(groups.get(run.config) ?? []), run]),
    new Map<string, Run[]>(),
  );
