import { range } from '../../checker/index.ts';
import type { Property } from '../../checker/index.ts';
import { OUTER, isOpen } from '../state.ts';
import type { Constants, M, TracerSchema } from '../state.ts';
import { hasThreads } from '../bounds.ts';
import { isBeingDestroyed } from '../threads/lists.ts';

/**
 * The flag is up from the acquire of an outer section to its release, and down everywhere else. An M in traceThreadDestroy is
 * not judged: there trace.lock alone keeps traceAdvance out of its slots.
 */
export function lockParityAndBalance({ bounds, ms, over }: Constants): Property<TracerSchema> {
  const threads = hasThreads(bounds);
  return over.always({
    params: { m: range(ms) },
    holds: (s, p) => {
      const m = s.m.at(p.m);
      return m.writing === isBetween(m) || (threads && isBeingDestroyed(m));
    },
    source: 'runtime/traceruntime.go, traceRelease',
    otherwise: 'traceAdvance waits for a section that is over, or does not wait for one that is open',
  });
}

/** From the acquire of the outer section to its release. */
export function isBetween(m: M): boolean {
  const { phase } = m.stack.at(OUTER);
  return phase === 'loadGen' || phase === 'undo' || isOpen(phase);
}
