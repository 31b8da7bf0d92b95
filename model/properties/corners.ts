import type { Property } from '../../checker/index.ts';
import { NESTED, OUTER, hasWriter, isOpen } from '../state.ts';
import type { Constants, TracerSchema } from '../state.ts';
import { exits, hasThreads } from '../bounds.ts';

/** Situations that the model must reach, or the properties above would say little. */
export function corners({
  design,
  bounds,
  over,
}: Constants): Readonly<Record<string, Property<TracerSchema>>> {
  const { sometimes } = over;
  const growths = bounds.programs.some((program) => program.growths > 0);
  const advances = bounds.generations > 1;
  return {
    ReachesEventDelivered: sometimes({ reached: (s) => s.m.some((m) => m.read > 0) }),
    ReachesAdvanceWaiting: sometimes({
      reached: (s) =>
        s.advancer.phase === 'scan' &&
        s.m.some(
          (m, id) =>
            s.advancer.toFlush.at(id) &&
            isOpen(m.stack.at(OUTER).phase) &&
            m.stack.at(OUTER).gen === s.advancer.gen,
        ),
    }),
    ReachesGenZero: sometimes({ reached: (s) => s.m.some((m) => m.stack.at(OUTER).phase === 'undo') }),
    ...(growths && {
      ReachesGrowth: sometimes({ reached: (s) => s.m.some((m) => m.growing === 'free') }),
    }),
    ...(growths &&
      design.reentry !== 'drop' && {
        ReachesReentry: sometimes({ reached: (s) => s.m.some((m) => m.reentered > 0) }),
        ReachesNestedRefill: sometimes({
          reached: (s) => s.m.some((m) => m.stack.at(NESTED).phase === 'refill'),
        }),
        ReachesRefillOfFullBuffer: sometimes({
          reached: (s) =>
            s.m.some(
              (m) =>
                (m.stack.at(OUTER).phase === 'refill' && m.stack.at(OUTER).traceBuf !== 0) ||
                (m.stack.at(NESTED).phase === 'refill' && m.stack.at(NESTED).traceBuf !== 0),
            ),
        }),
      }),
    ...(growths &&
      advances &&
      design.reentry === 'entryGen' && {
        ReachesNestedInPastGeneration: sometimes({
          reached: (s) =>
            s.m.some((m) => isOpen(m.stack.at(NESTED).phase) && m.stack.at(NESTED).gen !== s.trace.gen),
        }),
      }),
    ...(bounds.programs.filter(({ sections }) => sections > 0).length > 1 &&
      advances && {
        ReachesTwoGenerationsAtOnce: sometimes({
          reached: (s) =>
            s.m.some((m) => hasWriter(m.stack.at(OUTER).phase) && m.stack.at(OUTER).gen === s.advancer.gen) &&
            s.m.some((m) => hasWriter(m.stack.at(OUTER).phase) && m.stack.at(OUTER).gen === s.trace.gen),
        }),
      }),
    ...(bounds.programs.some(({ thread, sections }) => sections > 0 && exits(thread)) && {
      ReachesEventOnFreem: sometimes({
        reached: (s) => s.m.some((m) => m.life === 'exiting' && isOpen(m.stack.at(OUTER).phase)),
      }),
    }),
    ...(bounds.programs.some(({ thread }) => exits(thread)) && {
      ReachesGoneOnTheList: sometimes({
        reached: (s) => s.m.some((m, id) => m.life === 'gone' && s.advancer.toFlush.at(id)),
      }),
    }),
    ...(hasThreads(bounds) && {
      ReachesFlushByBoth: sometimes({
        reached: (s) =>
          s.advancer.phase === 'flush' &&
          s.m.at(s.advancer.m).life === 'flagged' &&
          s.m.at(s.advancer.m).buf.at(s.advancer.gen % 2) !== 0,
      }),
    }),
    ...(bounds.programs.some(({ thread }) => thread === 'extra') && {
      ReachesIdleAfterEvent: sometimes({
        reached: (s) => s.m.some((m) => m.life === 'idle' && m.wrote > 0),
      }),
    }),
    ...(bounds.stop && {
      ReachesStaleEnabled: sometimes({
        reached: (s) => !s.trace.enabled && s.m.some((m) => m.stack.at(OUTER).phase === 'enabled'),
      }),
      ReachesStopped: sometimes({
        reached: (s) => s.trace.gen === 0 && s.trace.lastNonZeroGen > 0 && s.advancer.phase === 'idle',
      }),
    }),
    ...(bounds.stop &&
      bounds.restart &&
      advances && {
        ReachesRestart: sometimes({
          reached: (s) => s.advancer.phase === 'publish' && s.trace.lastNonZeroGen > 0,
        }),
      }),
  };
}
