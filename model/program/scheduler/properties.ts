/** What a reader of the trace needs of statuses, sequence numbers and transitions, and the corners of the part. */
import type { Property } from '../../../checker/index.ts';
import { readerProperties } from '../../trace-reader/properties.ts';
import { givesUp } from '../properties/corners.ts';
import type { Regions } from '../regions/regions.ts';
import type { Seen } from '../../trace-reader/fields.ts';
import type { ProgramConstants, ProgramSchema, ProgramState } from '../state/state.ts';
import { statusNumber } from './names.ts';
import { CALLERS_P } from './proc-fields.ts';

export function statusesProperties(
  { over, bounds, threads }: ProgramConstants,
  regions: Regions,
): Readonly<Record<string, Property<ProgramSchema>>> {
  const nests = bounds.programs.some(({ growths }) => growths > 0) && !givesUp(threads);
  const notedAs = (s: ProgramState, traced: boolean): boolean =>
    s.caller.some((caller) =>
      s.g.some((g, index) => s.noted.at(index) !== 0 && g.traced.at(regions.ended(caller) % 3) === traced),
    );
  return {
    ...readerProperties<ProgramSchema>({ over }, (s) => s.known.stumbled),
    ReachesStatusOfUntracedG: over.sometimes({
      reached: (s) => s.caller.some(({ at }) => regions.scanning(at)) && notedAs(s, false),
    }),
    ReachesUntracedGTracedLater: over.sometimes({
      reached: (s) => s.caller.some(({ at }) => regions.scanning(at)) && notedAs(s, true),
    }),
    ReachesGInTwoGenerations: over.sometimes({
      reached: (s) => s.known.reader.some(({ now }) => now.at(0) !== 'none' && now.at(1) !== 'none'),
    }),
    ...(nests && {
      ReachesNestedStatus: over.sometimes({
        reached: (s) => s.m.some((m) => regions.growth.acquired(m.growth) !== 0),
      }),
    }),
    ...(bounds.parts.statuses?.syscalls === true && {
      ReachesSyscallNotedDown: over.sometimes({
        reached: (s) => s.noted.some((noted) => noted === statusNumber('syscall')),
      }),
    }),
    ReachesStatusOfAnother: over.sometimes({
      reached: (s) =>
        s.m.some((m) => {
          const acquired = regions.own.acquired(m.own);
          return acquired !== 0 && acquired !== m.curg;
        }),
    }),
  };
}

export function procsProperties(
  { over, bounds }: ProgramConstants,
  regions: Regions,
): Readonly<Record<string, Property<ProgramSchema>>> {
  const advancing = (s: ProgramState): boolean => s.caller.some(({ at }) => regions.ending(at));
  const some = (s: ProgramState, status: Seen): boolean =>
    s.p.some((pp, index) => index + 1 !== CALLERS_P && pp.status === statusNumber(status));
  return {
    ...readerProperties<ProgramSchema>({ over }, (s) => s.knownPs.stumbled),
    ReachesPInTwoGenerations: over.sometimes({
      reached: (s) => s.knownPs.reader.some(({ now }) => now.at(0) !== 'none' && now.at(1) !== 'none'),
    }),
    ReachesRunningPAtBump: over.sometimes({ reached: (s) => advancing(s) && some(s, 'running') }),
    ...(bounds.parts.procs?.resizes !== 0 && {
      ReachesDeadPAtBump: over.sometimes({ reached: (s) => advancing(s) && some(s, 'dead') }),
    }),
  };
}

export function syscallsProperties(
  k: ProgramConstants,
  regions: Regions,
): Readonly<Record<string, Property<ProgramSchema>>> {
  const { over, bounds } = k;
  const stumbled = (s: ProgramState) => s.knownPs.stumbledOverMs.at(0);
  return {
    ...procsProperties(k, regions),
    StealNamesM: over.always({
      holds: (s) => !stumbled(s).wrongM,
      source: 'internal/trace/order.go, advanceProcSteal',
      otherwise: 'a reader gives up: tried to steal a proc from a thread that has another, or none',
    }),
    ...(bounds.parts.procs?.blockedEnds === true && {
      EndBlockedAfterSteal: over.always({
        holds: (s) => !stumbled(s).stuck,
        source: 'internal/trace/order.go, advanceGoSyscallEndBlocked',
        otherwise:
          'a reader waits for ever for the ProcSteal of a P that, as far as it knows, is still in a system call on that M',
      }),
    }),
    ReachesStatusOfStolenP: over.sometimes({
      reached: (s) =>
        s.knownPs.reader.some(({ now }) => now.at(0) === 'abandoned' || now.at(1) === 'abandoned'),
    }),
  };
}
