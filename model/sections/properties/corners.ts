import type { Property } from '../../../checker/index.ts';
import { NESTED, OUTER, SNAPSHOT, isOpen } from '../../state.ts';
import type { Constants, TracerSchema } from '../../state.ts';

/** Situations that the part brings, without which its properties would say little. */
export function sectionsCorners({
  design,
  over: { sometimes },
}: Constants): Readonly<Record<string, Property<TracerSchema>>> {
  return {
    ReachesSnapshot: sometimes({ reached: (s) => s.m.some((m) => isOpen(m.stack.at(SNAPSHOT).phase)) }),
    ...(design.reentry !== 'drop' && {
      ReachesDepthTwo: sometimes({
        reached: (s) =>
          s.m.some((m) => isOpen(m.stack.at(NESTED).phase) && isOpen(m.stack.at(SNAPSHOT).phase)),
      }),
    }),
    ReachesSampleOfNextGeneration: sometimes({
      reached: (s) =>
        s.m.some(
          (m) =>
            m.signal.at(0).phase === 'write' &&
            isOpen(m.stack.at(OUTER).phase) &&
            m.signal.at(0).gen > m.stack.at(OUTER).gen,
        ),
    }),
    ReachesAdvanceWaitingForSample: sometimes({
      reached: (s) =>
        s.advancer.phase === 'scan' &&
        s.m.some(
          (m, id) =>
            s.advancer.toFlush.at(id) && m.signal.at(0).locked && m.signal.at(0).gen === s.advancer.gen,
        ),
    }),
    ReachesSampleUndone: sometimes({
      reached: (s) => s.trace.gen === 0 && s.m.some((m) => m.signal.at(0).phase === 'clear'),
    }),
  };
}
