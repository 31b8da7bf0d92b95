/** What a reader of the trace needs of statuses, sequence numbers and transitions. */
import type { Over, Property, RecordField, View } from '../../checker/index.ts';
import type { Stumbled } from './fields.ts';

/** That a reader stumbles over nothing, for Gs or for Ps. */
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
