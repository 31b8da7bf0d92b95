import type { Property } from '../../checker/index.ts';
import { OUTER, isOpen } from '../state.ts';
import type { Constants, M, TracerSchema } from '../state.ts';
import { hasThreads } from '../threads/life.ts';
import { isBeingDestroyed } from '../threads/lists.ts';

/**
 * The flag is up from the acquire of an outer section to its release, and down everywhere else. An M in traceThreadDestroy is
 * not judged: there trace.lock alone keeps traceAdvance out of its slots.
 */
export function lockParityAndBalance({ bounds, over }: Constants): Property<TracerSchema> {
  return over.always({
    holds: hasThreads(bounds)
      ? (s) => s.m.every((m) => m.writing === isBetween(m) || isBeingDestroyed(m))
      : (s) => s.m.every((m) => m.writing === isBetween(m)),
    source: 'runtime/traceruntime.go, traceRelease',
    otherwise: 'traceAdvance waits for a section that is over, or does not wait for one that is open',
  });
}

/** From the acquire of the outer section to its release. */
export function isBetween(m: M): boolean {
  const { phase } = m.stack.at(OUTER);
  return phase === 'loadGen' || phase === 'undo' || isOpen(phase);
}
