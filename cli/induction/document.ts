/** What `nosplit induction` found, as one JSON value. */
import type { InductionReport } from '../../checker/index.ts';

/** What is asked: the invariant at a size, for two or three busy Ms, without one conjunct, or of a mutant. */
export const tableNames = ['sizes', 'pair', 'triple', 'conjuncts', 'mutants'] as const;
/** `enumeration` looks at every state that satisfies the invariant; `z3` asks for one from which a step leads out. */
export const solverNames = ['enumeration', 'z3'] as const;
export type SolverName = (typeof solverNames)[number];
export type TableName = (typeof tableNames)[number];

export interface InductionDocument {
  readonly schema: 'nosplit.induction/1';
  readonly verdict: 'expected' | 'unexpected' | 'unfinished';
  readonly design: string;
  readonly solver: SolverName;
  /** The names of the conjuncts, and of the properties that they imply together. */
  readonly conjuncts: readonly string[];
  readonly implies: readonly string[];
  /** In the order in which they were asked. */
  readonly answers: readonly Answer[];
  readonly elapsedMs: number;
}

export interface Answer {
  readonly table: TableName;
  /** The size, the conjunct that is left out, or the mutant. */
  readonly name: string;
  readonly verdict: InductionReport['verdict'];
  readonly expected: InductionReport['verdict'];
  /** Not so either where a search finds a state outside an invariant that is said to be inductive. */
  readonly asExpected: boolean;
  /** The first thing that is wrong with the invariant, in words; null where it is inductive. */
  readonly failure: string | null;
  /** A state that satisfies the invariant, and where a step from it leads out, the state after that; null where it is inductive. */
  readonly counterexample: { readonly before: object; readonly after: object | null } | null;
  /** States that satisfy the invariant, up to the first failure where one is enough; null where a solver was asked. */
  readonly states: number | null;
  readonly partialStates: number | null;
  readonly transitions: number | null;
  /** Questions that the solver answered; null for an enumeration. */
  readonly questions: number | null;
  /** Distinct states that a search of the same system finds; null where none was made. */
  readonly reached: number | null;
  /** Of the enumeration, or the solver. */
  readonly elapsedMs: number;
}

/** `asked` is how many answers there should be: fewer come where it was interrupted. */
export const verdictOf = (answers: readonly Answer[], asked: number): InductionDocument['verdict'] =>
  answers.some(({ asExpected }) => !asExpected)
    ? 'unexpected'
    : answers.length < asked
      ? 'unfinished'
      : 'expected';
