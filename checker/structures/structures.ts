/**
 * The structures of a program: for each action instance when it is enabled and what it writes, for each property what it says,
 * as finite functions of the state's stored values. They are found by running the system's own functions (explore.ts), so
 * they need no second description of it.
 */
import { host } from '#host';
import { instancesOf, judgeOf, subjectOf } from '../evaluate/property.ts';
import type { Subject } from '../evaluate/property.ts';
import { flowOf } from '../language/flow.ts';
import type { Program, ProgramAction } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import type { Action, Property, StepView } from '../language/system.ts';
import type { Layout } from '../state/layout.ts';
import { partsApart } from './apart.ts';
import type { InstanceStructure } from './asking.ts';
import { answerNumber, askStep, stepJudges, structureFrom } from './asking.ts';
import type { Diagram } from './diagram.ts';
import { Diagrams, leaves } from './diagram.ts';
import type { Asking, Budget } from './explore.ts';
import { Explorer, NoStructure, TOO_MANY_WAYS } from './explore.ts';
import { effectOf } from './flow.ts';

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
  /** Of a search with symmetry: whether they say the same of all states of each orbit, members exchanged. */
  readonly symmetric: boolean;
}

/**
 * Runs of one action instance, of one whose effect can be had in parts, or in parts that are kept apart, of a guard alone, of a
 * property of all states or of another one, and of all. Tests put others here.
 */
export const runsMax = {
  instance: 1 << 16,
  inParts: 1 << 11,
  apart: 1 << 6,
  guard: 1 << 15,
  state: 1 << 15,
  property: 1 << 13,
  all: 1 << 22,
};

/** Runs of a function whose ways are then estimated, by as many runs, if there are more. */
const FEW = 1 << 8;

export interface StructuresOptions {
  /** Milliseconds of CPU time that it may take; default any number. */
  readonly withinMs?: number;
  /** The properties of states that are wanted; default all. */
  readonly asked?: (property: number) => boolean;
  /** Instances whose own functions may have to be asked; default any number. */
  readonly lackingMax?: number;
  /** Whether effects that go many ways are wanted in parts, where these are known, and not as what they write in all. */
  readonly apart?: boolean;
  /** Others than `runsMax`. */
  readonly runs?: Partial<typeof runsMax>;
}

/** Throws a NoStructure where it takes too long, or where too many action instances have none at this cost. */
export function structuresOf<S extends RecordField>(
  program: Program<S>,
  layout: Layout,
  {
    withinMs = Infinity,
    asked = () => true,
    lackingMax = Infinity,
    apart: isApart = false,
    runs = {},
  }: StructuresOptions = {},
): Structures {
  const diagrams = new Diagrams();
  const explorer = new Explorer<S>(layout, diagrams);
  const untilMs = host.cpuMs() + withinMs;
  const most = { ...runsMax, ...runs };
  let left = most.all;
  let lacking = 0;
  const spending = <T>(atMost: number, find: (budget: Budget) => T): T => {
    const budget: Budget = { runs: Math.min(left, atMost), untilMs };
    const before = budget.runs;
    try {
      return find(budget);
    } finally {
      left -= before - budget.runs;
    }
  };
  const explore = (atMost: number, asking: Asking): Map<number, Diagram> =>
    spending(atMost, (budget) => {
      const few: Budget = { runs: Math.min(FEW, budget.runs), untilMs };
      budget.runs -= few.runs;
      try {
        return explorer.explore(few, asking);
      } catch (thrown) {
        if (few.runs >= 0 || budget.runs === 0) throw thrown;
      }
      if (explorer.waysOf(asking, FEW) > budget.runs) throw new NoStructure(TOO_MANY_WAYS);
      return explorer.explore(budget, asking);
    });
  const judges = stepJudges(program);
  const whole = isApart && judges.length === 0 ? most.apart : most.inParts;
  return {
    diagrams,
    symmetric: false,
    instances: program.actions.flatMap(({ action, steps: views }: ProgramAction<S>) => {
      // What one instance of an action cannot be found for at this cost, the next hardly can.
      const tries = { whole: true, guard: true, parts: true };
      return views.map((step) => stepStructure(action, step, tries));
    }),
    properties: program.properties.flatMap(([, property], index) => {
      const subject = subjectOf(property);
      if (subject === 'step' || subject === 'runs' || !asked(index)) return [];
      return [
        { property: index, subject, instances: orNull(() => instancesOf(property).map(judgedBy(subject))) },
      ];
    }),
  };

  function stepStructure(action: Action<S>, step: StepView, tries: Tries): InstanceStructure {
    if (tries.whole) {
      const tried = flowOf(action.effect) === undefined ? most.instance : whole;
      const found = orNull(() => explore(tried, askStep(explorer, action, step, { judges })));
      if (found !== null) return structureFrom(found, judges);
      tries.whole = false;
    }
    const alone = askStep(explorer, action, step, { withEffect: false });
    const found = tries.guard ? orNull(() => explore(most.guard, alone)) : null;
    tries.guard = found !== null;
    const guard = found?.get(0) ?? null;
    const ofParts = guard === null || !tries.parts ? null : inParts(action, step, guard);
    if (ofParts !== null) return ofParts;
    tries.parts = false;
    if (++lacking > lackingMax) throw new NoStructure('too many actions have no structure');
    return { guard, writes: null, judged: new Map() };
  }

  /** Null where the parts of the effect are not known, or have no structure either. */
  function inParts(action: Action<S>, { params }: StepView, guard: Diagram): InstanceStructure | null {
    const flow = flowOf(action.effect);
    if (flow === undefined || judges.length > 0) return null;
    return orNull(() =>
      spending(most.instance, (budget): InstanceStructure => {
        const over = { explorer, diagrams, scalars: layout.scalars.length, budget };
        const judged = new Map<number, Diagram>();
        return isApart
          ? { guard, writes: null, parts: partsApart(over, flow, params), judged }
          : { ...effectOf(over, flow, params, guard), judged };
      }),
    );
  }

  function judgedBy(subject: Subject): (instance: { readonly claim: Property<S> }) => Diagram {
    return ({ claim }) => {
      const judge = judgeOf(claim);
      const found = explore(subject === 'state' ? most.state : most.property, {
        run: () => new Map([[0, answerNumber(judge(explorer.before))]]),
        absent: () => leaves.free,
      });
      return found.get(0) ?? diagrams.leaf(leaves.free);
    };
  }
}

/** What is still looked for in the instances of an action. */
interface Tries {
  whole: boolean;
  guard: boolean;
  parts: boolean;
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
