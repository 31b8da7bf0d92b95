/**
 * The structures of a program: for each action instance when it is enabled and what it writes, for each property what it says,
 * as finite functions of the state's stored values. They are found by running the system's own functions (explore.ts), so
 * they need no second description of it.
 */
import { instancesOf, judgeOf, subjectOf } from '../evaluate/property.ts';
import type { Judge, Subject } from '../evaluate/property.ts';
import type { Program, ProgramAction } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import type { Action, Params, Property, StepView } from '../language/system.ts';
import { isTrue, runEffect } from '../state/answers.ts';
import type { Layout } from '../state/layout.ts';
import type { Diagram } from './diagram.ts';
import { Diagrams, leaves } from './diagram.ts';
import type { Budget, Found } from './explore.ts';
import { Explorer, NoStructure } from './explore.ts';

/** What a property says, as a leaf. */
export const says = { notAsked: 0, holds: 1, violated: 2 } as const;

export interface InstanceStructure {
  /** Leaf 1 where all conjuncts hold, else 0; `fault` where a guard, the effect or a property of the step is at fault. */
  readonly guard: Diagram;
  /** By scalar that the effect may write, its stored value afterwards, or `keep`. Asked where the guard says 1. */
  readonly writes: ReadonlyMap<number, Diagram>;
  /** By the number of a property of steps: what it says of this step. Asked where the guard says 1. */
  readonly judged: ReadonlyMap<number, Diagram>;
}

export interface PropertyStructure {
  readonly property: number;
  readonly subject: Exclude<Subject, 'step' | 'runs'>;
  /**
   * By instance, what it says of a state: a number of {@link says}, or `fault`. Of a situation 1 where it is reached, of a
   * deadlock 1 where the state may be an end and 2 where not. Null where it has no structure at this cost.
   */
  readonly instances: readonly Diagram[] | null;
}

export interface Structures {
  readonly diagrams: Diagrams;
  /** In the order of the program's instances. */
  readonly instances: readonly InstanceStructure[];
  /** All properties but those of steps, which stand with the instances, and those of runs. */
  readonly properties: readonly PropertyStructure[];
}

/** Runs of one action instance, of one property, and of all. The tracer's largest instance takes some 80,000. */
const RUNS_OF_INSTANCE = 1 << 18;
const RUNS_OF_PROPERTY = 1 << 15;
const RUNS_IN_ALL = 1 << 22;

export interface StructuresOptions {
  /** Milliseconds that it may take; default any number. */
  readonly withinMs?: number;
  /** The properties of states that are wanted; default all. */
  readonly asked?: (property: number) => boolean;
}

/** Throws a NoStructure where an action or a property of steps has none, or none at this cost. */
export function structuresOf<S extends RecordField>(
  program: Program<S>,
  layout: Layout,
  { withinMs = Infinity, asked = () => true }: StructuresOptions = {},
): Structures {
  const diagrams = new Diagrams();
  const explorer = new Explorer<S>(layout, diagrams);
  const untilMs = performance.now() + withinMs;
  let left = RUNS_IN_ALL;
  const explore: Explore = (most, run, absent) => {
    const budget: Budget = { runs: Math.min(left, most), untilMs };
    const before = budget.runs;
    try {
      return explorer.explore(budget, run, absent);
    } finally {
      left -= before - budget.runs;
    }
  };
  const steps = program.properties.flatMap(([, property], index) =>
    subjectOf(property) === 'step' ? [[index, judgeOf(property)] as const] : [],
  );
  return {
    diagrams,
    instances: program.actions.flatMap(({ name, action, steps: views }: ProgramAction<S>) =>
      views.map((step) =>
        named(name, step.params, () => instanceOf({ explorer, explore }, action, step, steps)),
      ),
    ),
    properties: program.properties.flatMap(([, property], index) => {
      const subject = subjectOf(property);
      if (subject === 'step' || subject === 'runs' || !asked(index)) return [];
      return [{ property: index, subject, instances: orNull(() => instancesOf(property).map(judged)) }];
    }),
  };

  function judged({ claim }: { readonly claim: Property<S> }): Diagram {
    const judge = judgeOf(claim);
    const run = (): Found => new Map([[0, numberOf[judge(explorer.before)]]]);
    return explore(RUNS_OF_PROPERTY, run, () => leaves.free).get(0) ?? diagrams.leaf(leaves.free);
  }
}

/** Null where there is no structure. */
function orNull<T>(run: () => T): T | null {
  try {
    return run();
  } catch (thrown) {
    if (thrown instanceof NoStructure && !thrown.wantsTime) return null;
    throw thrown;
  }
}

/** The structure of an action instance, whose name stands in what is thrown. */
function named<T>(action: string, params: Params, run: () => T): T {
  try {
    return run();
  } catch (thrown) {
    if (!(thrown instanceof NoStructure)) throw thrown;
    const values = Object.entries(params).map(([name, value]) => `${name}=${String(value)}`);
    const instance = values.length === 0 ? action : `${action}(${values.join(', ')})`;
    throw new NoStructure(`${instance}: ${thrown.message}`, thrown.wantsTime);
  }
}

type Explore = (most: number, run: () => Found, absent: (found: Found) => number) => Map<number, Diagram>;

const numberOf: Readonly<Record<ReturnType<Judge<RecordField>>, number>> = {
  'not asked': says.notAsked,
  'not reached': says.notAsked,
  holds: says.holds,
  reached: says.holds,
  violated: says.violated,
};

const notEnabled: Found = new Map([[0, 0]]);
/** Numbers of what is asked of a step: 0 is the guard, then come the step properties, then the scalars. */
function instanceOf<S extends RecordField>(
  { explorer, explore }: { readonly explorer: Explorer<S>; readonly explore: Explore },
  { guard, effect }: Action<S>,
  step: StepView,
  steps: readonly (readonly [property: number, judge: Judge<S>])[],
): InstanceStructure {
  const params: Params = step.params;
  const found = explore(
    RUNS_OF_INSTANCE,
    () => {
      for (const { holds } of guard) if (!isTrue(holds(explorer.before, params))) return notEnabled;
      runEffect(effect, explorer.after, params);
      const all = new Map([[0, 1]]);
      steps.forEach(([, judge], at) => {
        all.set(1 + at, numberOf[judge(explorer.before, explorer.after, step)]);
      });
      for (const [scalar, raw] of explorer.writes()) all.set(1 + steps.length + scalar, raw);
      return all;
    },
    (of) => (of.get(0) === 1 ? leaves.keep : leaves.free),
  );
  const [judged, writes] = [new Map<number, Diagram>(), new Map<number, Diagram>()];
  for (const [number, diagram] of found) {
    const property = steps[number - 1]?.[0];
    if (number > steps.length) writes.set(number - 1 - steps.length, diagram);
    else if (property !== undefined) judged.set(property, diagram);
  }
  return { guard: found.get(0) ?? 0, writes, judged };
}
