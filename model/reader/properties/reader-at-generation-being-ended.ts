import type { Property } from '../../../checker/index.ts';
import type { Constants, TracerSchema } from '../../state.ts';

/** Until traceAdvance stores flushedGen, the reader is in the generation that is being ended: neither ahead nor behind. */
export function readerAtGenerationBeingEnded({ over }: Constants): Property<TracerSchema> {
  const ends = new Set(['clearEnabled', 'snapshot', 'scan', 'flush']);
  return over.always({
    when: (s) => ends.has(s.advancer.phase),
    holds: (s) => !ends.has(s.advancer.phase) || s.trace.readerGen === s.advancer.gen,
    source: 'runtime/trace.go, trace.readerGen',
    otherwise: 'the reader looks into the queue of another generation than the one that it is waited for',
  });
}
