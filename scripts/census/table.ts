/** The totals of a census, as Markdown. */
import type { Edit } from './edits.ts';
import { kinds } from './edits.ts';

export const outcomes = ['violated', 'holds', 'refused', 'no part', 'silent'] as const;

export interface Answer {
  readonly edit: Edit;
  readonly outcome: (typeof outcomes)[number];
  readonly why: string;
  /** What is edited has a step of the protocol in it, as the tree has it without the edit. */
  readonly isStep: boolean;
  /** The programs of steps have the function. */
  readonly inSteps: boolean;
  /** Of one that is refused and whose function the programs have: what they say of it. */
  readonly steps?: string;
}

export function tables(answers: readonly Answer[], isVerbose: boolean): string {
  const inSteps = answers.filter((one) => one.inSteps);
  const told = answers.filter(({ outcome }) => isVerbose || outcome === 'silent');
  return [
    table(answers),
    verdicts(answers),
    ...(inSteps.length === 0 || inSteps.length === answers.length
      ? []
      : [`of these in functions that the programs of steps have:\n\n${table(inSteps)}`]),
    counted(answers, 'violated', 'violated'),
    counted(answers, 'no part', 'no part of the protocol, because'),
    refusals(answers),
    told
      .map(
        ({ edit, outcome, why, isStep, steps = 'none has the function' }) =>
          `${edit.kind} ${edit.func} ${edit.file}:${edit.line}: ${outcome}: ${why} (${isStep ? '' : 'no step; '}steps: ${steps})`,
      )
      .join('\n'),
  ].join('\n\n');
}

function table(answers: readonly Answer[]): string {
  const row = (name: string, some: readonly Answer[]): string =>
    `| ${[name, ...outcomes.map((one) => some.filter(({ outcome }) => outcome === one).length)].join(' | ')} |`;
  return [
    `| edit | ${outcomes.join(' | ')} |`,
    `| --- | ${outcomes.map(() => '---').join(' | ')} |`,
    ...kinds.map((kind) =>
      row(
        kind,
        answers.filter(({ edit }) => edit.kind === kind),
      ),
    ),
    row('all', answers),
  ].join('\n');
}

/** How many of those that change a step get a verdict: the steps are those of the tree without the edit. */
function verdicts(answers: readonly Answer[]): string {
  const known = answers.filter(({ outcome }) => outcome !== 'no part');
  const steps = known.filter(({ outcome, isStep }) => isStep || outcome === 'violated');
  const judged = steps.filter(({ outcome }) => outcome === 'violated' || outcome === 'holds').length;
  const share = ((100 * judged) / Math.max(steps.length, 1)).toFixed(0);
  return (
    `${judged} of ${steps.length} edits of steps get a verdict (${share} %). ` +
    `The other ${known.length - steps.length} that are not "no part" change nothing of which steps are made, and are refused.`
  );
}

function refusals(answers: readonly Answer[]): string {
  const counts = new Map<string, number>();
  for (const { outcome, steps } of answers)
    if (outcome === 'refused' && steps !== undefined) counts.set(steps, (counts.get(steps) ?? 0) + 1);
  return lines(counts, 'refused, and the steps are');
}

function counted(answers: readonly Answer[], outcome: Answer['outcome'], title: string): string {
  const counts = new Map<string, number>();
  for (const one of answers) if (one.outcome === outcome) counts.set(one.why, (counts.get(one.why) ?? 0) + 1);
  return lines(counts, title);
}

const lines = (counts: ReadonlyMap<string, number>, title: string): string =>
  [
    `| edits | ${title} |`,
    '| --- | --- |',
    ...[...counts].sort(([, a], [, b]) => b - a).map(([why, count]) => `| ${count} | ${why} |`),
  ].join('\n');
