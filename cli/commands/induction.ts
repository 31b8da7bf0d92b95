/** `nosplit induction`: whether the invariant of the correct tracer is inductive, and whether each of its conjuncts is needed. */
import type { Command } from '@commander-js/extra-typings';
import { Option } from '@commander-js/extra-typings';
import { UsageError } from '../errors.ts';
import { exitCode } from '../exit-codes.ts';
import { ask } from '../induction/ask.ts';
import { NoSolver, z3Solver } from '../../export/index.ts';
import type { Solver } from '../../export/index.ts';
import type { Answer, InductionDocument, SolverName, TableName } from '../induction/document.ts';
import { solverNames, tableNames, verdictOf } from '../induction/document.ts';
import type { Question } from '../induction/questions.ts';
import { inductionClaims, inductionDesign, questionsOf, sizesDefault } from '../induction/questions.ts';
import { inductionText } from '../induction/text.ts';
import { deliverVerdict, layoutOf } from '../output.ts';
import { liveLine } from '../reporters/live-line.ts';
import { count, painter } from '../reporters/words.ts';
import type { World } from '../world.ts';

const formats = ['text', 'json'] as const;

interface InductionCommandOptions {
  readonly only?: TableName | undefined;
  readonly solver: SolverName;
  readonly format: (typeof formats)[number];
  readonly out?: string | undefined;
  readonly quiet?: true | undefined;
}

export function addInduction(program: Command, world: World, finish: (exit: number) => void): void {
  program
    .command('induction')
    .argument(
      '[sizes...]',
      `buffers of an M and events of a buffer (default: ${sizesDefault.enumeration.join(' ')}; z3: ${sizesDefault.z3.join(' ')})`,
    )
    .addOption(
      new Option('--only <table>', 'ask only this; all take some minutes, most of them the pair').choices(
        tableNames,
      ),
    )
    .addOption(
      new Option('--solver <name>', 'enumerate the states, or ask z3')
        .choices(solverNames)
        .default('enumeration' as const),
    )
    .addOption(new Option('-f, --format <kind>', 'how to report').choices(formats).default('text' as const))
    .option('-o, --out <file>', 'write the report to a file')
    .option('-q, --quiet', 'no progress')
    .action(async (sizes, options) => {
      const questions = questionsOf(sizes.length === 0 ? sizesDefault[options.solver] : sizes, options);
      finish(await inductionCommand(questions, options, world));
    });
}

/** Exit code 1: an answer is not as expected. */
async function inductionCommand(
  questions: readonly Question[],
  { format, out, quiet, solver: named }: InductionCommandOptions,
  world: World,
): Promise<number> {
  const startedMs = world.now();
  const solver = named === 'z3' ? await solverOrUsage() : null;
  const answers = await answersTo(questions, { quiet: quiet === true, solver }, world).finally(() => {
    solver?.end();
  });
  const { claims, implies } = inductionClaims();
  const told: InductionDocument = {
    schema: 'nosplit.induction/1',
    verdict: verdictOf(answers, questions.length),
    design: inductionDesign,
    solver: named,
    conjuncts: claims,
    implies,
    answers,
    elapsedMs: world.now() - startedMs,
  };
  const { columns, colour } = layoutOf(out, world);
  const text =
    format === 'json'
      ? `${JSON.stringify(told, null, 2)}\n`
      : inductionText(told, { width: columns, paint: painter(colour), asked: questions.length });
  const exit = { expected: exitCode.holds, unexpected: exitCode.violated, unfinished: exitCode.interrupted };
  return deliverVerdict(text, { out, exit: exit[told.verdict] }, world).exit;
}

/** Throws a UsageError where z3 is not installed. */
async function solverOrUsage(): Promise<Solver> {
  try {
    return await z3Solver();
  } catch (thrown) {
    if (thrown instanceof NoSolver) throw new UsageError(thrown.message);
    throw thrown;
  }
}

/** Those up to an interrupt. */
async function answersTo(
  questions: readonly Question[],
  { quiet, solver }: { readonly quiet: boolean; readonly solver: Solver | null },
  world: World,
): Promise<Answer[]> {
  const interrupt = new AbortController();
  const release = world.onInterrupt(() => {
    interrupt.abort();
  });
  // How many states there will be is not known, and the questions differ by far: there is nothing to estimate from.
  const line = liveLine(world, { quiet, everyMs: 100 });
  const answers: Answer[] = [];
  try {
    for (const question of questions) {
      const { table, name } = question;
      const at = `question ${answers.length + 1} of ${questions.length}, ${table} ${name}`;
      const onStates = (states: number, doing: string): void => {
        line.show(() => `${at}: ${count(states)} ${doing}`);
      };
      onStates(0, solver === null ? 'states enumerated' : 'answers of z3');
      answers.push(
        await ask(question, { signal: interrupt.signal, onStates, solver, now: () => world.now() }),
      );
    }
  } catch (thrown) {
    if (!interrupt.signal.aborted) throw thrown;
  } finally {
    line.clear();
    release();
  }
  return answers;
}
