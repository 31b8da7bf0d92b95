/** A part of a tree with what its search found. */
import type { Report, Violation } from '../../checker/index.ts';
import { plural } from '../reporters/words.ts';
import { asNoReleaseHasIt, isRefused } from '../selection/tree.ts';
import type { TreePart, TreeToSearch } from '../selection/tree.ts';

export interface Searched {
  readonly of: TreePart;
  /** Null where the part is refused. */
  readonly report: Report | null;
}

export type PartVerdict = Report['verdict'] | 'refused';

/** A part that was searched to its end is still refused where the tree has something unknown that its search did not read. */
export function verdictOfPart({ of, report }: Searched): PartVerdict {
  if (report === null || isRefused(of)) return 'refused';
  return report.verdict === 'holds' && of.unread !== null ? 'refused' : report.verdict;
}

/** Why a part is refused. */
export const refusalOf = ({ of }: Searched): string => (isRefused(of) ? of.refusal : (of.unread ?? ''));

/** What no release has, as a sentence that agrees with the verdicts; null for nothing. */
export function unknownIn({ unknown }: TreeToSearch, verdicts: readonly PartVerdict[]): string | null {
  if (unknown === null || verdicts.includes('refused')) return unknown?.message ?? null;
  return `${asNoReleaseHasIt(unknown)}; every part is judged by the tree's own steps, which have it`;
}

/** The shortest counterexample in a few words. */
export function shortestOf(report: Report): string {
  const first = shortest(report);
  if (first === undefined && report.verdict === 'exhausted') return 'none so far';
  if (first === undefined) return `nothing, of ${plural(report.properties.length, 'property', 'properties')}`;
  const more = report.violations.length - 1;
  const steps = plural(first.trace?.steps.length ?? 0, 'step');
  return `${first.property} in ${steps}${more === 0 ? '' : `, and ${more} more`}`;
}

export function shortest({ violations }: Report): Violation | undefined {
  const length = ({ trace }: Violation): number => trace?.steps.length ?? Infinity;
  return [...violations].sort((a, b) => length(a) - length(b))[0];
}
