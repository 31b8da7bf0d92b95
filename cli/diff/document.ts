/** A comparison as JSON; `schema/diff.schema.json` describes it. */
import type { Report, Violation } from '../../checker/index.ts';
import { unknownIn } from '../searching/searched.ts';
import type { PartVerdict } from '../searching/searched.ts';
import { treeNotes } from '../selection/tree.ts';
import type { ComparedTree, Comparison } from './comparison.ts';

export function diffDocument({
  outcome,
  old,
  new: now,
  design,
  functions,
  parts,
  elapsedMs,
}: Comparison): object {
  return {
    schema: 'nosplit.diff/1',
    outcome,
    old: treeDocument(
      old,
      parts.map((part) => part.old.verdict),
    ),
    new: treeDocument(
      now,
      parts.map((part) => part.new.verdict),
    ),
    design,
    functions,
    parts: parts.map((part) => ({
      part: part.part,
      config: part.config,
      searchedOnce: part.searchedOnce,
      ...{ old: sideDocument(part.old), new: sideDocument(part.new) },
      counterexamples: part.counterexamples.map((one) => ({
        property: one.property,
        change: one.change,
        old: violationDocument(one.old, part.old.report),
        new: violationDocument(one.new, part.new.report),
      })),
    })),
    elapsedMs,
  };
}

const treeDocument = ({ side, tree }: ComparedTree, verdicts: readonly PartVerdict[]): object => {
  return {
    given: side.given,
    commit: side.commit,
    version: tree.read.version,
    unknown: unknownIn(tree, verdicts),
    coverage: tree.facts?.coverage ?? null,
    notes: treeNotes(tree).slice(1),
  };
};

const sideDocument = ({ verdict, refusal, report }: Comparison['parts'][number]['old']): object => ({
  verdict,
  refusal,
  limit: report?.limit ?? null,
  distinct: report?.distinct ?? null,
  generated: report?.generated ?? null,
  diameter: report?.diameter ?? null,
});

function violationDocument(violation: Violation | null, report: Report | null): object | null {
  if (violation === null) return null;
  const sources = new Map((report?.actions ?? []).map(({ action, source }) => [action, source]));
  return {
    steps: violation.steps,
    params: violation.params ?? {},
    trace: (violation.trace?.steps ?? []).map(({ action, params, process }) => ({
      process,
      action,
      params,
      source: sources.get(action) ?? null,
    })),
  };
}
