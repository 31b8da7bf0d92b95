/**
 * Transition systems: a state schema, initial states, named actions and properties.
 *
 * Guards, effects and properties are plain, total, deterministic TypeScript over the state, the action's parameters
 * and constants. They keep no state of their own and never hold on to a view after they return.
 */
import type { Draft, Plain, RecordField, View } from './schema.ts';

/** A value of one field or parameter. */
export type Scalar = number | boolean | string;
/** The value of each parameter in one instance of an action. */
export interface Params {
  readonly [name: string]: Scalar;
}
/** The finite set of values of each parameter; an action has an instance for every combination, the first varying slowest. */
export type Domains<P> = { readonly [K in keyof P]: readonly P[K][] };
/** By the names of a system's actions, the parameters that each has: what the type of a system knows of them. */
export interface ActionParams {
  readonly [action: string]: Params;
}

/** A named conjunct of a guard. Conjuncts are evaluated in the order given, up to the first that is false. */
export interface Conjunct<S extends RecordField> {
  readonly name: string;
  holds(this: void, state: View<S>, params: Params): boolean;
}

/** One atomic step of the system, for each combination of its parameters' values. Build it with {@link Over.action}. */
export interface Action<S extends RecordField, P = Params> {
  readonly kind: 'action';
  /** The functions below are given one value of each of these domains. */
  readonly params: Domains<P>;
  readonly guard: readonly Conjunct<S>[];
  /** Turns a copy of the state into the successor. */
  effect(this: void, next: Draft<S>, params: Params): void;
  /** Who takes the step; a counterexample has as few changes of process as its length allows. */
  process(this: void, params: Params): string;
  /** The real code that the step stands for. */
  readonly source: string | undefined;
  /** Why it is one atomic step, and what else a reader should know. */
  readonly note: string | undefined;
}

/** What an action without parameters gets: nothing can be read of it. */
// eslint-disable-next-line @typescript-eslint/no-generated-empty-object-type -- an index signature would let any name be read
export type NoParams = Record<never, never>;

/** What {@link Over.action} takes. */
export interface ActionSpec<S extends RecordField, P> {
  readonly params?: Domains<P>;
  readonly guard: Readonly<Record<string, (state: View<S>, params: Readonly<P>) => boolean>>;
  readonly effect: (next: Draft<S>, params: Readonly<P>) => void;
  /** Default: the first parameter as `name=value`; without parameters the same process for all. */
  readonly process?: (params: Readonly<P>) => string;
  readonly source?: string;
  readonly note?: string;
}

/** What a property has besides its predicate. */
export interface About {
  /** Where the claim comes from. */
  readonly source?: string;
  /** What breaks where the property does not hold. */
  readonly otherwise?: string;
}

/** The step that a transition property judges. */
export interface StepView {
  readonly action: string;
  readonly params: Params;
}

/** An invariant. `when`, if given, is its antecedent: states where it is true are counted as exercising the property. */
export interface Always<S extends RecordField> extends About, Claim<S> {
  readonly kind: 'always';
  /** Of an invariant with parameters its instances; the invariant is that each of them holds where its antecedent does. */
  readonly instances?: readonly ClaimInstance<S>[];
}

/** The functions of an invariant. */
export interface Claim<S extends RecordField> {
  readonly when?: (state: View<S>) => boolean;
  readonly holds: (state: View<S>) => boolean;
}

/** An invariant for one combination of its parameters' values. */
export interface ClaimInstance<S extends RecordField> extends Claim<S> {
  readonly params: Params;
}

/**
 * An invariant, claimed for every combination of its parameters' values, if it has any. It counts as exercised where the
 * antecedent of one is true. A search remembers the answers of an instance by what it read, so that a claim about one of
 * many alike (`params: { m: range(2) }`) is judged much faster than one that looks at all of them.
 */
export interface AlwaysSpec<S extends RecordField, P> extends About {
  readonly params?: Domains<P>;
  readonly when?: (state: View<S>, params: Readonly<P>) => boolean;
  readonly holds: (state: View<S>, params: Readonly<P>) => boolean;
}

/** A claim on every transition, before and after. */
export interface AlwaysStep<S extends RecordField> extends About {
  readonly kind: 'alwaysStep';
  readonly when?: (before: View<S>, after: View<S>, step: StepView) => boolean;
  readonly holds: (before: View<S>, after: View<S>, step: StepView) => boolean;
}

/** Reachability: some reachable state satisfies it. Never reached in a complete search is a violation. */
export interface Sometimes<S extends RecordField> extends About {
  readonly kind: 'sometimes';
  readonly reached: (state: View<S>) => boolean;
}

/** Every state without an enabled action is one that `final` accepts. */
export interface DeadlockFree<S extends RecordField> extends About {
  readonly kind: 'deadlockFree';
  readonly final: (state: View<S>) => boolean;
}

/**
 * One thing that is fair: an action by name (some instance of it), a process by name (some action of it), or the actions
 * of a list, or all but those of a list, that a process takes. Each is a constraint of its own. `N` are the names of the actions.
 */
export type FairUnit<N extends string = string> = string | FairSelection<N>;

/** The action instances that satisfy every part that is given, as one constraint, or with `each` as several. */
export interface FairSelection<N extends string = string> {
  readonly process?: string;
  readonly actions?: readonly N[];
  readonly except?: readonly N[];
  /** Only instances whose parameters have these values. */
  readonly params?: Params;
  /** A constraint for each action, process or instance among them: `{ actions: ['Try'], each: 'instances' }`. */
  readonly each?: FairEach;
}

/** What gets a constraint of its own. */
export type FairEach = 'actions' | 'processes' | 'instances';

/** What is fair in one strength: a list, or each action, each process or each action instance by itself. */
export type FairUnits<N extends string = string> = FairEach | readonly FairUnit<N>[];

/**
 * Which runs a liveness property is about; docs/liveness.md says it exactly.
 *
 * `stuttering`: all, also those that stay somewhere for ever. `maximal`: those that go on while any action is enabled, a
 * step that changes nothing included. `progress`: those that go on while a step can change something. Else those in which
 * each weak unit is taken or disabled again and again, and each strong unit is taken again and again or from some point on
 * never enabled; who is not named may stop for ever. `weak` and `strong` alone mean each process.
 */
export type Fairness<N extends string = string> =
  | 'stuttering'
  | 'maximal'
  | 'progress'
  | 'weak'
  | 'strong'
  | { readonly weak?: FairUnits<N>; readonly strong?: FairUnits<N> };

/** What a claim about infinite runs has besides its predicates. */
export interface AboutRuns extends About {
  /** The runs that count; default that of the system, or `progress` where the system says nothing. */
  readonly fairness?: Fairness;
}

/** A claim about runs for one combination of its parameters' values. */
export interface RunsInstance<C> {
  readonly params: Params;
  readonly claim: C;
}

/**
 * A claim whose goal is a set of states. With parameters it is claimed of each instance by itself; `reached` then means that
 * the goals of all are reached at once, which the claim does not ask for.
 */
export interface Reaches<
  S extends RecordField,
  K extends 'eventually' | 'alwaysEventually',
> extends AboutRuns {
  readonly kind: K;
  readonly reached: (state: View<S>) => boolean;
  readonly instances?: readonly RunsInstance<Reaches<S, K>>[];
}

/** Every run comes to a state that satisfies it. */
export type Eventually<S extends RecordField> = Reaches<S, 'eventually'>;

/** Every run comes to a state that satisfies it again and again, infinitely often. */
export type AlwaysEventually<S extends RecordField> = Reaches<S, 'alwaysEventually'>;

/**
 * In every run, a state that satisfies `from` satisfies `to`, or a later one does. `from` is the antecedent. With parameters
 * it is claimed of each instance; `from` then means that one of them is owed, and `to` that none is.
 */
export interface LeadsTo<S extends RecordField> extends AboutRuns {
  readonly kind: 'leadsTo';
  readonly from: (state: View<S>) => boolean;
  readonly to: (state: View<S>) => boolean;
  readonly instances?: readonly RunsInstance<LeadsTo<S>>[];
}

/** `eventually` and `alwaysEventually`, claimed for every combination of their parameters' values, if they have any. */
export interface GoalSpec<S extends RecordField, P> extends AboutRuns {
  readonly params?: Domains<P>;
  readonly reached: (state: View<S>, params: Readonly<P>) => boolean;
}

/** `leadsTo`, claimed for every combination of its parameters' values, if it has any. */
export interface LeadsToSpec<S extends RecordField, P> extends AboutRuns {
  readonly params?: Domains<P>;
  readonly from: (state: View<S>, params: Readonly<P>) => boolean;
  readonly to: (state: View<S>, params: Readonly<P>) => boolean;
}

/**
 * Every run comes to a state from which on it holds in every state: it is false of finitely many states of a run. With
 * parameters it is claimed of each instance; `holds` then means that it holds of all.
 */
export interface EventuallyAlways<S extends RecordField> extends AboutRuns {
  readonly kind: 'eventuallyAlways';
  readonly holds: (state: View<S>) => boolean;
  readonly instances?: readonly RunsInstance<EventuallyAlways<S>>[];
}

/** `eventuallyAlways`, claimed for every combination of its parameters' values, if it has any. */
export interface LastsSpec<S extends RecordField, P> extends AboutRuns {
  readonly params?: Domains<P>;
  readonly holds: (state: View<S>, params: Readonly<P>) => boolean;
}

/** A claim about infinite runs, judged over the complete graph of the reachable states. */
export type Liveness<S extends RecordField> =
  Eventually<S> | LeadsTo<S> | AlwaysEventually<S> | EventuallyAlways<S>;

/** A property of any kind. Build it with {@link over}. */
export type Property<S extends RecordField> =
  Always<S> | AlwaysStep<S> | Sometimes<S> | DeadlockFree<S> | Liveness<S>;

/**
 * Members that no part of the system tells apart: exchanging some of them everywhere, in a state and in the parameters of
 * an action, makes a state and an action of the same system. docs/symmetry.md says how it is checked.
 */
export interface SymmetricSet {
  /** As they are used for indices: `range(n)`. Sets that share an array have no member in common. */
  readonly members: readonly number[];
  /** Arrays that members index: `rmState`, `m[].votes`, where `[]` is every index. */
  readonly arrays?: readonly string[];
  /** Int fields with a member for value: `holder`, `next[]`. */
  readonly references?: readonly (string | MemberReference)[];
  /** Parameters that range over the members, in all actions that have them. */
  readonly params?: readonly string[];
}

/** A field that does not simply hold a member at all times. */
export interface MemberReference {
  readonly path: string;
  /** Value `member + offset` stands for the member, other values for none. Default 0. */
  readonly offset?: number;
  /** It holds a member only while the field at this path has this value, and otherwise one that means nothing. */
  readonly where?: { readonly path: string; readonly is: Scalar };
}

/**
 * A transition system with its properties. Its type knows its schema, its actions with their parameters, and the names of its
 * properties, so that reports and traces know them, too. `System<typeof state>` is one whose names are any.
 */
export interface System<
  S extends RecordField = RecordField,
  A extends ActionParams = ActionParams,
  P extends string = string,
> {
  readonly name: string;
  readonly state: S;
  readonly initial: readonly Plain<S>[];
  readonly actions: { readonly [K in keyof A]: Action<S, A[K]> };
  readonly properties: Readonly<Record<P, Property<S>>>;
  /** The runs that its liveness properties are about, those with a `fairness` of their own apart. */
  readonly fairness?: Fairness;
  /** By name, sets of interchangeable members. A check uses them where it is asked to. */
  readonly symmetry?: Readonly<Record<string, SymmetricSet>>;
}

/**
 * The fairness that {@link Over.system} takes. Where the system is made of another one (`{ ...other, actions }`), it comes from there, and the
 * check alone judges its names.
 */
export type DeclaredFairness<S extends RecordField, A extends ActionParams> =
  | { readonly fairness?: Fairness<NoInfer<keyof A & string>> }
  | { readonly state: S; readonly fairness?: Fairness };
