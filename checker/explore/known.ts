/** Whether a state is one of a few that are known. */
import type { RecordField, View } from '../language/schema.ts';
import type { Scalar } from '../language/system.ts';
import type { Views } from '../state/views.ts';
import { accessorOf } from './accessor.ts';

/** By the value of one scalar, what is left of the known states; at the end nothing is left to be asked. */
type Left = Map<Scalar | undefined, Left>;

/** The states are packed. What is answered reads a view scalar by scalar, and no further than some known state agrees. */
export function knownAmong<S extends RecordField>(
  { layout, current, currentView }: Views<S>,
  states: readonly Int32Array[],
): (state: View<S>) => boolean {
  const accessors = layout.scalars.map((scalar) => accessorOf<S>(layout, scalar));
  const root: Left = new Map();
  for (const words of states) {
    current.set(words);
    let left = root;
    for (const valueOf of accessors) {
      const value = valueOf(currentView);
      const next = left.get(value) ?? new Map<Scalar | undefined, Left>();
      left.set(value, next);
      left = next;
    }
  }
  return (state) => {
    let left = root;
    for (const valueOf of accessors) {
      const next = left.get(valueOf(state));
      if (next === undefined) return false;
      left = next;
    }
    return states.length > 0;
  };
}
