/** What each property says of a state of a run, or of the step that leads there. */
import { subjectOf, verdictOf as evaluated } from '../evaluate/property.ts';
import type { Program } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import type { Property } from '../language/system.ts';
import { attempt } from '../state/answers.ts';
import type { Views } from '../state/views.ts';
import { enabledOf } from '../evaluate/step.ts';
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
  const subject = subjectOf(property);
  if (subject === 'step') {
    const taken = steps[step - 1];
    if (before === null || taken === undefined) return 'not asked';
    current.set(before);
    next.set(words);
    return evaluated(property, currentView, nextView, taken);
  }
  if (subject === 'end' && enabledOf(program, views, words).length > 0) return 'not asked';
  current.set(words);
  return evaluated(property, currentView);
}

/** Properties whose violation a single state or step shows. */
export const isSafety = <S extends RecordField>(property: Property<S>): boolean =>
  !['situation', 'runs'].includes(subjectOf(property));
