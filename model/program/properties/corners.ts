import type { Property } from '../../../checker/index.ts';
import type { Regions } from '../regions/regions.ts';
import type { ProgramConstants, ProgramSchema, Threads } from '../state/state.ts';

/** Situations that the programs must reach, or the properties would say little: a tree that delivers nothing breaks none. */
export function corners(
  { over, bounds, threads }: ProgramConstants,
  regions: Regions,
): Readonly<Record<string, Property<ProgramSchema>>> {
  const { own, growth } = regions;
  const { sometimes } = over;
  const grows = bounds.programs.some(({ growths }) => growths > 0);
  const advances = bounds.generations > 1;
  const hasEntryGen = threads.growth.program.list.some(
    (one) => one.op === 'load' && one.from.place === 'm.trace.entryGen',
  );
  // Up to 1.23, a section inside another is given up.
  const nests = grows && !givesUp(threads);
  return {
    ReachesEventDelivered: sometimes({ reached: (s) => s.m.some((m) => m.read > 0) }),
    ReachesAdvanceWaiting: sometimes({
      reached: (s) =>
        s.caller.some(
          (caller) =>
            regions.scanning(caller.at) &&
            s.m.some(
              (m, id) =>
                regions.isLeft(caller, id) && own.open(m.own) && own.gen(m.own) === regions.ended(caller),
            ),
        ),
    }),
    ReachesGenZero: sometimes({ reached: (s) => s.m.some((m) => own.seenZero(m.own.at)) }),
    ...(grows && {
      ReachesGrowth: sometimes({ reached: (s) => s.m.some((m) => m.growth.at !== 0) }),
    }),
    ...(nests && {
      ReachesReentry: sometimes({ reached: (s) => s.m.some((m) => m.reentered > 0) }),
      ReachesNestedRefill: sometimes({ reached: (s) => s.m.some((m) => growth.refills(m.growth.at)) }),
      ReachesRefillOfFullBuffer: sometimes({
        reached: (s) =>
          s.m.some(
            (m, id) =>
              (own.refills(m.own.at) && own.queues(s, id)) ||
              (growth.refills(m.growth.at) && growth.queues(s, id)),
          ),
      }),
    }),
    ...(grows &&
      advances &&
      hasEntryGen && {
        ReachesNestedInPastGeneration: sometimes({
          reached: (s) => s.m.some((m) => growth.open(m.growth) && growth.gen(m.growth) !== s.trace.gen),
        }),
      }),
    ...(bounds.programs.filter(({ sections }) => sections > 0).length > 1 &&
      advances && {
        ReachesTwoGenerationsAtOnce: sometimes({
          reached: (s) =>
            s.caller.some((caller) =>
              s.m.some((m) => own.open(m.own) && own.gen(m.own) === regions.ended(caller)),
            ) && s.m.some((m) => own.open(m.own) && own.gen(m.own) === s.trace.gen),
        }),
      }),
    ...(bounds.stop && {
      ReachesStaleEnabled: sometimes({
        reached: (s) => !s.trace.enabled && s.m.some((m) => own.seenEnabled(m.own.at)),
      }),
      ReachesStopped: sometimes({
        reached: (s) =>
          s.trace.gen === 0 && s.trace.lastNonZeroGen > 0 && s.caller.every(({ at }) => at === 0),
      }),
    }),
    ...(bounds.stop &&
      bounds.restart &&
      advances && {
        ReachesRestart: sometimes({
          reached: (s) =>
            s.trace.enabled && s.trace.gen === 0 && !s.trace.shutdown && s.trace.lastNonZeroGen > 0,
        }),
      }),
  };
}

/** Whether a growth that finds its M in a section does without one: traceTryAcquire. */
export const givesUp = ({ growth }: Threads): boolean =>
  growth.program.list.some((one) => one.op === 'entry' && one.fn === 'traceTryAcquire');
