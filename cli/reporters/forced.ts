/** The commands by which the real runtime follows a counterexample. Loaded by who has one: it brings the model of the tracer. */
import type { Violation } from '../../checker/index.ts';
import { toolchainIn } from '../../facts/index.ts';
import { designNamed } from '../../model/index.ts';
import type { Bug } from '../../runtime/index.ts';
import { bugs, canBeForced } from '../../runtime/index.ts';
import { runOf } from '../log/run-of.ts';
import { granularityDefault } from '../selection/parts.ts';
import type { Selection } from '../selection/selection.ts';
import { commandLine } from '../selection/selection.ts';
import { isReleased } from '../selection/tracer.ts';
import { idMax } from './again.ts';

/** Each once, of the counterexamples that real threads can be made to follow. */
export const forcedWords = (violations: readonly Violation[], selection: Selection): readonly string[] => [
  ...new Set(violations.flatMap((violation) => forceWords(violation, selection) ?? [])),
];

/**
 * The command that makes real threads take a counterexample in a tree's own steps. Where a step of it is in the way, it is the command for
 * the bug that it shows, of which `reproduce` looks for another counterexample. null where there is none, or nothing to build it with.
 */
export function forceWords(violation: Violation, selection: Selection): string | null {
  const { trace } = violation;
  const words = treeWords(selection);
  if (trace === null || words === null) return null;
  const run = runOf(selection, trace);
  if (run !== null && trace.id.length <= idMax && canBeForced(run))
    return `nosplit reproduce --trace ${trace.id} ${commandLine(words)}`;
  return forceNamed(violation, selection);
}

function forceNamed({ property, trace }: Violation, { facts, subject, story }: Selection): string | null {
  const reentry =
    subject.kind === 'design' ? designNamed(subject.design).reentry : (facts?.reentry.value ?? null);
  // Go 1.23, whose sections do not nest, has no hooks.
  if (trace === null || reentry === null || reentry === 'drop') return null;
  const config = 'config' in subject ? subject.config : null;
  const isIt = (one: Bug): boolean =>
    one.property === property && (!('config' in one) || one.config === config);
  const [name] = Object.entries(bugs).find(([, all]) => all.some(isIt)) ?? [];
  const isThere = name === 'A' ? story.cure(trace).length > 0 : reentry === 'reload';
  if (name === undefined || !isThere) return null;
  return commandLine(['nosplit', 'reproduce', name, ...(subject.kind === 'go' ? ['--go', subject.dir] : [])]);
}

/** The words by which `reproduce` selects the steps again, if they are those of a release, or of a tree with its go command, cut as usual. */
function treeWords({ subject }: Selection): readonly string[] | null {
  if (subject.kind === 'model' || subject.kind === 'mutant' || subject.programs !== true) return null;
  if (subject.granularity !== granularityDefault) return null;
  if (subject.kind === 'design')
    return isReleased(subject.design) ? [subject.config, '--design', subject.design] : null;
  // A tree that was read as it is built, and has its go command.
  return subject.read === undefined && toolchainIn(subject.dir) !== null
    ? [subject.config, '--go', subject.dir]
    : null;
}
