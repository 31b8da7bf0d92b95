/** What a reader of the trace needs of statuses, sequence numbers and transitions. */
import type { Over, Property, RecordField, View } from '../../checker/index.ts';
import { NESTED, OUTER } from '../state.ts';
import type { Constants, TracerSchema } from '../state.ts';
import { statusesOf } from './state.ts';
import type { Stumbled } from './reader-fields.ts';

export function statusesProperties(k: Constants): Readonly<Record<string, Property<TracerSchema>>> {
  const { over, design } = k;
  return {
    ...readerProperties(k, (s) => statusesOf(s).stumbled),
    ReachesStatusOfUntracedG: over.sometimes({
      reached: (s) => {
        const { advance, g } = statusesOf(s);
        return (
          s.advancer.phase === 'scan' &&
          g.some(
            (one, index) => advance.untraced.at(index) !== 'none' && !one.statusTraced.at(s.advancer.gen % 3),
          )
        );
      },
    }),
    ReachesUntracedGTracedLater: over.sometimes({
      reached: (s) => {
        const { advance, g } = statusesOf(s);
        return g.some(
          (one, index) => advance.untraced.at(index) !== 'none' && one.statusTraced.at(s.advancer.gen % 3),
        );
      },
    }),
    ReachesGInTwoGenerations: over.sometimes({
      reached: (s) => statusesOf(s).reader.some(({ now }) => now.at(0) !== 'none' && now.at(1) !== 'none'),
    }),
    ...(design.reentry !== 'drop' && {
      ReachesNestedStatus: over.sometimes({
        reached: (s) => statusesOf(s).m.some(({ acquired }) => acquired.at(NESTED) !== 0),
      }),
    }),
    ...(k.bounds.parts.statuses?.syscalls === true && {
      ReachesSyscallNotedDown: over.sometimes({
        reached: (s) => statusesOf(s).advance.untraced.some((noted) => noted === 'syscall'),
      }),
    }),
    ReachesStatusOfAnother: over.sometimes({
      reached: (s) =>
        statusesOf(s).m.some(({ acquired, curg }) => acquired.at(OUTER) !== 0 && acquired.at(OUTER) !== curg),
    }),
  };
}

/** That a reader stumbles over nothing, for Gs or for Ps. `S` is the schema of the hand-written model, or that of programs. */
export function readerProperties<S extends RecordField>(
  { over }: { readonly over: Over<S> },
  stumbled: (s: View<S>) => Stumbled,
): Readonly<Record<string, Property<S>>> {
  const never = (stumble: keyof Stumbled, source: string, otherwise: string): Property<S> =>
    over.always({ holds: (s) => !stumbled(s)[stumble], source, otherwise });
  return {
    StatusPrecedesEvents: never(
      'noStatus',
      'internal/trace/order.go, advanceGoStart, advanceProcStart',
      'in this generation, a reader never comes to the event: it does not know the G or P',
    ),
    StatusOnce: never(
      'twice',
      'runtime/tracestatus.go, traceSchedResourceState.acquireStatus',
      'a generation has two statuses of one G or P, and the second contradicts what came between',
    ),
    SequenceContiguous: never(
      'sequence',
      'runtime/tracestatus.go, traceSchedResourceState.nextSeq',
      'a sequence number is repeated or left out: a reader waits for ever for the one in between',
    ),
    EventFitsStatus: never(
      'misfit',
      'runtime/trace.go, invariants 4 to 7',
      'an event takes a G or P out of a status that it does not have',
    ),
    EveryLiveHasStatus: never(
      'missing',
      'runtime/trace.go, traceAdvance',
      'a G or P that lives through a generation is not in it: a flight recorder that starts there lacks it',
    ),
    GenerationsAgree: never(
      'disagree',
      'internal/trace/order.go, advanceGoStatus, advanceProcStatus',
      'inconsistent status for goroutine or proc, or found goroutine status for new goroutine after the first generation',
    ),
  };
}
