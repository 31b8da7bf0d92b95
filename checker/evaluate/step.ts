/** Steps of a program, one instance of an action at a time: which conjunct stops it, and where it leads. */
import type { Program, ProgramAction } from '../language/program.ts';
import type { RecordField, View } from '../language/schema.ts';
import type { StepView } from '../language/system.ts';
import { InternalError } from '../language/system-error.ts';
import { attempt, blamed, isTrue, runEffect } from '../state/answers.ts';
import type { Views } from '../state/views.ts';

/** The action of an instance. */
export function actionOf<S extends RecordField>(program: Program<S>, instance: number): ProgramAction<S> {
  const action = program.actions[program.actionOf[instance] ?? -1];
  if (action === undefined)
    throw new InternalError(`${program.system.name} has no action instance ${String(instance)}`);
  return action;
}

/** An instance as a step of its process. */
export function stepAt<S extends RecordField>(
  program: Program<S>,
  instance: number,
): StepView & { readonly process: string } {
  const { name, params, first } = actionOf(program, instance);
  return { action: name, params: params[instance - first] ?? {}, process: program.processOf[instance] ?? '' };
}

/**
 * The number of the first conjunct that is false there for the action's instance `index`; -1 where it is enabled. What a
 * conjunct throws is a SystemError that names it.
 */
export function stopOf<S extends RecordField>(
  { name, action, params }: ProgramAction<S>,
  index: number,
  state: View<S>,
): number {
  const values = params[index] ?? {};
  const { guard } = action;
  let at = 0;
  try {
    for (; at < guard.length; at++) if (!isTrue(guard[at]?.holds(state, values))) return at;
    return -1;
  } catch (thrown) {
    throw blamed(
      { function: 'guard', action: name, params: values, conjunct: guard[at]?.name ?? '' },
      thrown,
    );
  }
}

/** The instances that are enabled in a packed state, in order; it is loaded into `views.current`. */
export function enabledOf<S extends RecordField>(
  program: Program<S>,
  { current, currentView }: Views<S>,
  state: Int32Array,
): number[] {
  current.set(state);
  return program.actions.flatMap((action) =>
    action.params.flatMap((_, index) =>
      stopOf(action, index, currentView) === -1 ? [action.first + index] : [],
    ),
  );
}

/** Leaves the successor of a packed state by an instance in `views.next`. */
export function take<S extends RecordField>(
  program: Program<S>,
  { next, nextDraft }: Views<S>,
  state: Int32Array,
  instance: number,
): void {
  const { action, params } = stepAt(program, instance);
  next.set(state);
  attempt({ function: 'effect', action, params }, () => {
    runEffect(actionOf(program, instance).action.effect, nextDraft, params);
  });
}
