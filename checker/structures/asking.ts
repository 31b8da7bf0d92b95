/** What is asked of the runs of an action instance, and the structure that the answers make. */
import { judgeOf, subjectOf } from '../evaluate/property.ts';
import type { Judge, Verdict } from '../evaluate/property.ts';
import type { Program } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import type { Action, Params, StepView } from '../language/system.ts';
import { isTrue, runEffect } from '../state/answers.ts';
import type { PartStructure } from './apart.ts';
import type { Diagram } from './diagram.ts';
import { leaves } from './diagram.ts';
import type { Asking, Explorer } from './explore.ts';

/** What a property says, as a leaf. */
export const says = { notAsked: 0, holds: 1, violated: 2 } as const;

export interface InstanceStructure {
  /**
   * Leaf 1 where all conjuncts hold, else 0; `fault` where a guard, the effect or a property of the step is at fault. Null where the
   * guard's own functions are asked.
   */
  readonly guard: Diagram | null;
  /**
   * By scalar that the effect may write, its stored value afterwards, or `keep`. Asked where the guard says 1. Null where the functions
   * of the effect and of the properties of steps are asked; the guard then leaves out their faults. Null, too, where there are `parts`.
   */
  readonly writes: ReadonlyMap<number, Diagram> | null;
  /** The effect in parts, where they were wanted apart. The guard leaves out their faults. */
  readonly parts?: readonly PartStructure[];
  /** By the number of a property of steps: what it says of this step. Asked where the guard says 1. */
  readonly judged: ReadonlyMap<number, Diagram>;
}

/** One whose functions are never asked. */
export interface WholeStructure extends InstanceStructure {
  readonly guard: Diagram;
  readonly writes: ReadonlyMap<number, Diagram>;
}

/** A property of steps, by its number in the program. */
export type StepJudge<S extends RecordField> = readonly [property: number, judge: Judge<S>];

export const stepJudges = <S extends RecordField>({ properties }: Program<S>): readonly StepJudge<S>[] =>
  properties.flatMap(([, property], index) =>
    subjectOf(property) === 'step' ? [[index, judgeOf(property)] as const] : [],
  );

const numbers: Readonly<Record<Verdict, number>> = {
  'not asked': says.notAsked,
  'not reached': says.notAsked,
  holds: says.holds,
  reached: says.holds,
  violated: says.violated,
};

export const answerNumber = (verdict: Verdict): number => numbers[verdict];

interface StepParts<S extends RecordField> {
  /** The properties of steps that are asked. */
  readonly judges?: readonly StepJudge<S>[];
  readonly parts?: boolean;
  readonly withEffect?: boolean;
}

/**
 * A run of an instance. Numbers of what is found: 0 is the guard, then come the properties of steps, then the scalars. With `parts`
 * each conjunct has a number, too: -2 the first, -3 the second and so on. Without `effect` the guard alone is run.
 */
export function askStep<S extends RecordField>(
  explorer: Explorer<S>,
  { guard, effect }: Action<S>,
  step: StepView,
  { judges = [], parts = false, withEffect = true }: StepParts<S> = {},
): Asking {
  const params: Params = step.params;
  let all = new Map<number, number>();
  return {
    run: () => {
      all = new Map();
      for (let at = 0; at < guard.length; at++) {
        const holds = isTrue(guard[at]?.holds(explorer.before, params));
        if (parts) all.set(conjunctNumber(at), Number(holds));
        if (!holds) return all.set(0, 0);
      }
      if (!withEffect) return all.set(0, 1);
      runEffect(effect, explorer.after, params);
      judges.forEach(([, judge], at) => {
        all.set(1 + at, answerNumber(judge(explorer.before, explorer.after, step)));
      });
      explorer.writes((scalar, raw) => all.set(1 + judges.length + scalar, raw));
      return all.set(0, 1);
    },
    absent: (of) => (of.get(0) === 1 ? leaves.keep : leaves.free),
    faulty: () => new Map([...all].filter(([number]) => number < 0)).set(0, leaves.fault),
  };
}

export const conjunctNumber = (conjunct: number): number => -2 - conjunct;

/** The structure that the diagrams of {@link askStep} make. */
export function structureFrom<S extends RecordField>(
  found: ReadonlyMap<number, Diagram>,
  judges: readonly StepJudge<S>[],
): WholeStructure {
  const [judged, writes] = [new Map<number, Diagram>(), new Map<number, Diagram>()];
  for (const [number, diagram] of found) {
    const property = judges[number - 1]?.[0];
    if (number > judges.length) writes.set(number - 1 - judges.length, diagram);
    else if (property !== undefined) judged.set(property, diagram);
  }
  return { guard: found.get(0) ?? 0, writes, judged };
}
