/**
 * Actions of processes that have a program counter: an array of an enum (`pc`) or a field of an array of records (`thread[].pc`), which
 * one parameter indexes, or an enum where there is one process (`writer`). A step is an action that is taken at one place of the
 * program and leads to another, so that neither needs a guard or an assignment of its own.
 */
import type { ArrayField, EnumField, Fields, RecordField, View } from './schema.ts';
import { SystemError } from './system-error.ts';
import { compiled } from '../state/compiled.ts';
import type { Action, ActionSpec, Domains, NoParams, Params } from './system.ts';

type EnumKeys<F> = { [K in keyof F & string]: F[K] extends EnumField ? K : never }[keyof F & string];

/** The paths of the fields that can be program counters. */
export type CounterPath<F extends Fields> = {
  [K in keyof F & string]: F[K] extends EnumField
    ? K
    : F[K] extends ArrayField<infer E>
      ? E extends EnumField
        ? K
        : E extends RecordField<infer G>
          ? `${K}[].${EnumKeys<G>}`
          : never
      : never;
}[keyof F & string];

/** The element of an array, and any other field itself. */
type ElementOf<F, K> = K extends keyof F ? (F[K] extends ArrayField<infer E> ? E : F[K]) : never;
type NamesOf<E> = E extends EnumField<infer V> ? V : never;

/** The places of the program: the names of the enum at the path. */
export type PlaceOf<F extends Fields, C extends string> = C extends `${infer K}[].${infer N}`
  ? ElementOf<F, K> extends RecordField<infer G>
    ? NamesOf<N extends keyof G ? G[N] : never>
    : never
  : NamesOf<ElementOf<F, C>>;

/** What a step has besides the place where it is taken. */
export interface StepSpec<S extends RecordField, V extends string, I extends Params, P> extends Omit<
  ActionSpec<S, I & P>,
  'params' | 'guard' | 'effect'
> {
  /** Parameters besides the process. */
  readonly params?: Domains<P>;
  /** Conjuncts besides `at`, which comes first. */
  readonly guard?: ActionSpec<S, I & P>['guard'];
  readonly effect?: ActionSpec<S, I & P>['effect'];
  /** Where the step leads; a function is asked about the state before the effect. Default: it stays where it is. */
  readonly to?: V | ((state: View<S>, params: Readonly<I & P>) => V);
}

/** Makes the action that a process takes at one place of its program, or at any of several. */
export type StepMaker<S extends RecordField, V extends string, I extends Params> = <
  const P extends Params = NoParams,
>(
  from: V | readonly V[],
  spec: StepSpec<S, V, I, P>,
) => Action<S, I & P>;

/** A counter in generated code, which knows `state` and `params`. */
export interface Counter {
  /** As the model names it, for messages. */
  readonly named: string;
  readonly read: string;
  /** Writes `to`. */
  readonly write: string;
  /** What the functions of a step are called with. */
  readonly given: string;
}

export const quoted = (text: string): string => JSON.stringify(text);

/**
 * A step as an action. It knows types by their names alone: {@link StepMaker} is what models see. Throws a SystemError where a counter
 * that is an array is not indexed by one parameter, or another one is.
 */
export function stepOf(
  { fields, counter, process }: { fields: Fields; counter: string; process: Domains<Params> },
  from: string | readonly string[],
  { params, ...spec }: StepSpec<RecordField, string, Params, Params>,
): ActionSpec<RecordField, Params> {
  const [name = '', inner] = counter.split('[].');
  const indices = Object.keys(process);
  const isArray = fields[name]?.kind === 'array';
  const named = `steps(…, '${counter}')`;
  if (indices.length !== Number(isArray))
    throw new SystemError(
      `${named} needs ${isArray ? 'one parameter, which is the index' : 'no parameter'}, and has ${String(indices.length)}`,
    );
  const holder = `state[${quoted(name)}]`;
  const of = `params[${quoted(indices[0] ?? '')}]`;
  const read = !isArray
    ? holder
    : inner === undefined
      ? `${holder}.at(${of})`
      : `${holder}.at(${of})[${quoted(inner)}]`;
  const write = isArray && inner === undefined ? `${holder}.set(${of}, to)` : `${read} = to`;
  return {
    ...(isArray ? {} : { process: () => name }),
    ...spec,
    params: { ...process, ...params },
    ...moving({ named, read, write, given: 'state, params' }, from, spec),
  };
}

/** A guard that begins with the conjunct `at`, and an effect that moves the counter. */
export function moving(
  { named, read, write, given }: Counter,
  from: string | readonly string[],
  { to, effect, guard }: Pick<StepSpec<RecordField, string, Params, Params>, 'to' | 'effect' | 'guard'>,
): Pick<ActionSpec<RecordField, Params>, 'guard' | 'effect'> {
  if (guard !== undefined && 'at' in guard)
    throw new SystemError(`${named}: the conjunct at says where the step is taken; give another name`);
  const places = typeof from === 'string' ? [from] : from;
  return {
    guard: {
      at: stepFunction(
        `return ${places.map((one) => `${read} === ${quoted(one)}`).join(' || ') || 'false'};`,
        {},
      ),
      ...guard,
    },
    effect: stepFunction(
      [
        to === undefined ? '' : `const to = ${typeof to === 'string' ? quoted(to) : `target(${given})`};`,
        effect === undefined ? 'const answer = undefined;' : `const answer = effect(${given});`,
        to === undefined ? '' : `${write};`,
        // What an effect returns is judged where it is run.
        'return answer;',
      ].join(' '),
      { target: to, effect },
    ),
  };
}

/** A function of its own for each step, into which V8 inlines what the model gave. */
export const stepFunction = (
  body: string,
  given: Readonly<Record<string, unknown>>,
): ((state: unknown, params: Params) => never) =>
  // Sound because the functions of a step are called with states of the schema and its parameters.
  compiled('step', given, `return (state, params) => { ${body} };`) as ReturnType<typeof stepFunction>;
