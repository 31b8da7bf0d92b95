/** The constructors of systems: actions, properties and steps over one state schema, which fixes their types. */
import { isTrue } from '../state/answers.ts';
import type { Plain, RecordField, View } from './schema.ts';
import { stepOf } from './steps.ts';
import type { CounterPath, PlaceOf, StepMaker } from './steps.ts';
import type {
  AboutRuns,
  Action,
  ActionParams,
  ActionSpec,
  Always,
  AlwaysEventually,
  AlwaysSpec,
  AlwaysStep,
  ClaimInstance,
  DeadlockFree,
  DeclaredFairness,
  Domains,
  Eventually,
  EventuallyAlways,
  GoalSpec,
  LastsSpec,
  LeadsTo,
  LeadsToSpec,
  Liveness,
  NoParams,
  Params,
  Sometimes,
  System,
} from './system.ts';
import { SystemError } from './system-error.ts';
import { zeroState } from './zero.ts';

/** The constructors of actions, properties and systems over one state schema, which fixes their types. */
export interface Over<S extends RecordField> {
  /** The parameters' types are inferred from their domains: `params: { p: range(2), to: ['a', 'b'] as const }`. */
  action<const P extends Params = NoParams>(this: void, spec: ActionSpec<S, P>): Action<S, P>;
  /** An invariant: `always({ holds: (s) => s.count <= 1 })`. */
  always<const P extends Params = NoParams>(this: void, spec: AlwaysSpec<S, P>): Always<S>;
  /** A claim on every transition: `alwaysStep({ holds: (before, after) => after.n >= before.n })`. */
  alwaysStep(this: void, spec: Omit<AlwaysStep<S>, 'kind'>): AlwaysStep<S>;
  /** A claim that some reachable state satisfies `reached`. */
  sometimes(this: void, spec: Omit<Sometimes<S>, 'kind'>): Sometimes<S>;
  /** A claim that each state without an enabled action is one that `final` accepts. */
  deadlockFree(this: void, spec: Omit<DeadlockFree<S>, 'kind'>): DeadlockFree<S>;
  /** A claim that every run comes to a state that satisfies `reached`. */
  eventually<const P extends Params = NoParams>(this: void, spec: GoalSpec<S, P>): Eventually<S>;
  /** A claim that in every run `from` is followed by `to`, or comes with it. */
  leadsTo<const P extends Params = NoParams>(this: void, spec: LeadsToSpec<S, P>): LeadsTo<S>;
  /** A claim that every run comes to such a state again and again. */
  alwaysEventually<const P extends Params = NoParams>(this: void, spec: GoalSpec<S, P>): AlwaysEventually<S>;
  /** A claim that every run comes to a state from which on `holds` is true. */
  eventuallyAlways<const P extends Params = NoParams>(this: void, spec: LastsSpec<S, P>): EventuallyAlways<S>;
  /** The system, whose type has the names of its actions and properties. */
  system<A extends ActionParams, P extends string>(
    this: void,
    spec: Omit<System<S, A, P>, 'state' | 'fairness'> & DeclaredFairness<S, A>,
  ): System<S, A, P>;
  /**
   * Makes steps of processes with a program counter: `steps({ p: range(2) }, 'pc')`, `steps({ t: range(n) }, 'thread[].pc')`, or of one
   * process `steps({}, 'writer')`. The parameter is the index of the process; steps.ts says what a step is.
   */
  steps<const I extends Readonly<Record<string, number>>, C extends CounterPath<S['fields']>>(
    this: void,
    process: Domains<I>,
    counter: C,
  ): StepMaker<S, PlaceOf<S['fields'], C>, I>;
  /** The state of zeros: of each integer the least, of each enum the first name, false, and of sets and queues the empty one. */
  readonly zero: Plain<S>;
}

/** The constructors of actions, properties and systems over a state schema: `const { action, always, system } = over(state)`. */
export function over<S extends RecordField>(state: S): Over<S> {
  return {
    action: <const P extends Params = NoParams>(spec: ActionSpec<S, P>) => eraseParams<S, P>(spec),
    always: <const P extends Params = NoParams>(spec: AlwaysSpec<S, P>) => forEach<S, P>(spec),
    alwaysStep: (spec) => ({ kind: 'alwaysStep', ...spec }),
    sometimes: (spec) => ({ kind: 'sometimes', ...spec }),
    deadlockFree: (spec) => ({ kind: 'deadlockFree', ...spec }),
    eventually: (spec) => runsForEach<S, Eventually<S>>('eventually', spec, 'reached'),
    leadsTo: (spec) => runsForEach<S, LeadsTo<S>>('leadsTo', spec, 'to'),
    alwaysEventually: (spec) => runsForEach<S, AlwaysEventually<S>>('alwaysEventually', spec, 'reached'),
    eventuallyAlways: (spec) => runsForEach<S, EventuallyAlways<S>>('eventuallyAlways', spec, 'holds'),
    system: (spec) => ({ ...spec, state }),
    steps: (process, counter) => (from, spec) =>
      // Sound as {@link eraseParams} is: the step is called with states of this schema and its own parameters.
      eraseParams(stepOf({ fields: state.fields, counter, process }, from, spec as never) as never),
    zero: zeroState(state),
  };
}

/** What the claims about runs are made of, their parameters erased as in {@link eraseParams}. */
interface RunsSpec<S extends RecordField> extends AboutRuns {
  readonly params?: Domains<Params>;
  from?(this: void, state: View<S>, p: Params): boolean;
  reached?(this: void, state: View<S>, p: Params): boolean;
  to?(this: void, state: View<S>, p: Params): boolean;
  holds?(this: void, state: View<S>, p: Params): boolean;
}

/** The invariant as one claim about the state, and, where it has parameters, as its instances. */
function forEach<S extends RecordField, P extends Params>(spec: AlwaysSpec<S, P>): Always<S> {
  const { params: domains, when, holds, ...about } = spec;
  const instances = instancesOf('an invariant', domains, (p: P, params): ClaimInstance<S> => ({
    params,
    ...(when !== undefined && { when: (state: View<S>) => when(state, p) }),
    holds: (state) => holds(state, p),
  }));
  // Sound because functions without parameters read none of them.
  if (instances === undefined) return { kind: 'always', ...(spec as Omit<Always<S>, 'kind'>) };
  return {
    kind: 'always',
    ...about,
    instances,
    ...(when !== undefined && {
      when: (state: View<S>) => instances.some((one) => one.when !== undefined && isTrue(one.when(state))),
    }),
    // All are asked, also after one that does not hold: another may be at fault.
    holds: (state) =>
      instances.filter(
        (one) => (one.when === undefined || isTrue(one.when(state))) && !isTrue(one.holds(state)),
      ).length === 0,
  };
}

/**
 * A claim about runs, and, where it has parameters, its instances; `predicate` is the function that says what its goal is. Of all instances
 * together, the goal is that all have come, and the antecedent that one is owed.
 */
function runsForEach<S extends RecordField, C extends Liveness<S>>(
  kind: C['kind'],
  spec: RunsSpec<S>,
  predicate: 'reached' | 'to' | 'holds',
): C {
  const { params: domains, from, ...rest } = spec;
  const { [predicate]: goal = () => false, ...about } = rest;
  const instances = instancesOf(`a claim of kind ${kind}`, domains, (p: Params, params) => ({
    params,
    from: from && ((state: View<S>) => from(state, p)),
    goal: (state: View<S>) => goal(state, p),
  }));
  // Sound because the claim gets the functions of its kind, and functions without parameters read none of them.
  if (instances === undefined) return { kind, ...spec } as unknown as C;
  return {
    kind,
    ...about,
    instances: instances.map(({ params, from, goal }) => ({
      params,
      claim: { kind, ...about, ...(from && { from }), [predicate]: goal },
    })),
    ...(from && { from: (state: View<S>) => instances.some((one) => one.from?.(state)) }),
    [predicate]: (state: View<S>) => instances.every((one) => one.goal(state)),
  } as unknown as C;
}

/** What `make` makes of every combination of the parameters' values; undefined where there are no parameters. */
function instancesOf<P extends Params, I>(
  of: string,
  domains: Domains<P> | undefined,
  make: (p: P, params: Params) => I,
): readonly I[] | undefined {
  // Sound because `combinations` gives each domain's parameter one of its values.
  return domains && combinations(of, domains).map((params) => make(params as P, params));
}

/**
 * Every combination of the parameters' values, as frozen objects of one shape, the first parameter varying slowest.
 * Throws a SystemError where a parameter has no values; `of` says whose it is.
 */
export function combinations(of: string, domains: Domains<Params>): readonly Params[] {
  let all: Params[] = [{}];
  for (const [name, values] of Object.entries(domains)) {
    if (values.length === 0)
      throw new SystemError(`parameter ${name} of ${of} has no values; give its domain at least one`);
    all = all.flatMap((params) => values.map((value) => ({ ...params, [name]: value })));
  }
  return all.map((params) => Object.freeze(params));
}

/** The integers 0 … count-1, as a parameter domain. */
export function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/**
 * Puts actions of different parameters under one type. Sound because the engine calls an action's functions only with
 * parameter objects that were built from that same action's domains.
 */
function eraseParams<S extends RecordField, P extends Params>(spec: ActionSpec<S, P>): Action<S, P> {
  const first = Object.keys(spec.params ?? {})[0];
  const byFirstParam = (params: Params): string =>
    first === undefined ? '' : `${first}=${String(params[first])}`;
  return {
    kind: 'action',
    // Sound because an action whose domains are left out has no parameters.
    params: spec.params ?? ({} as Domains<P>),
    guard: Object.entries(spec.guard).map(([name, holds]) => ({
      name,
      holds: holds,
    })),
    effect: spec.effect,
    process: (spec.process as Action<S>['process'] | undefined) ?? byFirstParam,
    source: spec.source,
    note: spec.note,
  };
}
