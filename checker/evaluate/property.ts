/**
 * The kinds of property: what each is asked about, and by which of its functions. Nothing else knows them, but their types and
 * constructors (`language/system.ts`, `language/over.ts`); the generated code of `search/` reads this table.
 */
import type { RecordField, View } from '../language/schema.ts';
import type { Liveness, Params, Property, StepView } from '../language/system.ts';
import { attempt, isTrue } from '../state/answers.ts';

export type Kind = Property<RecordField>['kind'];

/**
 * What a property is asked about: each state, each step, a state without successor, whether some state is reached, or the
 * runs that never end.
 */
export type Subject = 'state' | 'step' | 'end' | 'situation' | 'runs';

interface Form {
  readonly subject: Subject;
  /** The function that says whether the property is asked; a property may lack it. */
  readonly antecedent: 'when' | 'from' | null;
  /** The function that answers; of a claim about runs its goal. */
  readonly predicate: 'holds' | 'reached' | 'final' | 'to';
  /** Of a claim about runs: the goal is owed from the initial states on, from those of the antecedent, or from all. */
  readonly owed?: 'start' | 'antecedent' | 'always';
  /** Of a claim about runs: the goal is to last, and a run violates it that leaves the goal again and again. Else it is to be reached. */
  readonly lasting?: true;
}

const forms: Readonly<Record<Kind, Form>> = {
  always: { subject: 'state', antecedent: 'when', predicate: 'holds' },
  alwaysStep: { subject: 'step', antecedent: 'when', predicate: 'holds' },
  sometimes: { subject: 'situation', antecedent: null, predicate: 'reached' },
  deadlockFree: { subject: 'end', antecedent: null, predicate: 'final' },
  eventually: { subject: 'runs', antecedent: null, predicate: 'reached', owed: 'start' },
  leadsTo: { subject: 'runs', antecedent: 'from', predicate: 'to', owed: 'antecedent' },
  alwaysEventually: { subject: 'runs', antecedent: null, predicate: 'reached', owed: 'always' },
  eventuallyAlways: {
    ...{ subject: 'runs', antecedent: null, predicate: 'holds' },
    ...{ owed: 'always', lasting: true },
  },
};

export const formOf = (kind: Kind): Form => forms[kind];

export const subjectOf = ({ kind }: { readonly kind: Kind }): Subject => forms[kind].subject;

/** Claims about infinite runs, which are judged after the search. */
export const isLiveness = <S extends RecordField>(property: Property<S>): property is Liveness<S> =>
  subjectOf(property) === 'runs';

/** A state; or for a property of steps the state before, the state after and the step. */
export type About<S extends RecordField> =
  readonly [state: View<S>] | readonly [before: View<S>, after: View<S>, step: StepView];

/** A function of a property, by the name that the property gives it. */
export interface Asked<S extends RecordField> {
  readonly name: string;
  ask(this: void, ...about: About<S>): boolean;
}

export const predicateOf = <S extends RecordField>(property: Property<S>): Asked<S> =>
  functionOf(property, formOf(property.kind).predicate);

/** Null where it has none. */
export function antecedentOf<S extends RecordField>(property: Property<S>): Asked<S> | null {
  const { antecedent } = formOf(property.kind);
  return antecedent !== null && Reflect.get(property, antecedent) !== undefined
    ? functionOf(property, antecedent)
    : null;
}

/** Sound because {@link forms} names, for each kind, functions that this kind has, which take what its subject says. */
const functionOf = <S extends RecordField>(property: Property<S>, name: string): Asked<S> => ({
  name,
  ask: Reflect.get(property, name) as Asked<S>['ask'],
});

/** `reached` and `not reached` are said of what is to be reached: a situation, or the goal of a claim about runs. */
export type Verdict = 'holds' | 'violated' | 'not asked' | 'reached' | 'not reached';

export type Judge<S extends RecordField> = (this: void, ...about: About<S>) => Verdict;

/** What a property says of states or steps. One of ends is asked about states that have no successor. */
export function judgeOf<S extends RecordField>(property: Property<S>): Judge<S> {
  const { subject } = formOf(property.kind);
  const { ask } = predicateOf(property);
  const when = antecedentOf(property)?.ask;
  if (subject === 'situation' || subject === 'runs')
    return (...about) => (isTrue(ask(...about)) ? 'reached' : 'not reached');
  return (...about) =>
    when !== undefined && !isTrue(when(...about))
      ? 'not asked'
      : isTrue(ask(...about))
        ? 'holds'
        : 'violated';
}

/** {@link judgeOf}, where what is thrown says which property it is, and of which instance or step. */
export function namedJudgeOf<S extends RecordField>(
  name: string,
  property: Property<S>,
  params?: Params | null,
): Judge<S> {
  const judge = judgeOf(property);
  const of = { function: 'property', property: name, ...(params && { params }) } as const;
  return (...about) => {
    const [, , step] = about;
    return attempt(step === undefined ? of : { ...of, action: step.action, params: step.params }, () =>
      judge(...about),
    );
  };
}

/** A property with parameters for one combination of their values; the property itself, and null, where it has none. */
export interface Instance<S extends RecordField, P extends Property<S> = Property<S>> {
  readonly params: Params | null;
  readonly claim: P;
}

/** The instances of a property: at least one. */
export function instancesOf<S extends RecordField, P extends Property<S>>(
  property: P,
): readonly Instance<S, P>[] {
  const given: readonly { readonly params: Params; readonly claim?: unknown }[] =
    'instances' in property ? (property.instances ?? []) : [];
  if (given.length === 0) return [{ params: null, claim: property }];
  // Sound because an instance is a claim of the property's own kind; an invariant's has its functions and no kind.
  return given.map(({ params, ...one }) => ({
    params,
    claim: (one.claim ?? { kind: property.kind, ...one }) as P,
  }));
}

/** The same, but without parameters where there is only one: to name it says nothing. */
export function namedInstancesOf<S extends RecordField, P extends Property<S>>(
  property: P,
): readonly Instance<S, P>[] {
  const [one, ...more] = instancesOf<S, P>(property);
  return one !== undefined && more.length === 0
    ? [{ ...one, params: null }]
    : [one, ...more].flatMap((of) => of ?? []);
}
