/** What Ms that come and go must leave intact: the buffers of those that are gone, and what traceAdvance finds of them. */
import { range } from '../../../checker/index.ts';
import type { Property } from '../../../checker/index.ts';
import { hasThreads } from '../../bounds.ts';
import { isOffTheLists, someExit } from '../state/lives.ts';
import type { Regions } from '../regions/regions.ts';
import type { M, ProgramConstants, ProgramSchema, ProgramState } from '../state/state.ts';

type Properties = Readonly<Record<string, Property<ProgramSchema>>>;

export function lifeProperties({ over, bounds }: ProgramConstants, regions: Regions): Properties {
  if (!hasThreads(bounds)) return {};
  const { own } = regions;
  const params = { m: range(bounds.programs.length) };
  const hasSlot = (m: M): boolean => m.buf.at(0) !== 0 || m.buf.at(1) !== 0;
  const isScanning = (s: ProgramState): boolean =>
    s.caller.some((caller) => regions.scanning(caller.at) || regions.flushing(caller) !== 0);
  const hasToDoWith = (m: M, gen: number): boolean => {
    const buf = m.buf.at(gen % 2);
    return (buf !== 0 && m.bufs.at(buf - 1).gen === gen) || (own.open(m.own) && own.gen(m.own) === gen);
  };
  return {
    NoBufferOffTheLists: over.always({
      params,
      when: (s, p) => isOffTheLists(s.m.at(p.m)),
      holds: (s, p) => {
        const m = s.m.at(p.m);
        return !isOffTheLists(m) || (!hasSlot(m) && own.held(m.own) >> 1 === 0);
      },
      source: 'runtime/trace.go, invariant 1',
      otherwise: 'no later snapshot finds the M: the buffer and its events are gone for ever',
    }),
    SnapshotMissesNone: over.always({
      when: isScanning,
      holds: (s) =>
        !isScanning(s) ||
        s.caller.every((caller) =>
          s.m.every((m, id) => regions.isLeft(caller, id) || !hasToDoWith(m, regions.ended(caller))),
        ),
      source: 'runtime/trace.go, traceAdvance',
      otherwise: 'the generation counts as flushed while the M still has, or yet writes, a buffer of it',
    }),
    ...(bounds.programs.some(({ thread }) => thread === 'extra') && {
      NoBufferOfAnotherThread: over.always({
        params,
        when: (s, p) => s.m.at(p.m).extra,
        holds: (s, p) => !s.m.at(p.m).extra || !hasSlot(s.m.at(p.m)),
        source: 'runtime/proc.go, dropm',
        otherwise: 'the next thread writes its events into a batch that says that they are of the last one',
      }),
    }),
  };
}

/** Situations that the part must reach, or its properties would say little. */
export function lifeCorners({ over, bounds }: ProgramConstants, regions: Regions): Properties {
  if (!hasThreads(bounds)) return {};
  const { sometimes } = over;
  const { own } = regions;
  const { programs } = bounds;
  return {
    ...(programs.some(
      ({ thread, sections }) => sections > 0 && (thread === 'exits' || thread === 'starts'),
    ) && {
      ReachesEventOnFreem: sometimes({ reached: (s) => s.m.some((m) => m.freem && own.open(m.own)) }),
    }),
    ...(someExit(bounds) && {
      ReachesGoneOnTheList: sometimes({
        reached: (s) =>
          s.caller.some((caller) => s.m.some((m, id) => isOffTheLists(m) && regions.isLeft(caller, id))),
      }),
    }),
    ReachesFlushByBoth: sometimes({
      reached: (s) =>
        s.caller.some((caller) => {
          const mp = regions.flushing(caller);
          if (mp === 0) return false;
          const m = s.m.at(mp - 1);
          return regions.isBeingDestroyed(s, mp - 1) && m.buf.at(regions.ended(caller) % 2) !== 0;
        }),
    }),
    ...(programs.some(({ thread }) => thread === 'extra') && {
      ReachesIdleAfterEvent: sometimes({ reached: (s) => s.m.some((m) => m.extra && m.wrote > 0) }),
    }),
  };
}
