/** What the guard and the effect of a step read of the state that it is taken in. */
import type { Program } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import { runEffect } from '../state/answers.ts';
import type { Views } from '../state/views.ts';
import { footprintOf, recorderOf } from '../why/recorder.ts';

/** Paths in the order of the schema, each once. */
export function readsOf<S extends RecordField>(
  program: Program<S>,
  { layout }: Views<S>,
  before: Int32Array,
  instance: number,
): readonly string[] {
  const action = program.actions[program.actionOf[instance] ?? -1];
  const params = action?.params[instance - action.first];
  if (action === undefined || params === undefined) return [];
  const recorder = recorderOf<S>(layout, [before]);
  const ofGuard = recorder.record(() =>
    action.action.guard.every(({ holds }) => holds(recorder.view(0), params)),
  );
  const ofEffect = footprintOf<S>(layout, Int32Array.from(before), (next) => {
    runEffect(action.action.effect, next, params);
  });
  const shapes = new Set([...ofGuard.reads, ...ofEffect.reads].map(({ shape }) => shape));
  return layout.scalars.flatMap((shape) => (shapes.has(shape) ? [shape.path] : []));
}
