/** What each property says of a state of a run, or of the step that leads there. */
import type { Judge } from '../evaluate/property.ts';
import { namedJudgeOf, subjectOf } from '../evaluate/property.ts';
import type { Program } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import type { Property } from '../language/system.ts';
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
  const { current, next, currentView, nextView } = views;
  const { words, steps, step } = line;
  return program.properties.map(([property, of]): PropertyAnswer => {
    const judge: Judge<S> = namedJudgeOf(property, of);
    const subject = subjectOf(of);
    const taken = steps[step - 1];
    const answer = (verdict: PropertyAnswer['verdict']): PropertyAnswer => ({
      property,
      kind: of.kind,
      verdict,
    });
    if (subject === 'step') {
      if (before === null || taken === undefined) return answer('not asked');
      current.set(before);
      next.set(words);
      return answer(judge(currentView, nextView, taken));
    }
    if (subject === 'end' && enabledOf(program, views, words).length > 0) return answer('not asked');
    current.set(words);
    return answer(judge(currentView));
  });
}

/** Properties whose violation a single state or step shows. */
export const isSafety = <S extends RecordField>(property: Property<S>): boolean =>
  !['situation', 'runs'].includes(subjectOf(property));
