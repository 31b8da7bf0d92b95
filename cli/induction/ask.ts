/** Asks a question by enumeration and, where it is whole, by a search as well. */
import { check, induction } from '../../checker/index.ts';
import type { InductionReport } from '../../checker/index.ts';
import type { Answer } from './document.ts';
import type { Asked, Question } from './questions.ts';

export interface AskOptions {
  readonly signal: AbortSignal;
  /** Hears how many states have been enumerated, or found by the search. */
  readonly onStates: (states: number, doing: 'enumerated' | 'reached') => void;
  readonly now: () => number;
}

/** Rejects with the signal's reason where that was aborted. */
export async function ask(question: Question, { signal, onStates, now }: AskOptions): Promise<Answer> {
  const { table, name, expected, isWhole } = question;
  const { system, conjuncts, properties } = question.asked();
  const startedMs = now();
  const report = await induction(system, conjuncts, {
    ...{ properties, first: !isWhole, signal },
    onProgress: ({ states }) => {
      onStates(states, 'enumerated');
    },
  });
  const elapsedMs = now() - startedMs;
  const found = isWhole ? await reached(system, conjuncts, { signal, onStates }) : null;
  const { verdict, states, partialStates, transitions } = report;
  const outside = found?.outside ?? [];
  const first = outside[0] === undefined ? null : `a search reaches a state where ${outside[0]} is false`;
  return {
    ...{ table, name, verdict, expected, failure: failureOf(report) ?? first },
    asExpected: verdict === expected && outside.length === 0,
    ...{ states, partialStates, transitions, reached: found?.distinct ?? null, elapsedMs },
  };
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
        onStates(progress.distinct, 'reached');
      },
    },
  );
  signal.throwIfAborted();
  if (verdict === 'exhausted') throw new RangeError('the search did not end by itself');
  return { distinct, outside: violations.map(({ property }) => property) };
}

function failureOf({ initial, unsafe, steps }: InductionReport): string | null {
  const [failure] = [
    ...initial.map(({ conjunct }) => `${conjunct} is false at first`),
    ...unsafe.map(({ property }) => `does not imply ${property}`),
    ...steps.map(({ action, conjunct }) => `${action} breaks ${conjunct}`),
  ];
  return failure ?? null;
}
