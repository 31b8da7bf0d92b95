/**
 * Where the comparison ends. The model gives each M its own buffers, and keeps queues as arrays. Once a buffer is where it must not be,
 * the model cannot follow what happens to a linked list that has become a ring, or to a buffer that another M got from the list of empty
 * ones. A run is compared up to such a state; what the damage does to the reference's bytes is judged by itself.
 */
import type { Always, System, View } from '../checker/index.ts';
import type { TracerSchema } from '../model/index.ts';

const damage = new Set(['NoTornEvent', 'NoWriteToQueuedBuffer', 'NoBufferQueuedTwice']);

/** Whether a state is one after which model and reference need not agree. */
export function endsComparison(system: System<TracerSchema>): (state: View<TracerSchema>) => boolean {
  const judged = Object.entries(system.properties).flatMap(
    ([name, property]): readonly Always<TracerSchema>[] =>
      damage.has(name) && property.kind === 'always' ? [property] : [],
  );
  return (state) => {
    if (isOutlived(state) || isTornInto(state)) return true;
    for (const { when, holds } of judged) if ((when?.(state) ?? true) && !holds(state)) return true;
    return false;
  };
}

/** A section is in the middle of an event, and another of its M writes into the same buffer: bytes and units count differently there. */
function isTornInto(state: View<TracerSchema>): boolean {
  for (let m = 0; m < state.m.length; m++) {
    const { stack } = state.m.at(m);
    for (let depth = 0; depth < stack.length; depth++) {
      const { phase, traceBuf } = stack.at(depth);
      if (phase !== 'secondUnit' || traceBuf === 0) continue;
      for (let other = 0; other < stack.length; other++)
        if (other !== depth && stack.at(other).traceBuf === traceBuf) return true;
    }
  }
  return false;
}

/** A section holds a pointer to a buffer that the reader has taken: it may be any M's by now. */
function isOutlived(state: View<TracerSchema>): boolean {
  for (let m = 0; m < state.m.length; m++) {
    const { stack, bufs } = state.m.at(m);
    for (let depth = 0; depth < stack.length; depth++) {
      const { traceBuf } = stack.at(depth);
      if (traceBuf !== 0 && bufs.at(traceBuf - 1).gen === 0) return true;
    }
  }
  return false;
}
