/**
 * What `why` answers: plain JSON data.
 */
import type { Change, Violation } from '../check/report.ts';
import type { Verdict } from '../evaluate/property.ts';
import type { Params, Scalar, StepView } from '../language/system.ts';

/** The step that gave a field the value that was read. */
export interface Writer extends StepView {
  /** Counted from 1. */
  readonly step: number;
  readonly process: string;
}

/** A scalar that a predicate read. */
export interface Read {
  /** Its path in the schema: `m[0].stack[0].phase`. */
  readonly path: string;
  readonly value: Scalar;
  /** Of a step property: the state before or after the step; else `here`. */
  readonly state: 'here' | 'before' | 'after';
  /** False where it was read for an element that decided nothing: for one that passed, of an `every` that failed at another. */
  readonly decides: boolean;
  /**
   * Of a predicate that is false: the values of this scalar with which it would be true, all else being equal, in the
   * order of the schema. null where the predicate is true, and where the scalar has too many values to try each.
   */
  readonly wants: readonly Scalar[] | null;
  /** The last step that changed it; null where it still has its initial value. */
  readonly setBy: Writer | null;
}

/** The answer of one function of the system, with what it read, in order and each scalar once. */
export interface Judgement {
  readonly answer: boolean;
  readonly reads: readonly Read[];
}

/** A conjunct of a guard. */
export interface ConjunctAnswer {
  readonly name: string;
  /** false where a conjunct before it fails: the checker does not ask it then. */
  readonly reached: boolean;
  /** null where it was not reached and cannot be asked without what the conjuncts before it make sure of: `fault` says why. */
  readonly answer: boolean | null;
  readonly fault: string | null;
  readonly reads: readonly Read[];
}

/** Whether one instance of an action is enabled, and what each conjunct of its guard answers. */
export interface InstanceAnswer {
  readonly params: Params;
  readonly process: string;
  readonly enabled: boolean;
  /** The first conjunct that fails; null where it is enabled. */
  readonly failed: string | null;
  readonly conjuncts: readonly ConjunctAnswer[];
  /** What the step would change; null where it is not enabled. */
  readonly changes: readonly Change[] | null;
  /** What its effect reads and writes; null where it is not enabled. */
  readonly effect: EffectAnswer | null;
}

/** What an effect reads of the state that it is run on, and the paths that it writes, be it the values that they have; in order. */
export interface EffectAnswer {
  readonly reads: readonly Read[];
  readonly writes: readonly string[];
}

/** Why an action is enabled or not, for each of its instances that was asked for. */
export interface WhyAction {
  readonly kind: 'action';
  readonly action: string;
  readonly source: string | null;
  /** The state after this step of the trace; 0 is the initial state. */
  readonly step: number;
  readonly instances: readonly InstanceAnswer[];
}

/** One function of a property: its antecedent `when`, or its predicate by the name that the property gives it. */
export interface PredicateAnswer extends Judgement {
  readonly name: string;
  /** Only for a property with parameters: the instance that it is a function of. */
  readonly params?: Params;
}

/** Why a property is true or false in a state, or for a step of the step that leads to it. */
export interface WhyProperty {
  readonly kind: 'property';
  readonly property: string;
  readonly propertyKind: Violation['kind'];
  readonly source: string | null;
  readonly otherwise: string | null;
  readonly step: number;
  /**
   * `not asked`: its antecedent is false here, or for deadlockFree an action is enabled. `reached` and `not reached` are said of
   * sometimes, and of the goal of a liveness property. With parameters: `violated` or `not reached` where one instance is, and
   * `not asked` where all are.
   */
  readonly verdict: Verdict;
  readonly predicates: readonly PredicateAnswer[];
  /** Of deadlockFree: what is enabled here; else null. */
  readonly enabled: readonly (StepView & { readonly process: string })[] | null;
  /** Of deadlockFree where nothing is enabled: what stops each action instance; else null. */
  readonly stopped: readonly Stopped[] | null;
}

/** An action instance that is not enabled. */
export interface Stopped extends StepView {
  readonly process: string;
  /** The first conjunct of its guard that is false, and what that one read. */
  readonly failed: string;
  readonly reads: readonly Read[];
}

/** What `why` answers: of an action, or of a property. */
export type Why = WhyAction | WhyProperty;
