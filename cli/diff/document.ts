/** A comparison as JSON; `schema/diff.schema.json` describes it. */
import type { Report, Violation } from '../../checker/index.ts';
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
    old: treeDocument(old),
    new: treeDocument(now),
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

const treeDocument = (compared: ComparedTree): object => {
  const { side, tree } = compared;
  return {
    given: side.given,
    commit: side.commit,
    version: tree.read.version,
    refusal: tree.refusal,
    coverage: tree.facts?.coverage ?? null,
    notes: treeNotes(tree).slice(1),
  };
};

const sideDocument = ({
  judgedBy,
  verdict,
  refusal,
  report,
}: Comparison['parts'][number]['old']): object => ({
  judgedBy,
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
