/** What a comparison of two trees found, as all its forms tell it. */
import type { Report, Violation } from '../../checker/index.ts';
import type { ChangedStatement, ChangedStep, Row } from '../../facts/index.ts';
import { changedFunctions, changedSteps, designOf } from '../../facts/index.ts';
import type { Place } from '../../facts/index.ts';
import type { Selection } from '../selection/selection.ts';
import { isRefused } from '../selection/tree.ts';
import type { TreeToSearch } from '../selection/tree.ts';
import type { ComparedPart, Outcome } from './compare.ts';
import type { Side } from './sides.ts';

export interface ComparedTree {
  readonly side: Side;
  readonly tree: TreeToSearch;
}

export interface Comparison {
  readonly outcome: Outcome;
  readonly old: ComparedTree;
  readonly new: ComparedTree;
  readonly design: readonly ChangedDesign[];
  readonly functions: readonly ChangedFunction[];
  readonly parts: readonly ComparedPart[];
  readonly elapsedMs: number;
}

/** A fact of the design that differs: `reentry`, `reload`, `entryGen`. */
export interface ChangedDesign {
  readonly name: string;
  readonly old: string;
  readonly new: string;
}

export interface ChangedFunction {
  readonly name: string;
  readonly old: Place | null;
  readonly new: Place | null;
  readonly statements: readonly Row<ChangedStatement>[];
  /** Of its programs; empty where neither tree has it there. */
  readonly steps: readonly Row<ChangedStep>[];
}

/** The facts in which two designs differ, of lists what only one has; none where a tree's facts are not known. */
export function designChanges(old: TreeToSearch, now: TreeToSearch): ChangedDesign[] {
  if (old.facts === null || now.facts === null) return [];
  const before = new Map<string, unknown>(Object.entries(designOf(old.facts)));
  return Object.entries(designOf(now.facts)).flatMap(([name, value]: [string, unknown]): ChangedDesign[] => {
    const was = before.get(name);
    const one = { name, old: beside(was, value), new: beside(value, was) };
    return name === 'name' || name === 'title' || one.old === one.new ? [] : [one];
  });
}

const beside = (value: unknown, other: unknown): string =>
  Array.isArray(value) && Array.isArray(other)
    ? value.filter((one) => !other.includes(one)).join(', ') || 'none'
    : String(value);

/** Functions whose statements or steps differ. */
export function functionChanges(old: TreeToSearch, now: TreeToSearch): ChangedFunction[] {
  const steps = changedSteps(
    [...now.programs].flatMap(([part, { programs }]) => {
      const before = old.programs.get(part);
      return before === undefined ? [] : [{ old: before.programs, new: programs }];
    }),
  );
  const changed = changedFunctions(old.read.shapes, now.read.shapes);
  const named = new Set(changed.map(({ name }) => name));
  // Statements are the same where only the pragma of a function on the write path differs, or what it calls.
  const byStepsAlone = [...steps].flatMap(([name, rows]): ChangedFunction[] => {
    const [was, is] = [old, now].map((tree) => tree.read.shapes.shapes.get(name));
    if (named.has(name) || was === undefined || is === undefined) return [];
    return [{ name, old: placeOf(was), new: placeOf(is), statements: [], steps: rows }];
  });
  return [...changed.map((one) => ({ ...one, steps: steps.get(one.name) ?? [] })), ...byStepsAlone];
}

const placeOf = ({ file, line }: Place): Place => ({ file, line });

/** `go1.26.8`, or with its revision `devel go1.27 (HEAD~1, 1a2b3c4d)`. */
export function nameOf({ side, tree }: ComparedTree): string {
  const version = tree.read.version ?? 'a Go tree';
  const where = side.commit === null ? side.given : `${side.given}, ${side.commit.slice(0, 8)}`;
  return `${version} (${where})`;
}

/** The sentence that comes first. */
export function headline({ outcome, parts }: Comparison): string {
  const all = parts.flatMap(({ counterexamples }) => counterexamples);
  const told = (change: string, words: string): string[] => {
    const names = new Set(all.filter((one) => one.change === change).map(({ property }) => property));
    return names.size === 0 ? [] : [`${words} ${[...names].join(', ')}`];
  };
  const was = parts.some((part) => part.old.refusal !== null);
  const is = parts.some((part) => part.new.refusal !== null);
  const refused = was && is ? 'both trees are refused' : `the ${was ? 'older' : 'newer'} tree is refused`;
  const clauses = [
    ...told('new', 'now violated:'),
    ...(was || is ? [`${refused} in some parts`] : []),
    ...(outcome === 'exhausted' ? ['a search did not come to its end'] : []),
    ...told('gone', 'no longer violated:'),
  ];
  const word = {
    worse: 'worse',
    refused: 'refused',
    exhausted: 'exhausted',
    notWorse: 'not worse',
  }[outcome];
  return clauses.length === 0 ? `${word}: every part is as it was` : `${word}: ${clauses.join('; ')}`;
}

/** What became of a part's counterexamples, and how it was searched. */
export function partSentence({ old, new: now, counterexamples, searchedOnce }: ComparedPart): string {
  const steps = (count: number | null | undefined): string =>
    count === null || count === undefined ? 'never reached' : `${count} steps`;
  const clauses = counterexamples.map(({ property, change, old: was, new: is }) => {
    switch (change) {
      case 'new':
        return `${property} is new (${steps(is?.steps)})`;
      case 'unknown':
        return `${property} is violated (${steps(is?.steps)}), and unknown before`;
      case 'gone':
        return now.report?.limit === null
          ? `${property} is gone (was ${steps(was?.steps)})`
          : `${property} is not found (was ${steps(was?.steps)})`;
      case 'changed':
        return `${property} in ${steps(is?.steps)} (was ${steps(was?.steps)})`;
      case 'same':
        return `${property} as before (${steps(is?.steps)})`;
    }
  });
  const refusals = [old.refusal === null ? [] : ['before'], now.refusal === null ? [] : ['after']].flat();
  return [
    ...clauses,
    ...(refusals.length === 0 ? [] : [`refused ${refusals.join(' and ')}`]),
    ...(searchedOnce ? ['same steps, searched once'] : []),
  ].join('; ');
}

/** The refusals of both trees, each once. */
export function refusalsOf({
  parts,
}: Comparison): { readonly side: 'older' | 'newer'; readonly why: string }[] {
  return (['older', 'newer'] as const).flatMap((side) => {
    const all = parts.flatMap((part) => (side === 'older' ? part.old : part.new).refusal ?? []);
    return [...new Set(all)].map((why) => ({ side, why }));
  });
}

/** A counterexample of the newer tree that is worth telling. */
export interface Told {
  readonly part: string;
  readonly violation: Violation;
  readonly report: Report;
  readonly selection: Selection;
  /** Other properties that its last step violates. */
  readonly alsoViolates: readonly string[];
}

/** Those that are new or have changed, each property once; of equal traces the first. */
export function toTell({ parts, new: now }: Comparison): Told[] {
  const told: (Told & { alsoViolates: string[] })[] = [];
  const seen = new Set<string>();
  parts.forEach((part, index) => {
    const of = now.tree.parts[index];
    const { report } = part.new;
    if (report === null || of === undefined || isRefused(of)) return;
    for (const { property, change, new: violation } of part.counterexamples) {
      if (violation === null || change === 'same' || seen.has(property)) continue;
      seen.add(property);
      const id = violation.trace?.id;
      const same = told.find((one) => id !== undefined && one.violation.trace?.id === id);
      if (same === undefined)
        told.push({ part: part.part, violation, report, selection: of.selection, alsoViolates: [] });
      else same.alsoViolates.push(property);
    }
  });
  return told;
}
