/**
 * What a check answers: the verdict, the counts and the counterexamples. Everything here is plain JSON data.
 */
import type { Plain, RecordField } from '../language/schema.ts';
import type { ActionParams, Params, Property, StepView, System } from '../language/system.ts';
import type { VacuityFinding } from '../vacuity/findings.ts';

/** `holds` is said only of a space that was searched to its end; a bound that was hit is `exhausted`. */
export type Verdict = 'holds' | 'violated' | 'exhausted';

/** The bound that ended a search before its end; `symmetry`, where it ended and claims about runs are not judged. */
export type Limit = 'depth' | 'states' | 'memory' | 'time' | 'interrupt' | 'symmetry';

/** A state as JSON, of the shape its schema gives. */
export type Json = number | boolean | string | readonly Json[] | { readonly [key: string]: Json };

/** One field that a step changed: its path in the schema (`m[1].seqlock`) with the value before and after. */
export interface Change {
  readonly path: string;
  readonly before: number | boolean | string;
  readonly after: number | boolean | string;
}

/** A state of a system as plain data; {@link Json} where its schema is not known. */
export type StateOf<S extends RecordField> =
  S extends RecordField<infer F> ? (string extends keyof F ? Json : Plain<S>) : never;

/** What a step of a trace has besides its action and its parameters. */
export interface Taken<Q> {
  readonly process: string;
  readonly changes: readonly Change[];
  /** The state that the step leads to. */
  readonly state: Q;
}

/** A step of a trace: its `action` tells what its `params` are. */
export type Step<S extends RecordField = RecordField, T extends StepView = StepView> = T & Taken<StateOf<S>>;

/** The steps that a system with these actions can take: what reports and traces of it know of its actions. */
export type StepsOf<A extends ActionParams> = {
  readonly [K in keyof A & string]: { readonly action: K; readonly params: A[K] };
}[keyof A & string];

/** An initial state and the steps from it. `steps.length` is the trace's length. */
export interface Trace<S extends RecordField = RecordField, T extends StepView = StepView> {
  readonly initial: StateOf<S>;
  readonly steps: readonly Step<S, T>[];
  /** Changes of process between consecutive steps. */
  readonly switches: number;
  /** Short name of this trace for this system: `replay` with the same system and this id gives it back. */
  readonly id: string;
  /** Whether no shorter trace to a violation of this property exists (breadth-first search). */
  readonly shortest: boolean;
  /**
   * Of a lasso, the violation of a liveness property: the number of the state that its last step leads back to (0: the
   * initial state), so that the steps after that state are repeated for ever. `steps.length`: the run stays in its last
   * state for ever.
   */
  readonly loop?: number;
}

/** Why a fairness constraint does not exclude a lasso's loop. */
export interface FairnessShown {
  readonly strength: 'weak' | 'strong';
  /** The unit of fairness: an action, a process, or actions of a process. */
  readonly of: string;
  /** The first step of the loop (1 is the trace's first step) that it takes; null where it takes none. */
  readonly takenAt: number | null;
  /** The first state of the loop (0 is the initial one) in which it is disabled; null where it is enabled in all. */
  readonly disabledAt: number | null;
  /** Whether some state of the loop enables it. */
  readonly everEnabled: boolean;
}

/** What is told of a lasso beside its steps. */
export interface LassoReport {
  /** The state from which on the goal is owed and never comes: for `leadsTo` one that satisfies `from`. */
  readonly since: number;
  /** The runs that count, in words. */
  readonly fairness: string;
  /** Each constraint of that fairness, and how the loop meets it. */
  readonly constraints: readonly FairnessShown[];
}

/** A property that is violated, and by what. */
export interface Violation<
  S extends RecordField = RecordField,
  T extends StepView = StepView,
  P extends string = string,
> {
  readonly property: P;
  readonly kind: Property<RecordField>['kind'];
  /** Only for a property with several instances, and where there is a trace: the instance that the trace violates. */
  readonly params?: Params;
  readonly source: string | null;
  readonly otherwise: string | null;
  /** Of its counterexample, of a lasso stem and loop; null for a `sometimes` that a complete search never reached. */
  readonly steps: number | null;
  /** null for a `sometimes` that a complete search never reached, or where no traces were asked for. */
  readonly trace: Trace<S, T> | null;
  /** Only for a liveness property, whose trace is a lasso. */
  readonly lasso?: LassoReport;
}

/** What a search met of an action. */
export interface ActionReport<K extends string = string> {
  readonly action: K;
  readonly source: string | null;
  /** Transitions taken. */
  readonly fired: number;
  /** Distinct states first reached by it; a state that several actions reach in its first level counts for the first declared. */
  readonly fresh: number;
  /** For an action that was never enabled: the first conjunct that held in no state where those before it held. */
  readonly neverHeld: string | null;
}

/** What a search has decided of a property. */
export interface PropertyReport<
  S extends RecordField = RecordField,
  T extends StepView = StepView,
  P extends string = string,
> {
  readonly property: P;
  readonly kind: Violation['kind'];
  /** `undecided`: a search that ended early has not decided it. */
  readonly verdict: 'holds' | 'violated' | 'undecided';
  /**
   * How often its antecedent was true: in distinct states (`always`), transitions (`alwaysStep`), states without
   * successor (`deadlockFree`). Equal to all of them where no antecedent is given. 1 or 0 for `sometimes`. For liveness the
   * distinct states from which on the goal is owed: those of `from`, the initial ones (`eventually`), or all.
   */
  readonly exercised: number;
  /** Only for a liveness property: the runs that count, in words. */
  readonly fairness?: string;
  /** Only for a `sometimes` that was reached. */
  readonly witness?: Witness<S, T>;
}

/** How a `sometimes` is reached: breadth-first, by a shortest trace. */
export interface Witness<S extends RecordField = RecordField, T extends StepView = StepView> {
  readonly steps: number;
  /** null where no traces were asked for, and where its levels are large and the property was not chosen by name. */
  readonly trace: Trace<S, T> | null;
}

/** The graph over which liveness was judged. */
export interface LivenessReport {
  /** Transitions, as stored: those that change nothing included. */
  readonly edges: number;
  /** Beside what the search stored. */
  readonly bytes: number;
  readonly elapsedMs: number;
}

/** A part of the states, whose values a search numbered. */
export interface ComponentReport {
  /** How many scalars of the state are in it. */
  readonly scalars: number;
  /** How many values it took. */
  readonly values: number;
}

/** The symmetry that a search used. */
export interface SymmetryReport {
  /** The declared sets. */
  readonly sets: readonly { readonly name: string; readonly size: number }[];
  /** States that the expanded representatives stand for: after a search to the end, all that the system reaches. Above 2^53 not exact. */
  readonly states: number;
}

/** What a check answers. {@link ReportOf} is that of a system. */
export interface Report<
  S extends RecordField = RecordField,
  T extends StepView = StepView,
  P extends string = string,
> {
  readonly schema: 'nosplit.report/1';
  readonly system: string;
  readonly verdict: Verdict;
  /** Set where the search did not reach its end for a bound. */
  readonly limit: Limit | null;
  readonly violations: readonly Violation<S, T, P>[];
  /** States reached, initial ones included: transitions + initial states. */
  readonly generated: number;
  /** With symmetry, of representatives, as all the counts below are. */
  readonly distinct: number;
  /** Distinct states whose successors were not computed. */
  readonly left: number;
  /** States on the longest shortest path, as far as searched; depth-first, on the longest path that was followed. */
  readonly diameter: number;
  /** Enabled transitions per expanded state. */
  readonly outDegree: { readonly min: number; readonly mean: number; readonly max: number };
  /** Bits that the schema needs, and 32-bit words per stored state. */
  readonly stateBits: number;
  readonly stateWords: number;
  /** Everything stored (states, parents, actions, table) over distinct states. */
  readonly bytesPerState: number;
  readonly elapsedMs: number;
  readonly statesPerSecond: number;
  readonly workers: number;
  readonly search: 'breadth-first' | 'depth-first';
  readonly actions: readonly ActionReport<T['action']>[];
  readonly properties: readonly PropertyReport<S, T, P>[];
  /** Claims about runs that were chosen and are not judged, because of `symmetry` or `safety`; they are not in `properties`. */
  readonly leftOut: readonly P[];
  /** null where no liveness was judged: none is claimed, or the search did not reach the end of the space. */
  readonly liveness: LivenessReport | null;
  /** Only of a search without checks: an access outside the schema would have passed unnoticed. */
  readonly unchecked?: true;
  /** Only of a search that ended with the numbers of its states' parts: the parts. */
  readonly components?: readonly ComponentReport[];
  /** With `vacuity`: what decides nothing; else null. */
  readonly vacuity: readonly VacuityFinding[] | null;
  /** With `symmetry`: what was declared, and how many states were left out for it; else null. */
  readonly symmetry: SymmetryReport | null;
}

/** The report of a system: `ReportOf<typeof mutex>`. */
export type ReportOf<Y> = Y extends System<infer S, infer A, infer P> ? Report<S, StepsOf<A>, P> : never;

/** A trace of a system: `TraceOf<typeof mutex>`. */
export type TraceOf<Y> = Y extends System<infer S, infer A> ? Trace<S, StepsOf<A>> : never;

/** How far a search has come. */
export interface Progress {
  readonly doing:
    | 'searching'
    | 'writing a checkpoint'
    | 'judging liveness'
    | 'building counterexamples'
    | 'building the graph';
  readonly distinct: number;
  readonly generated: number;
  /** States of the current and the next level that wait for expansion. */
  readonly queue: number;
  readonly depth: number;
  readonly bytes: number;
  readonly elapsedMs: number;
  /** What is violated so far, with the steps of the shortest counterexample met. */
  readonly violated: readonly Violated[];
}

/** A property that a search has found to be violated. */
export interface Violated {
  readonly property: string;
  readonly steps: number;
}
