/** What each property says of a state of a run, or of the step that leads there. */
import { isLiveness } from '../liveness/liveness.ts';
import type { Program } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import type { Property } from '../language/system.ts';
import { attempt, isTrue } from '../state/answers.ts';
import type { Views } from '../state/views.ts';
import { enabledOf } from '../traces/trace.ts';
import type { PropertyAnswer } from './answer.ts';
import type { Line } from './line.ts';

/** The state before the step, packed; null at the initial state, where no step is judged. */
export function propertiesAt<S extends RecordField>(
  program: Program<S>,
  views: Views<S>,
  line: Line,
  before: Int32Array | null,
): readonly PropertyAnswer[] {
  return program.properties.map(([name, property]): PropertyAnswer => ({
    property: name,
    kind: property.kind,
    verdict: attempt({ function: 'property', property: name }, () =>
      verdictOf(program, views, line, before, property),
    ),
  }));
}

function verdictOf<S extends RecordField>(
  program: Program<S>,
  views: Views<S>,
  { words, steps, step }: Line,
  before: Int32Array | null,
  property: Property<S>,
): PropertyAnswer['verdict'] {
  const { current, next, currentView, nextView } = views;
  current.set(words);
  const judged = (isAsked: unknown, holds: () => unknown): PropertyAnswer['verdict'] =>
    !isTrue(isAsked) ? 'not asked' : isTrue(holds()) ? 'holds' : 'violated';
  const reached = (answer: unknown): PropertyAnswer['verdict'] =>
    isTrue(answer) ? 'reached' : 'not reached';
  switch (property.kind) {
    case 'always':
      return judged(property.when?.(currentView) ?? true, () => property.holds(currentView));
    case 'alwaysStep': {
      const taken = steps[step - 1];
      if (before === null || taken === undefined) return 'not asked';
      current.set(before);
      next.set(words);
      return judged(property.when?.(currentView, nextView, taken) ?? true, () =>
        property.holds(currentView, nextView, taken),
      );
    }
    case 'deadlockFree': {
      const isStuck = enabledOf(program, views, words).length === 0;
      current.set(words);
      return judged(isStuck, () => property.final(currentView));
    }
    case 'leadsTo':
      return reached(property.to(currentView));
    default:
      return reached(property.reached(currentView));
  }
}

/** Properties whose violation a single state or step shows. */
export const isSafety = <S extends RecordField>(property: Property<S>): boolean =>
  !isLiveness(property) && property.kind !== 'sometimes';
