/** Asks a question by enumeration and, where it is whole, by a search as well; or a solver. */
import { check, induction } from '../../checker/index.ts';
import type { InductionReport } from '../../checker/index.ts';
import { posed, solved } from '../../export/index.ts';
import type { Solver } from '../../export/index.ts';
import type { Answer } from './document.ts';
import type { Asked, Question } from './questions.ts';

export interface AskOptions {
  readonly signal: AbortSignal;
  /** Hears how many states have been enumerated, or found by the search, or how many questions were answered. */
  readonly onStates: (count: number, doing: string) => void;
  readonly now: () => number;
  /** Null for an enumeration. */
  readonly solver?: Solver | null;
}

/** Rejects with the signal's reason where that was aborted. */
export async function ask(question: Question, options: AskOptions): Promise<Answer> {
  const { table, name, expected } = question;
  const found = await (options.solver
    ? bySolver(question, options.solver, options)
    : enumerated(question, options));
  const { report, outside, ...counts } = found;
  const first = outside[0] === undefined ? null : `a search reaches a state where ${outside[0]} is false`;
  return {
    ...{ table, name, verdict: report.verdict, expected, failure: failureOf(report) ?? first },
    asExpected: report.verdict === expected && outside.length === 0,
    counterexample: counterexampleOf(report),
    ...counts,
  };
}

type Report = Pick<InductionReport, 'verdict' | 'initial' | 'steps' | 'unsafe'>;
type Counts = Pick<
  Answer,
  'states' | 'partialStates' | 'transitions' | 'questions' | 'reached' | 'elapsedMs'
>;
type Found = Counts & { readonly report: Report; readonly outside: readonly string[] };

async function enumerated(question: Question, { signal, onStates, now }: AskOptions): Promise<Found> {
  const { system, conjuncts, properties } = question.asked();
  const startedMs = now();
  const report = await induction(system, conjuncts, {
    ...{ properties, first: !question.isWhole, signal },
    onProgress: ({ states }) => {
      onStates(states, 'states enumerated');
    },
  });
  const elapsedMs = now() - startedMs;
  const found = question.isWhole ? await reached(system, conjuncts, { signal, onStates }) : null;
  const { states, partialStates, transitions } = report;
  return {
    ...{ report, outside: found?.outside ?? [], states, partialStates, transitions },
    ...{ questions: null, reached: found?.distinct ?? null, elapsedMs },
  };
}

async function bySolver(question: Question, solver: Solver, options: AskOptions): Promise<Found> {
  const { signal, onStates, now } = options;
  const { system, conjuncts, properties } = question.asked();
  const startedMs = now();
  const asking = await posed(system, { conjuncts }, signal, properties);
  const solving = solver.begin();
  try {
    const report = await solved(asking, solving.evaluate, {
      ...{ first: !question.isWhole, signal },
      onAnswers: (count) => {
        onStates(count, 'answers of z3');
      },
    });
    return {
      ...{ report, outside: [], states: null, partialStates: null, transitions: null },
      ...{ questions: report.questions, reached: null, elapsedMs: now() - startedMs },
    };
  } finally {
    solving.close();
  }
}

/** The distinct states that a search finds, and the conjuncts that are false in one of them. */
async function reached(
  system: Asked['system'],
  conjuncts: Asked['conjuncts'],
  { signal, onStates }: Pick<AskOptions, 'signal' | 'onStates'>,
): Promise<{ readonly distinct: number; readonly outside: readonly string[] }> {
  const properties = Object.fromEntries(
    Object.entries(conjuncts).map(([name, holds]) => [name, { kind: 'always', holds } as const]),
  );
  const { verdict, distinct, violations } = await check(
    { ...system, properties },
    {
      ...{ continue: true, signal },
      onProgress: (progress) => {
        onStates(progress.distinct, 'states reached');
      },
    },
  );
  signal.throwIfAborted();
  if (verdict === 'exhausted') throw new RangeError('the search did not end by itself');
  return { distinct, outside: violations.map(({ property }) => property) };
}

function failureOf({ initial, unsafe, steps }: Report): string | null {
  const [failure] = [
    ...initial.map(({ conjunct }) => `${conjunct} is false at first`),
    ...unsafe.map(({ property }) => `does not imply ${property}`),
    ...steps.map(({ action, conjunct }) => `${action} breaks ${conjunct}`),
  ];
  return failure ?? null;
}

function counterexampleOf({
  initial: [initial],
  unsafe: [unsafe],
  steps: [step],
}: Report): Answer['counterexample'] {
  if (initial !== undefined) return { before: initial.state, after: null };
  if (unsafe !== undefined) return { before: unsafe.state, after: unsafe.step?.after ?? null };
  return step === undefined ? null : { before: step.before, after: step.after };
}
