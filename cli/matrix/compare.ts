/** Runs of the matrix beside the committed expectations. */
import type { Cell, Run } from './runs.ts';
import type { Expectations } from './expectations.ts';

export interface Difference extends Cell {
  /** The property that changed; null where counts or the presence of an expectation did. */
  readonly property: string | null;
  /** One sentence. */
  readonly sentence: string;
  /** Ids of the trace that was expected and of the one that was found; null for none. */
  readonly expected: string | null;
  readonly found: string | null;
}

/** All in which the runs differ from the expectations; an expectation without its run is not looked at. */
export function differences(runs: readonly Run[], expectations: Expectations): Difference[] {
  return runs.flatMap((run) => differencesOf(run, expectations));
}

function differencesOf({ kind, variant, config, outcome }: Run, expectations: Expectations): Difference[] {
  const cell = { kind, variant, config };
  const expected = expectations[config]?.[variant];
  if (expected === undefined) {
    return [
      { ...cell, property: null, sentence: 'nothing is expected of it yet', expected: null, found: null },
    ];
  }
  const counts = (['distinct', 'generated', 'diameter'] as const).flatMap((name) =>
    expected[name] === outcome[name] ? [] : [`${name} ${expected[name]} → ${outcome[name]}`],
  );
  const names = new Set([...Object.keys(expected.violated), ...Object.keys(outcome.violated)]);
  const properties = [...names].flatMap((property): Difference[] => {
    const [was, is] = [expected.violated[property], outcome.violated[property]];
    if (was !== undefined && is !== undefined && was.steps === is.steps) return [];
    const sentence = `${property} ${told(was)}, now it ${told(is)}`;
    return [{ ...cell, property, sentence, expected: was?.trace ?? null, found: is?.trace ?? null }];
  });
  const counted = { ...cell, property: null, sentence: counts.join(', '), expected: null, found: null };
  return [...properties, ...(counts.length === 0 ? [] : [counted])];
}

const told = (one: { readonly steps: number | null } | undefined): string =>
  one === undefined ? 'held' : one.steps === null ? 'was never reached' : `failed in ${one.steps} steps`;

export const isOf = (one: Cell, other: Cell): boolean =>
  one.kind === other.kind && one.variant === other.variant && one.config === other.config;
