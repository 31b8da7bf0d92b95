/** The answers about an invariant, for people. */
import type { Cell, Paint } from '../reporters/words.ts';
import { count, dimmed, duration, fill, plural, right, table } from '../reporters/words.ts';
import type { Answer, InductionDocument, TableName } from './document.ts';

interface View {
  readonly width: number;
  readonly paint: Paint;
  /** How many questions there were. */
  readonly asked: number;
}

export function inductionText(document: InductionDocument, view: View): string {
  const { design, solver, conjuncts, implies, answers, verdict, elapsedMs } = document;
  const by = solver === 'z3' ? ', asked of z3' : '';
  const imply = `design ${design} as one M of any number sees it${by}; ${conjuncts.length} conjuncts imply`;
  const of = (name: TableName): Answer[] => answers.filter((answer) => answer.table === name);
  const blocks = [
    fill(`${imply} ${implies.join(', ')}`, view.width),
    counted('one M of any number, by buffers of an M and events of a buffer:', of('sizes'), view),
    counted('two Ms that both do everything:', of('pair'), view),
    counted('three Ms that all do everything:', of('triple'), view),
    named('without one conjunct:', of('conjuncts'), view),
    named('mutants:', of('mutants'), view),
  ];
  const wrong = answers.filter(({ asExpected }) => !asExpected).length;
  const end = {
    expected: view.paint('green', 'as expected'),
    unexpected: view.paint('red', `not as expected: ${count(wrong)} of ${count(answers.length)} answers`),
    unfinished: view.paint(
      'yellow',
      `interrupted: ${count(answers.length)} of ${plural(view.asked, 'question')} answered; run it again, or ask less with --only`,
    ),
  }[verdict];
  return [...blocks.flatMap((lines) => (lines.length === 0 ? [] : [...lines, ''])), end]
    .join('\n')
    .concat(` (${duration(elapsedMs)})\n`);
}

const heads = ['size', 'states', 'partial', 'transitions', 'reached', 'time'];
const headsOfSolver = ['size', 'answers', 'time'];

function counted(title: string, answers: readonly Answer[], { width, paint }: View): string[] {
  if (answers.length === 0) return [];
  const rows = answers.map((answer) => {
    const { name, states, partialStates, transitions, reached, questions, elapsedMs } = answer;
    const told = questions === null ? [states, partialStates, transitions, reached] : [questions];
    const counts = told.map((one) => count(one ?? 0));
    const cells: (string | Cell)[] = [name, ...counts, duration(elapsedMs)].map(right);
    return [...cells, verdictCell(answer, paint)];
  });
  const said = answers.flatMap((answer) => complaint(answer, width, paint));
  const isSolved = answers.some(({ questions }) => questions !== null);
  const head = (isSolved ? headsOfSolver : heads).map((one) => dimmed(right(one), paint));
  return [paint('bold', title), ...table([[...head, dimmed('verdict', paint)], ...rows], width), ...said];
}

function named(title: string, answers: readonly Answer[], { width, paint }: View): string[] {
  if (answers.length === 0) return [];
  const column = Math.max(...answers.map(({ name }) => name.length)) + 2;
  return [
    paint('bold', title),
    ...answers.flatMap((answer) => {
      const words = fill(`${answer.verdict}: ${answer.failure ?? ''}`.replace(/: $/, ''), width - column - 2);
      const lines = words.map((line, index) => `  ${(index === 0 ? answer.name : '').padEnd(column)}${line}`);
      return [...lines, ...(answer.asExpected ? [] : [paint('red', `  and should be ${answer.expected}`)])];
    }),
  ];
}

const verdictCell = ({ verdict, asExpected }: Answer, paint: Paint): Cell => ({
  text: verdict,
  paint: (text) => paint(asExpected ? 'green' : 'red', text),
});

/** What is wrong with an answer of a table that has no room for it. */
const complaint = (
  { name, failure, verdict, expected, asExpected }: Answer,
  width: number,
  paint: Paint,
): string[] =>
  asExpected
    ? []
    : fill(
        `${name}: ${failure ?? verdict}${verdict === expected ? '' : `, and should be ${expected}`}`,
        width,
      ).map((line) => paint('red', line));
