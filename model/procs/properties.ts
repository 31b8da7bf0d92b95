/** What a reader of the trace needs of the statuses and events of Ps, and the corners of the part. */
import type { Property } from '../../checker/index.ts';
import type { Constants, TracerSchema } from '../state.ts';
import { readerProperties } from '../trace-reader/properties.ts';
import { procsOf } from './state.ts';

export function procsProperties(k: Constants): Readonly<Record<string, Property<TracerSchema>>> {
  const { sometimes } = k.over;
  return {
    ...readerProperties(k, (s) => procsOf(s).stumbled),
    ReachesPInTwoGenerations: sometimes({
      reached: (s) => procsOf(s).reader.some(({ now }) => now.at(0) !== 'none' && now.at(1) !== 'none'),
    }),
    ReachesRunningPAtBump: sometimes({
      reached: (s) =>
        s.advancer.phase === 'snapshot' && procsOf(s).p.some(({ status }) => status === 'running'),
    }),
    ...(k.bounds.parts.procs?.syscalls === true && {
      StealNamesM: k.over.always({
        holds: (s) => !procsOf(s).stumbledOverMs.at(0).wrongM,
        source: 'internal/trace/order.go, advanceProcSteal',
        otherwise: 'a reader gives up: tried to steal a proc from a thread that has another, or none',
      }),
      ...(k.bounds.parts.procs.blockedEnds === true && {
        EndBlockedAfterSteal: k.over.always({
          holds: (s) => !procsOf(s).stumbledOverMs.at(0).stuck,
          source: 'internal/trace/order.go, advanceGoSyscallEndBlocked',
          otherwise:
            'a reader waits for ever for the ProcSteal of a P that, as far as it knows, is still in a system call on that M',
        }),
      }),
      ReachesStatusOfStolenP: sometimes({
        reached: (s) => procsOf(s).m.some(({ acquired, target }) => acquired !== 0 && acquired === target),
      }),
    }),
    ...(k.bounds.parts.procs?.resizes !== 0 && {
      ReachesDeadPReadied: sometimes({
        reached: (s) => procsOf(s).advance.readied && procsOf(s).p.some(({ status }) => status === 'dead'),
      }),
    }),
  };
}
