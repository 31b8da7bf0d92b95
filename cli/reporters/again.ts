/** The commands with which the traces of a report are followed again: in the model, and by the real runtime. */
import type { Trace, Violation } from '../../checker/index.ts';
import { toolchainIn } from '../../facts/index.ts';
import { designNamed } from '../../model/index.ts';
import type { Bug } from '../../runtime/index.ts';
import { bugs, canBeForced, hasHooks } from '../../runtime/index.ts';
import type { Selection, Subject } from '../selection/selection.ts';
import { commandLine } from '../selection/selection.ts';
import { isReleased } from '../selection/tracer.ts';
import type { Paint } from './words.ts';
import { count } from './words.ts';

/** A shell takes no word of any length, and nobody copies a long one. */
const idMax = 2000;

/** One line for each trace, then one for each counterexample that real threads can be made to follow. */
export function againLines(
  violations: readonly Violation[],
  witnesses: readonly Trace[],
  selection: Selection,
  paint: Paint,
): string[] {
  const line = (label: string, words: string): string => `${paint('dim', label.padEnd(10))} ${words}`;
  const found = violations.flatMap(({ trace }) => trace ?? []);
  const named = new Set(violations.flatMap((violation) => forceNamed(violation, selection) ?? []));
  return [
    ...[...found, ...witnesses].map((trace) => line('replay:', replayWords(trace, selection))),
    ...found
      .filter((trace) => isReal(selection) && trace.id.length <= idMax && canBeForced(trace))
      .map(({ id }) =>
        line('force:', `nosplit reproduce --trace ${id} ${commandLine(forceWords(selection))}`),
      ),
    ...[...named].map((words) => line('force:', words)),
  ];
}

/**
 * The command that makes real threads take a counterexample in a tree's own steps. It looks for the same in the model, by the bug's name.
 * null if the tree does not have what the bug is about, or has no go command.
 */
export function forceNamed(
  { property, trace }: Violation,
  { facts, subject, story }: Selection,
): string | null {
  if (facts === null || trace === null || !hasGo(subject) || subject.programs !== true) return null;
  const isIt = (one: Bug): boolean =>
    one.property === property && (!('config' in one) || one.config === subject.config);
  const [name] = Object.entries(bugs).find(([, all]) => all.some(isIt)) ?? [];
  const isThere = name === 'A' ? story.cure(trace).length > 0 : facts.reentry.value === 'reload';
  return name === undefined || !isThere
    ? null
    : `nosplit reproduce ${name} --go ${commandLine([subject.dir])}`;
}

const replayWords = ({ id }: Trace, { words }: Selection): string =>
  id.length <= idMax
    ? `nosplit replay ${id} ${commandLine(words)}`
    : `save the report (--format json --out FILE) and replay that; the id has ${count(id.length)} characters`;

/** Real threads follow steps of the model alone, so that nothing says it. */
const forceWords = ({ subject, words }: Selection): readonly string[] =>
  subject.kind === 'go' ? [subject.config, '--go', subject.dir] : words;

/** Whether the system is the model of a real tracer with hooks: of a release, or of a tree that has its go command. */
const isReal = ({ subject, facts }: Selection): boolean =>
  subject.kind === 'design'
    ? isReleased(subject.design) && subject.programs !== true && hasHooks(designNamed(subject.design))
    : hasGo(subject) && subject.programs !== true && facts?.reentry.value !== 'drop';

/** A tree that was read as it is built, and has its go command. */
const hasGo = (subject: Subject): subject is Extract<Subject, { readonly kind: 'go' }> =>
  subject.kind === 'go' && subject.read === undefined && toolchainIn(subject.dir) !== null;
