/** What a change adds, as findings: the violations of the newer tree that the older one does not have as they are. */
import { documentOf } from '../reporters/document.ts';
import type { Found, Refused, Reported } from '../reporters/finding.ts';
import { isRefused } from '../selection/tree.ts';
import type { ComparedPart } from './compare.ts';
import type { Comparison } from './comparison.ts';

/** With `all`, every violation of the newer tree, as a list of all its properties needs them. */
export function foundByChange({ new: now, parts }: Pick<Comparison, 'new' | 'parts'>, all: boolean): Found {
  return {
    reports: parts.flatMap((part) => reportedOf(part, now.tree, all)),
    refused: parts.flatMap(({ part, old, new: { verdict, refusal } }): Refused[] =>
      verdict === 'refused' && old.verdict !== 'refused' ? [{ part, why: refusal ?? '' }] : [],
    ),
  };
}

function reportedOf(
  { part, new: { report }, counterexamples }: ComparedPart,
  now: Comparison['new']['tree'],
  all: boolean,
): Reported[] {
  const of = now.parts.find((one) => one.part === part);
  if (of === undefined || isRefused(of) || report === null) return [];
  const { selection } = of;
  const document = documentOf(report, {
    selection,
    confirmation: null,
    reproduce: ['check', ...selection.words],
  });
  const known = counterexamples.filter(({ change }) => change === 'same').map(({ property }) => property);
  const violations = document.violations.filter(({ property }) => all || !known.includes(property));
  return [{ part, title: selection.title, document: { ...document, violations } }];
}
