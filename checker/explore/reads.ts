/** What the guard and the effect of a step read of the state that it is taken in. */
import type { Program } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import { runEffect } from '../state/answers.ts';
import { watchedDraft } from '../state/views.ts';
import type { Views } from '../state/views.ts';
import { viewOf } from '../why/asked.ts';
import { recorderOf } from '../why/recorder.ts';

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
  const paths = new Set<string>();
  const recorder = recorderOf<S>(layout, [Int32Array.from(before)]);
  const { reads } = recorder.record(() =>
    action.action.guard.every(({ holds }) => holds(viewOf(recorder, 0), params)),
  );
  for (const { shape } of reads) paths.add(shape.path);
  const positions = new Set<number>();
  const draft = watchedDraft<S>(layout, Int32Array.from(before), (position) => positions.add(position));
  runEffect(action.action.effect, draft, params);
  for (const { path, position, bits } of layout.scalars)
    if (bits > 0 && positions.has(position)) paths.add(path);
  return layout.scalars.flatMap(({ path }) => (paths.has(path) ? [path] : []));
}
