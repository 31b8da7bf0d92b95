/** The parts of two trees beside each other: verdicts before and after, and which counterexamples came, went and changed. */
import type { Report, Violation } from '../../checker/index.ts';
import type { Searched, PartVerdict } from '../searching/searched.ts';
import { refusalOf, verdictOfPart } from '../searching/searched.ts';
import { isRefused } from '../selection/tree.ts';
import type { TreePart } from '../selection/tree.ts';

export interface ComparedPart {
  readonly part: string;
  readonly config: string;
  readonly old: ComparedSide;
  readonly new: ComparedSide;
  /** Both sides have the same steps here, so that one search is about both. */
  readonly searchedOnce: boolean;
  readonly counterexamples: readonly ComparedCounterexample[];
}

export interface ComparedSide {
  readonly verdict: PartVerdict;
  /** Why the part is refused; else null. */
  readonly refusal: string | null;
  readonly report: Report | null;
}

/**
 * `new`: the older tree was searched to its end, and has none. `unknown`: it was not. `changed`: the shortest one has another
 * number of steps.
 */
export type CounterexampleChange = 'new' | 'unknown' | 'gone' | 'changed' | 'same';

export interface ComparedCounterexample {
  readonly property: string;
  readonly change: CounterexampleChange;
  readonly old: Violation | null;
  readonly new: Violation | null;
}

export function comparedPart(old: Searched, now: Searched): ComparedPart {
  const { part, config } = now.of;
  return {
    part,
    config,
    old: sideOf(old),
    new: sideOf(now),
    searchedOnce: sameSearch(old.of, now.of),
    counterexamples: counterexamplesOf(old.report, now.report),
  };
}

/** Whether one search is about both. */
export const sameSearch = (old: TreePart, now: TreePart): boolean =>
  !isRefused(old) && !isRefused(now) && old.sameAs === now.sameAs;

const sideOf = (one: Searched): ComparedSide => {
  const verdict = verdictOfPart(one);
  return {
    verdict,
    refusal: verdict === 'refused' ? refusalOf(one) : null,
    report: one.report,
  };
};

function counterexamplesOf(old: Report | null, now: Report | null): ComparedCounterexample[] {
  const before = new Map((old?.violations ?? []).map((one) => [one.property, one]));
  const after = new Map((now?.violations ?? []).map((one) => [one.property, one]));
  return [...new Set([...after.keys(), ...before.keys()])].map((property): ComparedCounterexample => {
    const [was, is] = [before.get(property) ?? null, after.get(property) ?? null];
    return { property, change: changeOf(was, is, old), old: was, new: is };
  });
}

function changeOf(was: Violation | null, is: Violation | null, old: Report | null): CounterexampleChange {
  if (is === null) return 'gone';
  if (was === null) return old?.limit === null ? 'new' : 'unknown';
  return was.steps === is.steps ? 'same' : 'changed';
}

/**
 * `worse`: something is violated that was not. `refused`: nothing is, and a part of a tree is refused. `exhausted`: neither, and a search
 * did not come to its end.
 */
export type Outcome = 'worse' | 'refused' | 'exhausted' | 'notWorse';

export function outcomeOf(parts: readonly ComparedPart[]): Outcome {
  const sides = parts.flatMap((part) => [part.old, part.new]);
  if (parts.some(({ counterexamples }) => counterexamples.some(({ change }) => change === 'new')))
    return 'worse';
  return (
    (['refused', 'exhausted'] as const).find((verdict) => sides.some((side) => side.verdict === verdict)) ??
    // A violation without an end of the search may hide others.
    (sides.some(({ report }) => report !== null && report.limit !== null) ? 'exhausted' : 'notWorse')
  );
}
