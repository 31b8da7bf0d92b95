/**
 * Whether an invariant is inductive, by enumeration: every state of the schema that satisfies it, whether it can be reached
 * or not, and every step from there.
 * Where a guard, an effect or a conjunct wants to know more than a partial state says, each value is tried.
 */
import type { Judge, Subject } from '../evaluate/property.ts';
import { antecedentOf, judgeOf, predicateOf, subjectOf } from '../evaluate/property.ts';
import { judgeInductionOptions } from '../check/judge-options.ts';
import type { StepsOf } from '../check/report.ts';
import type { Ongoing } from '../host/ongoing.ts';
import { ongoing } from '../host/ongoing.ts';
import { Slices } from '../host/slices.ts';
import type { Program } from '../language/program.ts';
import { programOf } from '../language/program.ts';
import type { Plain, RecordField, View } from '../language/schema.ts';
import type { Action, ActionParams, Params, Property, StepView, System } from '../language/system.ts';
import { SystemError } from '../language/system-error.ts';
import { answering } from '../state/answers.ts';
import type { PartialState } from './partial-state.ts';
import { partialState, wanted } from './partial-state.ts';
import { FALSE, TRUE, ask, enumeration, forEachValue, weightOf } from './enumerate.ts';

/** Conjuncts by name: total functions of the state, true together of the states that the invariant allows. */
export type Invariant<S extends RecordField> = Readonly<Record<string, (state: View<S>) => boolean>>;

/** What is to be shown, and who hears of it. */
export interface InductionOptions<P extends string = string> {
  /** The `always` and `alwaysStep` properties that the invariant is to imply; default all that the system has. */
  readonly properties?: readonly P[];
  /** Whether to end at the first failure; else the first of each kind is found. Default false. */
  readonly first?: boolean;
  readonly onProgress?: (progress: InductionProgress) => void;
  /** Its abort makes the promise reject with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** How far an enumeration has come. How many there will be is not known before its end. */
export interface InductionProgress {
  readonly states: number;
  readonly partialStates: number;
  readonly transitions: number;
  readonly elapsedMs: number;
}

/** A state that satisfies the invariant, and a step from it to one that does not satisfy this conjunct. */
export type CounterexampleToInduction<
  S extends RecordField = RecordField,
  T extends StepView = StepView,
> = T & {
  readonly before: Plain<S>;
  readonly after: Plain<S>;
  /** `(schema)` where the step writes a value that its field cannot have; `after` is then as far as it got. */
  readonly conjunct: string;
};

/** A state that satisfies the invariant and not a property that it should imply. */
export interface Unsafe<
  S extends RecordField = RecordField,
  T extends StepView = StepView,
  P extends string = string,
> {
  readonly property: P;
  readonly state: Plain<S>;
  /** Of an `alwaysStep`: what is done in that state. */
  readonly step: (T & { readonly after: Plain<S> }) | null;
}

/** Whether an invariant is inductive; and if not, where. */
export interface InductionReport<
  S extends RecordField = RecordField,
  T extends StepView = StepView,
  P extends string = string,
> {
  readonly verdict: 'inductive' | 'not inductive';
  /** Initial states outside the invariant, with the first conjunct that is false there. */
  readonly initial: readonly { readonly state: Plain<S>; readonly conjunct: string }[];
  /** For each action and conjunct the first counterexample. */
  readonly steps: readonly CounterexampleToInduction<S, T>[];
  /** For each property the first state that satisfies the invariant and not the property, or the first step from one. */
  readonly unsafe: readonly Unsafe<S, T, P>[];
  /** States that satisfy the invariant, and the partial states that stood for them. */
  readonly states: number;
  readonly partialStates: number;
  /** Steps from these states, those that change nothing included. */
  readonly transitions: number;
  /** Whether every state was looked at: not so where `first` ended it. */
  readonly complete: boolean;
}

const OUTSIDE_SCHEMA = '(schema)';

/**
 * Shows that the initial states satisfy the invariant, that every step from a state that satisfies it leads to one that
 * does, and that it implies the properties; or where not. With that, the properties hold in every run, of any length.
 * Rejects with a SystemError where the system cannot be run, has no such property, or one of another kind.
 */
export function induction<S extends RecordField, A extends ActionParams, P extends string>(
  system: System<S, A, P>,
  invariant: Invariant<S>,
  options: InductionOptions<NoInfer<P>> = {},
): Ongoing<InductionReport<S, StepsOf<A>, P>, InductionProgress> {
  // Sound because steps and properties are those of the system.
  return ongoing((tell) => inducted<S>(system, invariant, options, tell)) as unknown as Ongoing<
    InductionReport<S, StepsOf<A>, P>,
    InductionProgress
  >;
}

function inducted<S extends RecordField>(
  system: System<S>,
  invariant: Invariant<S>,
  options: InductionOptions,
  tell: (progress: InductionProgress) => void,
): Promise<InductionReport<S>> {
  judgeInductionOptions(options);
  const started = performance.now();
  const one = new Induction(programOf(system, options.properties), invariant, options);
  const slices = new Slices({
    signal: options.signal,
    tell: () => {
      const progress = { ...one.counts(), elapsedMs: performance.now() - started };
      options.onProgress?.(progress);
      tell(progress);
    },
  });
  return one.run(slices);
}

interface Instance<S extends RecordField> {
  readonly name: string;
  readonly action: Action<S>;
  readonly params: Params;
  readonly step: StepView;
}

/** Thrown to leave the recursion at the first failure. */
class Enough extends Error {}

class Induction<S extends RecordField> {
  readonly #program: Program<S>;
  readonly #options: InductionOptions;
  readonly #names: readonly string[];
  readonly #conjuncts: readonly ((state: View<S>) => boolean)[];
  readonly #properties: readonly (readonly [string, Judge<S>])[];
  readonly #stepProperties: readonly (readonly [string, Judge<S>])[];
  readonly #instances: readonly Instance<S>[];
  readonly #source: PartialState<S>;
  readonly #next: PartialState<S>;
  readonly #initial: { state: Plain<S>; conjunct: string }[] = [];
  readonly #steps = new Map<string, CounterexampleToInduction<S>>();
  readonly #unsafe = new Map<string, Unsafe<S>>();
  #states = 0;
  #partialStates = 0;
  #transitions = 0;

  constructor(program: Program<S>, invariant: Invariant<S>, options: InductionOptions) {
    const { system } = program;
    this.#program = program;
    this.#options = options;
    this.#names = Object.keys(invariant);
    this.#conjuncts = Object.entries(invariant).map(([name, holds]) =>
      answering({ function: 'property', property: name }, holds),
    );
    const about = (subject: Subject): (readonly [string, Judge<S>])[] =>
      program.properties.flatMap(([name, property]) =>
        subjectOf(property) === subject ? [[name, judgeOf(answeringAll(name, property))] as const] : [],
      );
    [this.#properties, this.#stepProperties] = [about('state'), about('step')];
    const other = program.properties.find(([, property]) => !['state', 'step'].includes(subjectOf(property)));
    if (other !== undefined && options.properties !== undefined)
      throw new SystemError(
        `${other[0]} is ${other[1].kind}; an invariant implies \`always\` and \`alwaysStep\` properties only`,
      );
    this.#instances = program.actions.flatMap(({ name, action, steps }) =>
      steps.map((step) => ({ name, action: answeringGuard(name, action), params: step.params, step })),
    );
    this.#source = partialState(system.state);
    this.#next = partialState(system.state);
  }

  counts(): Pick<InductionProgress, 'states' | 'partialStates' | 'transitions'> {
    return { states: this.#states, partialStates: this.#partialStates, transitions: this.#transitions };
  }

  async run(slices: Slices): Promise<InductionReport<S>> {
    let complete = true;
    try {
      this.#judgeInitial();
      const next = enumeration(this.#source, this.#conjuncts);
      while (next()) {
        this.#judge();
        if (slices.isOver()) await slices.pause();
      }
    } catch (thrown) {
      if (!(thrown instanceof Enough)) throw thrown;
      complete = false;
    }
    slices.tell();
    const failures = this.#initial.length + this.#steps.size + this.#unsafe.size;
    return {
      verdict: failures === 0 ? 'inductive' : 'not inductive',
      initial: this.#initial,
      steps: [...this.#steps.values()],
      unsafe: [...this.#unsafe.values()],
      ...this.counts(),
      complete,
    };
  }

  #judgeInitial(): void {
    for (const state of this.#program.system.initial) {
      this.#source.load(state);
      const failing = this.#conjuncts.findIndex((holds) => !holds(this.#source.view));
      if (failing < 0) continue;
      this.#initial.push({ state, conjunct: this.#names[failing] ?? '' });
      this.#fail();
    }
    this.#source.values.fill(undefined);
  }

  /** The source satisfies the invariant, whatever its unknown scalars are. */
  #judge(): void {
    this.#states += weightOf(this.#source);
    this.#partialStates++;
    for (const [name, judge] of this.#properties) this.#judgeProperty(name, judge);
    for (const instance of this.#instances) this.#step(instance);
  }

  #judgeProperty(name: string, judge: Judge<S>): void {
    if (this.#unsafe.has(name)) return;
    const answer = ask(this.#source, (s) => judge(s) !== 'violated');
    if (answer === FALSE) {
      this.#unsafe.set(name, { property: name, state: this.#source.plain(), step: null });
      this.#fail();
    } else if (answer !== TRUE) {
      forEachValue(this.#source, answer, () => {
        this.#judgeProperty(name, judge);
      });
    }
  }

  #step(instance: Instance<S>): void {
    const { action, params } = instance;
    const { values } = this.#source;
    for (const { holds } of action.guard) {
      const answer = ask(this.#source, (s) => holds(s, params));
      if (answer === TRUE) continue;
      if (answer !== FALSE)
        forEachValue(this.#source, answer, () => {
          this.#step(instance);
        });
      return;
    }
    const next = this.#next.values;
    for (let at = 0; at < values.length; at++) next[at] = values[at];
    try {
      action.effect(this.#next.draft, params);
    } catch (thrown) {
      if (thrown === wanted) {
        forEachValue(this.#source, wanted.scalar, () => {
          this.#step(instance);
        });
      } else if (thrown instanceof SystemError) {
        this.#transitions += weightOf(this.#source);
        this.#counterexample(instance, OUTSIDE_SCHEMA);
      } else throw thrown;
      return;
    }
    if (this.#judgeStep(instance)) this.#judgeNext(instance, 0);
  }

  /** False where it wanted to know more of the source: then the step has been taken again for each value. */
  #judgeStep(instance: Instance<S>): boolean {
    const { name, params, step } = instance;
    for (const [property, judge] of this.#stepProperties) {
      if (this.#unsafe.has(property)) continue;
      const after = this.#next.view;
      const answer = ask(this.#source, (s) => judge(s, after, step) !== 'violated');
      if (answer === TRUE) continue;
      if (answer !== FALSE) {
        forEachValue(this.#source, answer, () => {
          this.#step(instance);
        });
        return false;
      }
      const [state, reached] = [this.#source.plain(), this.#next.plain()];
      this.#unsafe.set(property, { property, state, step: { action: name, params, after: reached } });
      this.#fail();
    }
    return true;
  }

  /** Judges the successor by the conjuncts from this one on. */
  #judgeNext(instance: Instance<S>, from: number): void {
    for (let conjunct = from; conjunct < this.#conjuncts.length; conjunct++) {
      const answer = ask(this.#next, this.#conjuncts[conjunct]);
      if (answer === FALSE) this.#counterexample(instance, this.#names[conjunct] ?? '');
      if (answer === FALSE || answer === TRUE) continue;
      // The effect neither read nor wrote it: it is the same before and after.
      forEachValue(this.#source, answer, (value) => {
        this.#next.values[answer] = value;
        this.#judgeNext(instance, conjunct);
      });
      this.#next.values[answer] = undefined;
      return;
    }
    this.#transitions += weightOf(this.#source);
  }

  #counterexample({ name, params }: Instance<S>, conjunct: string): void {
    const key = `${name} ${conjunct}`;
    if (this.#steps.has(key)) return;
    const [before, after] = [this.#source.plain(), this.#next.plain()];
    this.#steps.set(key, { action: name, params, before, after, conjunct });
    this.#fail();
  }

  #fail(): void {
    if (this.#options.first === true) throw new Enough();
  }
}

/** A property of states or steps whose functions check what they answer, and let pass what they throw. */
function answeringAll<S extends RecordField>(name: string, property: Property<S>): Property<S> {
  const site = { function: 'property', property: name } as const;
  const of = [antecedentOf(property), predicateOf(property)];
  const functions = of.flatMap((one) =>
    one === null ? [] : [[one.name, answering(site, one.ask)] as const],
  );
  return { ...property, ...Object.fromEntries(functions) };
}

const answeringGuard = <S extends RecordField>(name: string, action: Action<S>): Action<S> => ({
  ...action,
  guard: action.guard.map(({ name: conjunct, holds }) => ({
    name: conjunct,
    holds: answering({ function: 'guard', action: name, conjunct }, holds),
  })),
});
