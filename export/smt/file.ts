/** The questions of a script as one file, each with what its unsatisfiability says. */
import type { ExportedFile } from '../file.ts';
import { fileStem } from '../file.ts';
import { conjunction, paramsOf } from './script.ts';
import type { SmtScript, SmtStep } from './script.ts';

/** What a solver is asked, and what it means that there is no such state. */
interface SmtQuestion {
  readonly says: string;
  readonly assertions: readonly string[];
}

export const stepTitle = ({ action, params }: SmtStep): string => `${action}${paramsOf(params)}`;

/** In the order in which an induction is judged: initial states, properties, steps. */
function questionsOf({
  conjuncts,
  invariant,
  initial,
  properties,
  steps,
}: SmtScript): readonly SmtQuestion[] {
  const claims = [...conjuncts];
  return [
    ...initial.flatMap((state, at) =>
      claims.map(([name, { before }]) => ({
        says: `initial state ${at} satisfies ${name}`,
        assertions: [state, `(not ${before})`],
      })),
    ),
    ...[...properties].map(([name, holds]) => ({
      says: `the invariant implies ${name}`,
      assertions: [invariant, `(not ${holds})`],
    })),
    ...steps.flatMap((step) => [
      { says: `${stepTitle(step)} writes what its fields can have`, assertions: [invariant, step.faults] },
      ...[...step.violates].map(([name, violated]) => ({
        says: `${stepTitle(step)} keeps to ${name}`,
        assertions: [invariant, step.taken, violated],
      })),
      ...claims.map(([name, { after }]) => ({
        says: `${stepTitle(step)} preserves ${name}`,
        assertions: [invariant, step.taken, `(not ${after})`],
      })),
    ]),
  ];
}

/** A file for any solver that reads SMT-LIB 2. `title` is for people: what was exported. */
export function smtFiles(script: SmtScript, title: string): readonly ExportedFile[] {
  const questions = questionsOf(script);
  const head = [
    `; ${title}: whether an invariant of ${script.conjuncts.size} conjunct${script.conjuncts.size === 1 ? '' : 's'} is inductive.`,
    `; It is if each of the ${questions.length} questions at the end is answered unsat; each says what that means.`,
    '(set-logic QF_BV)',
  ];
  const asked = questions.map(
    ({ says, assertions }) =>
      `\n; unsat: ${says}\n(push 1)\n(assert ${conjunction(assertions)})\n(check-sat)\n(pop 1)`,
  );
  return [
    {
      name: `${fileStem(title)}.smt2`,
      text: `${head.join('\n')}\n\n${script.prelude}\n; questions${asked.join('\n')}\n`,
    },
  ];
}
