import type { Property } from '../../../checker/index.ts';
import { isBetween } from '../../properties/lock-parity-and-balance.ts';
import type { Constants, TracerSchema } from '../../state.ts';

/**
 * The flag is up from the acquire of an outer section to its release, or while a signal handler that raised it runs, and
 * down everywhere else: a handler leaves it as it finds it.
 */
export function flagUpForSectionOrSample({ over }: Constants): Property<TracerSchema> {
  return over.always({
    holds: (s) => s.m.every((m) => m.writing === (isBetween(m) || m.signal.at(0).locked)),
    source: 'runtime/traceruntime.go, traceRelease',
    otherwise: 'traceAdvance waits for a section that is over, or does not wait for one that is open',
  });
}
