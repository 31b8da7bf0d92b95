/**
 * Systems of processes that each have a program: each kind of process has places, fields of its own and a number of members, and all
 * share the other fields. The schema, the program counters, their guards and moves, and the fairness of each process come from that.
 */
import { over, range } from './over.ts';
import type { Over } from './over.ts';
import { array, oneOf, record } from './schema.ts';
import type { ArrayField, Draft, EnumField, Field, Fields, RecordField, View } from './schema.ts';
import { moving, quoted, stepFunction } from './steps.ts';
import type { Counter } from './steps.ts';
import type {
  Action,
  ActionParams,
  ActionSpec,
  DeclaredFairness,
  Domains,
  Fairness,
  FairSelection,
  NoParams,
  Params,
  System,
} from './system.ts';
import { SystemError } from './system-error.ts';

/** One kind of process. */
export interface ProcessKind {
  /** The places of its program in their order; it begins at the first. */
  readonly places: readonly string[];
  /** How many there are. Without it there is one, whose actions have no parameter. */
  readonly count?: number;
  /** What each of them has besides its program counter `pc`. */
  readonly fields?: Fields;
  /** The fairness of each of them; without it, it may stop for ever where some kind has one. */
  readonly fair?: 'weak' | 'strong';
}

/** The kinds of processes, by name. */
export interface ProcessKinds {
  readonly [name: string]: ProcessKind;
}

/** The places of a kind. */
export type PlacesOf<K extends ProcessKind> = K['places'][number];
type OwnFields<K extends ProcessKind> = K extends { readonly fields: infer F extends Fields } ? F : NoParams;
/** What a process of a kind is in the state: its fields and `pc`. */
export type ProcessField<K extends ProcessKind> = RecordField<
  OwnFields<K> & { readonly pc: EnumField<PlacesOf<K>> }
>;

/** The schema of a composed system: the shared fields and, by the name of its kind, each process or the array of them. */
export type ComposedState<F extends Fields, K extends ProcessKinds> = RecordField<{
  readonly [N in keyof F | keyof K]: N extends keyof K
    ? K[N] extends { readonly count: number }
      ? ArrayField<ProcessField<K[N]>>
      : ProcessField<K[N]>
    : N extends keyof F
      ? F[N]
      : never;
}>;

/** The parameter that says which process of its kind takes a step. It has the name of the kind. */
export type IndexOf<N extends string, K extends ProcessKind> = K extends { readonly count: number }
  ? Readonly<Record<N, number>>
  : NoParams;

/** What a process does at one of its places. `me` is the process: its fields and `pc`. */
export interface ProcessStep<S extends RecordField, K extends ProcessKind, I, P> {
  /** Parameters besides the index of the process. */
  readonly params?: Domains<P>;
  /** Conjuncts besides `at`, which comes first. */
  readonly guard?: Readonly<
    Record<string, (state: View<S>, me: View<ProcessField<K>>, params: Readonly<I & P>) => boolean>
  >;
  readonly effect?: (
    state: Draft<S>,
    me: Draft<RecordField<OwnFields<K>>> & { readonly pc: PlacesOf<K> },
    params: Readonly<I & P>,
  ) => void;
  /** Where it leads; a function is asked about the state before the effect. Default: the next place, and after the last the first. */
  readonly to?:
    PlacesOf<K> | ((state: View<S>, me: View<ProcessField<K>>, params: Readonly<I & P>) => PlacesOf<K>);
  readonly source?: string;
  readonly note?: string;
}

/** Makes the action that a process of a kind takes at one place of its program, or at any of several. */
export type ProcessStepMaker<S extends RecordField, K extends ProcessKind, I extends Params> = <
  const P extends Params = NoParams,
>(
  from: PlacesOf<K> | readonly PlacesOf<K>[],
  spec: ProcessStep<S, K, I, P>,
) => Action<S, I & P>;

/** What {@link compose} gives: the constructors of {@link Over}, and the steps of each kind. */
export interface Composed<S extends RecordField, K extends ProcessKinds> extends Omit<
  Over<S>,
  'steps' | 'system'
> {
  /** By kind, what makes its steps: `step.reader('start', { effect: (s, me) => { me.seen = s.seq; } })`. */
  readonly step: { readonly [N in keyof K & string]: ProcessStepMaker<S, K[N], IndexOf<N, K[N]>> };
  /** The system. It begins in the state of zeros, and the kinds say which processes are fair, unless `initial` and `fairness` do. */
  system<A extends ActionParams, P extends string>(
    this: void,
    spec: Omit<System<S, A, P>, 'state' | 'initial' | 'fairness'> &
      Partial<Pick<System<S>, 'initial'>> &
      DeclaredFairness<S, A>,
  ): System<S, A, P>;
}

/**
 * The constructors of a system of processes: `compose({ seq: int(0, 4) }, { writer: { places: ['idle', 'writing'] }, reader: { count: 2,
 * places: ['start', 'using'], fields: { seen: int(0, 4) } } })`. Its state has the shared fields, `writer`, and the array `reader`. Throws a
 * SystemError (`schema`) where two fields have one name, or a kind has no place or the same place twice.
 */
export function compose<F extends Fields, const K extends ProcessKinds>(
  shared: F,
  kinds: K,
): Composed<ComposedState<F, K>, K> {
  const all = Object.entries(kinds);
  const twice = all.find(([name]) => Object.hasOwn(shared, name));
  if (twice !== undefined)
    throw taken(twice[0], `${twice[0]} is a shared field and a kind of process; give another name`);
  const fields = Object.fromEntries(all.map(([name, kind]) => [name, fieldOf(name, kind)]));
  // Sound because these are the fields that the type names: TypeScript does not follow Object.fromEntries.
  const state = record({ ...shared, ...fields }) as unknown as ComposedState<F, K>;
  const { system, ...constructors } = over(state);
  const makers = all.map(([name, kind]) => [name, makerOf(name, kind, constructors.action as never)]);
  const fairness = fairnessOf(kinds);
  return {
    ...constructors,
    // Sound as the schema is.
    step: Object.fromEntries(makers) as never,
    system: ({ initial = [constructors.zero], ...spec }) =>
      system({ ...(fairness !== undefined && { fairness }), ...spec, initial }),
  };
}

const taken = (path: string, message: string): SystemError =>
  new SystemError(message, { code: 'schema', at: { path } });

function fieldOf(name: string, { places, count, fields = {} }: ProcessKind): Field {
  if (Object.hasOwn(fields, 'pc'))
    throw taken(`${name}.pc`, `${name}.pc is the program counter; give the field of ${name} another name`);
  const process = record({ pc: oneOf(...places), ...fields });
  return count === undefined ? process : array(count, process);
}

type Erased = ProcessStep<RecordField, ProcessKind, Params, Params>;

/** It knows types by their names alone: {@link ProcessStepMaker} is what models see. */
function makerOf(
  name: string,
  { places, count }: ProcessKind,
  action: (spec: ActionSpec<RecordField, Params>) => Action<RecordField>,
): (from: string | readonly string[], spec: Erased) => Action<RecordField> {
  const holder = `state[${quoted(name)}]`;
  const me = count === undefined ? holder : `${holder}.at(params[${quoted(name)}])`;
  const counter: Counter = {
    named: `step.${name}(…)`,
    read: `${me}.pc`,
    write: `${me}.pc = to`,
    given: `state, ${me}, params`,
  };
  const next: Readonly<Record<string, string>> = Object.fromEntries(
    places.map((place, index) => [place, places[(index + 1) % places.length] ?? place]),
  );
  const nextOf = (_: unknown, { pc }: { readonly pc: string }): string => next[pc] ?? pc;
  return (from, { params, guard, to = typeof from === 'string' ? next[from] : nextOf, ...spec }) => {
    if (params !== undefined && Object.hasOwn(params, name))
      throw new SystemError(`${counter.named}: the parameter ${name} is the process; give another name`);
    const conjuncts = Object.entries(guard ?? {}).map(
      ([one, holds]) => [one, stepFunction(`return holds(${counter.given});`, { holds })] as const,
    );
    return action({
      ...(count === undefined && { process: () => name }),
      ...spec,
      params: { ...(count !== undefined && { [name]: range(count) }), ...params },
      // Sound because generated code calls the functions with what `given` says.
      ...moving(counter, from, { ...spec, to, guard: guard && Object.fromEntries(conjuncts) } as never),
    });
  };
}

/** What the kinds say of themselves; undefined where none does. */
function fairnessOf(kinds: ProcessKinds): Fairness | undefined {
  const of = (strength: ProcessKind['fair']): readonly FairSelection[] =>
    Object.entries(kinds)
      .filter(([, { fair }]) => fair === strength)
      .flatMap(([name, { count }]) =>
        count === undefined ? [name] : range(count).map((index) => `${name}=${String(index)}`),
      )
      .map((process) => ({ process }));
  const [weak, strong] = [of('weak'), of('strong')];
  return weak.length + strong.length === 0 ? undefined : { weak, strong };
}
