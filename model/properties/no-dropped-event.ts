import type { Property } from '../../checker/index.ts';
import type { Constants, TracerSchema } from '../state.ts';

/**
 * An acquire answers !ok only while `trace.gen` is 0; those that have loaded 0 themselves are not judged again. Being turned off in the middle of an outer section is not a drop:
 * the events around a StopTrace have no fixed side.
 */
export function noDroppedEvent({ over }: Constants): Property<TracerSchema> {
  return over.alwaysStep({
    when: (_before, _after, { action }) => action === 'AcquireDropped' || action === 'AcquireDisabled',
    holds: (before) => before.trace.gen === 0,
    source: 'runtime/trace.go, trace.enabled',
    otherwise: 'an event that happened while tracing was on is not in the execution trace',
  });
}
