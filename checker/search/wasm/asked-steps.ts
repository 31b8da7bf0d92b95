/** Steps of instances that have no structure, or a guard alone: the system's own functions take them. */
import { judgeOf, subjectOf } from '../../evaluate/property.ts';
import { actionOf, stopOf } from '../../evaluate/step.ts';
import type { Program } from '../../language/program.ts';
import type { RecordField } from '../../language/schema.ts';
import { runEffect } from '../../state/answers.ts';
import type { Views } from '../../state/views.ts';
import type { Sink } from '../engine.ts';

interface Into {
  readonly sink: Sink;
  /** By property, how often it was asked. */
  readonly exercised: Int32Array;
  /** Gets the successor. */
  readonly successor: Int32Array;
}

/** The function `take` of the module's imports; the state of that index stands in `current`. */
export function takerOf<S extends RecordField>(
  program: Program<S>,
  { current, next, currentView, nextDraft, nextView }: Views<S>,
  { sink, exercised, successor }: Into,
): (index: number, instance: number, asks: number) => number {
  const judges = program.properties.flatMap(([, property], number) =>
    subjectOf(property) === 'step' ? [{ number, judge: judgeOf(property) }] : [],
  );
  const instances = Array.from(program.actionOf, (_, instance) => {
    const action = actionOf(program, instance);
    return { action, at: instance - action.first };
  });
  return (index, instance, asks) => {
    const of = instances[instance];
    if (of === undefined || (asks !== 0 && stopOf(of.action, of.at, currentView) !== -1)) return 0;
    const step = of.action.steps[of.at] ?? { action: of.action.name, params: {} };
    next.set(current);
    runEffect(of.action.action.effect, nextDraft, step.params);
    successor.set(next);
    for (const { number, judge } of judges) {
      const says = judge(currentView, nextView, step);
      if (says === 'not asked') continue;
      exercised[number] = (exercised[number] ?? 0) + 1;
      if (says === 'violated') sink.violated(number, index, instance);
    }
    return 1;
  };
}
