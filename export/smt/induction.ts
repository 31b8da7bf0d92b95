/** Whether an invariant of a system is inductive, by a solver instead of by enumeration. */
import { describeSystem } from '../../checker/index.ts';
import type { Description, Invariant, Property, RecordField, System } from '../../checker/index.ts';
import { smtScript } from './script.ts';
import type { SmtScript } from './script.ts';

export interface Posed<S extends RecordField = RecordField> {
  readonly system: System<S>;
  readonly description: Description;
  readonly script: SmtScript;
}

/** Runs of one function on states that are known in part. */
const RUNS_MAX = 1 << 20;

/** An invariant as conjuncts that the system does not have, or as properties of states that it has. */
type Given<S extends RecordField> =
  { readonly conjuncts: Invariant<S> } | { readonly properties: readonly string[] };

/**
 * The questions whether the invariant is inductive and implies the other properties of states and steps, or these.
 * Rejects with a SystemError where a function goes too many ways to be described on all states, and with a RangeError where a conjunct
 * has the name of a property.
 */
export async function posed<S extends RecordField>(
  system: System<S>,
  invariant: Given<S>,
  signal?: AbortSignal,
  implies: readonly string[] = Object.keys(system.properties),
): Promise<Posed<S>> {
  const own = 'properties' in invariant ? invariant.properties : [];
  const wanted = Object.entries(system.properties).filter(
    ([name, { kind }]) =>
      own.includes(name) || (implies.includes(name) && (kind === 'always' || kind === 'alwaysStep')),
  );
  const claims = Object.entries('conjuncts' in invariant ? invariant.conjuncts : {}).map(
    ([name, holds]): [string, Property<S>] => [name, { kind: 'always', holds }],
  );
  const names = new Set(wanted.map(([name]) => name));
  const twice = claims.find(([name]) => names.has(name));
  if (twice !== undefined) throw new RangeError(`the conjunct ${twice[0]} has the name of a property`);
  const description = await describeSystem(
    { ...system, properties: Object.fromEntries([...claims, ...wanted]) },
    { onAllStates: true, runsMax: RUNS_MAX, ...(signal !== undefined && { signal }) },
  );
  return { system, description, script: smtScript(description, [...claims.map(([name]) => name), ...own]) };
}
