/** Where steps and claims stand in Go's sources, and what would mend a counterexample: as data, for machines. */
import type { Cure, Trace, Violation, Witness } from '../../checker/index.ts';
import { locate, pathInTree } from '../../facts/index.ts';
import type { Selection } from '../selection/selection.ts';

/** A place in Go's sources. */
export interface Where {
  /** The function, type or field that it is about; null where the source names none. */
  readonly function: string | null;
  /** Below the tree's root: `src/runtime/tracebuf.go`. */
  readonly file: string;
  /** From 1; null where no tree was read, or where that tree has nothing of the name. */
  readonly line: number | null;
}

type Step = Trace['steps'][number] & {
  /** null where the step stands for nothing in Go's sources. */
  readonly where: Where | null;
  /** The lines of the tree that the step ran, of steps that were read from one and ran several. */
  readonly ran?: readonly Where[];
};
export type LocatedTrace = Omit<Trace, 'steps'> & { readonly steps: readonly Step[] };
export type LocatedWitness = Omit<Witness, 'trace'> & { readonly trace: LocatedTrace | null };
export type LocatedViolation = Omit<Violation, 'trace'> & {
  readonly trace: LocatedTrace | null;
  /** Of the claim. */
  readonly where: Where | null;
  /** What would make the counterexample impossible; `file` is below the tree's root. */
  readonly cures: readonly Cure[];
};

type About = Pick<Selection, 'system' | 'facts' | 'sources' | 'story' | 'subject'>;

export function locatedViolation(violation: Violation, about: About): LocatedViolation {
  const { trace, source } = violation;
  return {
    ...violation,
    where: whereOf(source, about),
    cures: (trace === null ? [] : about.story.cure(trace)).map((cure) => ({
      ...cure,
      file: cure.file === null ? null : inTree(cure.file, about),
    })),
    trace: trace === null ? null : locatedTrace(trace, about),
  };
}

export const locatedWitness = (witness: Witness, about: About): LocatedWitness => ({
  ...witness,
  trace: witness.trace === null ? null : locatedTrace(witness.trace, about),
});

const locatedTrace = (trace: Trace, about: About): LocatedTrace => ({
  ...trace,
  steps: trace.steps.map((step, index) => {
    const before = trace.steps[index - 1]?.state ?? trace.initial;
    const ran = about.story.ran?.(step, before)?.map((one) => ({ ...one, file: inTree(one.file, about) }));
    return {
      ...step,
      where: whereOf(about.system.actions[step.action]?.source ?? null, about, step.action),
      ...(ran !== undefined && { ran }),
    };
  }),
});

/** Of `runtime/FILE.go, NAME`, as actions and properties name their sources. */
function whereOf(source: string | null, about: About, action?: string): Where | null {
  const { facts, subject } = about;
  const [, file, rest = ''] = /^runtime\/([\w/]+\.go), (.+)$/.exec(source ?? '') ?? [];
  if (file === undefined || source === null) return null;
  const [name] = /^\(?\*?[\w.]+\)?(?:\.\w+)?$/.exec(rest) ?? [null];
  const place = facts === null ? null : locate(facts, source, action);
  // A program's action is `FUNCTION:LINE`, of the tree that it was read from.
  const [, line] = ('programs' in subject ? /:(\d+)/.exec(action ?? '') : null) ?? [];
  return {
    function: name,
    file: inTree(place?.file ?? file, about),
    line: line === undefined ? (place?.line ?? null) : Number(line),
  };
}

/** A file of `runtime/` below the root of the tree that was read, or of Go's own. */
const inTree = (file: string, { sources }: About): string =>
  pathInTree(sources ?? { runtimeDir: '/src/runtime' }, file);
