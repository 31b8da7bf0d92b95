/**
 * What the model calls the steps of the reference. The reference speaks of Go's functions and of what they are about to touch; the
 * model's words for it stand here alone.
 */
import type { Offer } from '../reference/index.ts';

/** The model's action, or null for a step that changes nothing which the model has. */
type Named = string | null | ((offer: Offer) => string | null);

/** Names by step, as `Offer.step` has them. */
export type Names = Readonly<Record<string, Named>>;

/** Steps that every part has. */
export const coreNames: Names = {
  'StartTrace: trace.enabled': 'StartEnable',
  'StartTrace: trace.gen': 'StartPublish',
  'traceAdvance: trace.gen': 'AdvanceStoreGen',
  'traceAdvance: trace.gen = 0': 'StopStoreGen',
  'traceAdvance: trace.enabled': 'StopClearEnabled',
  'traceAdvance: sched.lock': 'AdvanceSnapshot',
  'traceAdvance: mp.trace.writing': 'AdvanceReadFlag',
  'traceAdvance: mp.trace.buf': 'AdvanceFlush',
  'traceAdvance: trace.flushedGen': 'AdvanceFlushedGen',
  'traceAdvance: trace.doneSema': 'AdvanceDone',
  'traceEnabled: true': ({ depth }) => (depth === 0 ? 'AcquireOuter' : 'AcquireNested'),
  'traceEnabled: false': 'AcquireDisabled',
  'traceTryAcquire: mp.trace.seqlock': 'AcquireDropped',
  'traceAcquireEnabled: mp.trace.reentered': 'AcquireReentrant',
  'traceAcquireEnabled: trace.gen again': 'AcquireReload',
  'traceAcquireEnabled: acquirem': 'AcquireFlagDown',
  'traceAcquireEnabled: mp.trace.writing': 'AcquireSetFlag',
  'traceAcquireEnabled: trace.gen': 'AcquireLoadGen',
  'traceAcquireEnabled: mp.trace.writing = false': 'AcquireUndo',
  'traceLocker.writer': 'Writer',
  'traceWriter.ensure': 'EventEnsure',
  'traceWriter.refill': 'Refill',
  'traceBuf.byte': 'EventFirstUnit',
  'traceBuf.varint': 'EventSecondUnit',
  'traceWriter.end': 'End',
  traceRelease: 'Release',
  newstack: 'StackGrowth',
  // A buffer that no M wrote has tables, which the model leaves out.
  'readTrace0: trace.full': ({ m }) => (m < 0 ? null : 'ReaderTake'),
  'readTrace0: trace.readerGen': 'ReaderNextGen',
  'readTrace0: trace.shutdown': 'ReaderStop',
  'readTrace0: endOfGeneration': null,
  // Of the caller, which asks for nothing before tracing is on.
  ReadTrace: null,
};

/** The model's name of a step, or null. Throws an Error for a step that nobody has named. */
export function actionOf(offer: Offer, names: Names): string | null {
  const named = names[offer.step];
  if (named === undefined)
    throw new Error(`no action is named for ${offer.step}; add it to conformance/names.ts`);
  return typeof named === 'function' ? named(offer) : named;
}
