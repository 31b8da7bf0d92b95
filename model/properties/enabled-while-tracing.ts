import type { Property } from '../../checker/index.ts';
import type { Constants, TracerSchema } from '../state.ts';

/** While there is a generation, `enabled` is true: what an acquire reads first may be stale, but only as true. */
export function enabledWhileTracing({ over }: Constants): Property<TracerSchema> {
  return over.always({
    when: (s) => s.trace.gen !== 0,
    holds: (s) => s.trace.gen === 0 || s.trace.enabled,
    source: 'runtime/trace.go, trace.enabled',
    otherwise: 'an acquire turns away though tracing is on, and its event is not in the execution trace',
  });
}
