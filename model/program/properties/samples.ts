/** CPU samples, and sections two deep: what signal handlers and the memory snapshot must leave intact. */
import type { Property } from '../../../checker/index.ts';
import { givesUp } from './corners.ts';
import type { Regions } from '../regions/regions.ts';
import type { ProgramConstants, ProgramSchema } from '../state/state.ts';

type Properties = Readonly<Record<string, Property<ProgramSchema>>>;

export function sampleProperties({ over, bounds }: ProgramConstants, { signal }: Regions): Properties {
  if (bounds.parts.sections === undefined) return {};
  return {
    NoSampleAfterDump: over.always({
      holds: (s) =>
        s.m.every((m) => !signal.writes(m.signal.at) || signal.gen(m.signal) > s.trace.flushedGen),
      source: 'runtime/tracecpu.go, traceCPUSample',
      otherwise: 'nobody reads the sample in its generation, or it is of none',
    }),
    NoSampleLeftBehind: over.always({
      when: (s) => s.trace.flushedGen !== 0,
      holds: (s) =>
        s.trace.flushedGen === 0 || s.trace.cpuLog.every((gen) => gen === 0 || gen > s.trace.flushedGen),
      source: 'runtime/trace.go, traceAdvance',
      otherwise: 'the sample is lost, or told as one of a generation two later',
    }),
  };
}

/** Situations that the part must reach, or its properties would say little. */
export function sampleCorners(
  { over, bounds, threads }: ProgramConstants,
  { own, growth, signal, ...regions }: Regions,
): Properties {
  if (bounds.parts.sections === undefined) return {};
  const { sometimes } = over;
  return {
    ReachesSnapshot: sometimes({ reached: (s) => s.m.some((m) => own.openInside(m.own.at)) }),
    ...(!givesUp(threads) && {
      ReachesDepthTwo: sometimes({
        reached: (s) => s.m.some((m) => growth.open(m.growth) && own.openInside(m.own.at)),
      }),
    }),
    ReachesSampleOfNextGeneration: sometimes({
      reached: (s) =>
        s.m.some(
          (m) => own.open(m.own) && signal.writes(m.signal.at) && signal.gen(m.signal) > own.gen(m.own),
        ),
    }),
    ReachesAdvanceWaitingForSample: sometimes({
      reached: (s) =>
        s.caller.some(
          (caller) =>
            regions.scanning(caller.at) &&
            s.m.some(
              (m, id) =>
                regions.isLeft(caller, id) &&
                regions.isResting(s, id) &&
                m.writing &&
                signal.gen(m.signal) === regions.ended(caller),
            ),
        ),
    }),
    ReachesSampleUndone: sometimes({
      reached: (s) => s.trace.gen === 0 && s.m.some((m) => signal.clearing(m.signal.at)),
    }),
  };
}
