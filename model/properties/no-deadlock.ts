import type { Property } from '../../checker/index.ts';
import { isOutside } from '../state.ts';
import type { Constants, TracerSchema } from '../state.ts';

/** Everything that began comes to its end: where nothing can step, no M is in a section and no advance is under way. */
export function noDeadlock({ over }: Constants): Property<TracerSchema> {
  return over.deadlockFree({
    final: (s) => s.advancer.phase === 'idle' && s.m.every(isOutside),
    source: 'runtime/trace.go, traceAdvance',
    otherwise: 'traceAdvance waits for ever for a flag that nobody will lower',
  });
}
