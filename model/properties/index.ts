/** The properties of the tracer, by name. */
import type { Property } from '../../checker/index.ts';
import { memoryProperties } from '../memory/properties/index.ts';
import { procsProperties } from '../procs/properties.ts';
import { sectionsProperties } from '../sections/properties/index.ts';
import { readerProperties } from '../reader/properties/index.ts';
import type { Constants, TracerSchema } from '../state.ts';
import { hasThreads } from '../bounds.ts';
import { advanceEnds } from './advance-ends.ts';
import { statusesProperties } from '../statuses/properties.ts';
import { corners } from './corners.ts';
import { enabledWhileTracing } from './enabled-while-tracing.ts';
import { eventExactlyOnce } from './event-exactly-once.ts';
import { fullQueueEmptyWhenDone } from './full-queue-empty-when-done.ts';
import { lockParityAndBalance } from './lock-parity-and-balance.ts';
import { locksZeroOutside } from './locks-zero-outside.ts';
import { noBufferLeftBehind } from './no-buffer-left-behind.ts';
import { noBufferOfAnotherThread } from './no-buffer-of-another-thread.ts';
import { noBufferOffTheLists } from './no-buffer-off-the-lists.ts';
import { noBufferQueuedTwice } from './no-buffer-queued-twice.ts';
import { noDeadlock } from './no-deadlock.ts';
import { noDroppedEvent } from './no-dropped-event.ts';
import { noFlushUnderSection } from './no-flush-under-section.ts';
import { noLostBuffer } from './no-lost-buffer.ts';
import { noThrowsplitAtGrowth } from './no-throwsplit-at-growth.ts';
import { noTornEvent } from './no-torn-event.ts';
import { noWriteAfterFlushed } from './no-write-after-flushed.ts';
import { noWriteToQueuedBuffer } from './no-write-to-queued-buffer.ts';
import { oneGenerationPerOuterSection } from './one-generation-per-outer-section.ts';
import { queuedBuffersAreRead } from './queued-buffers-are-read.ts';
import { reenteredZeroOutside } from './reentered-zero-outside.ts';
import { snapshotMissesNone } from './snapshot-misses-none.ts';
import { stopReturns } from './stop-returns.ts';
import { throwsplitBalanced } from './throwsplit-balanced.ts';

export function tracerProperties(k: Constants): Readonly<Record<string, Property<TracerSchema>>> {
  if (k.bounds.parts.statuses !== undefined) {
    return {
      ...(k.design.reentry !== 'drop' && { OneGenerationPerOuterSection: oneGenerationPerOuterSection(k) }),
      LockParityAndBalance: lockParityAndBalance(k),
      NoDeadlock: noDeadlock(k),
      ...statusesProperties(k),
    };
  }
  if (k.bounds.parts.procs !== undefined) {
    return {
      LockParityAndBalance: lockParityAndBalance(k),
      NoDeadlock: noDeadlock(k),
      ...procsProperties(k),
    };
  }
  return {
    NoTornEvent: noTornEvent(k),
    NoWriteToQueuedBuffer: noWriteToQueuedBuffer(k),
    NoBufferQueuedTwice: noBufferQueuedTwice(k),
    NoLostBuffer: noLostBuffer(k),
    EventExactlyOnce: eventExactlyOnce(k),
    // Without growths there are no nested sections; where nested acquires give up, none is ever open.
    ...(k.grows &&
      k.design.reentry !== 'drop' && { OneGenerationPerOuterSection: oneGenerationPerOuterSection(k) }),
    LockParityAndBalance: lockParityAndBalance(k),
    ReenteredZeroOutside: reenteredZeroOutside(k),
    LocksZeroOutside: locksZeroOutside(k),
    NoFlushUnderSection: noFlushUnderSection(k),
    NoWriteAfterFlushed: noWriteAfterFlushed(k),
    NoBufferLeftBehind: noBufferLeftBehind(k),
    FullQueueEmptyWhenDone: fullQueueEmptyWhenDone(k),
    EnabledWhileTracing: enabledWhileTracing(k),
    ...(k.grows && { NoDroppedEvent: noDroppedEvent(k) }),
    NoDeadlock: noDeadlock(k),
    // Without debugTraceReentrancy nothing sets throwsplit between writer() and end().
    ...(k.design.debugThrowsplit && {
      ThrowsplitBalanced: throwsplitBalanced(k),
      ...(k.grows && { NoThrowsplitAtGrowth: noThrowsplitAtGrowth(k) }),
    }),
    ...(hasThreads(k.bounds) && {
      NoBufferOffTheLists: noBufferOffTheLists(k),
      SnapshotMissesNone: snapshotMissesNone(k),
    }),
    ...(k.bounds.programs.some(({ thread }) => thread === 'extra') && {
      NoBufferOfAnotherThread: noBufferOfAnotherThread(k),
    }),
    // Judged over the graph of all transitions, where that is small.
    ...(k.bounds.runs && {
      AdvanceEnds: advanceEnds(k),
      ...(k.bounds.stop && { StopReturns: stopReturns(k) }),
      QueuedBuffersAreRead: queuedBuffersAreRead(k),
    }),
    ...readerProperties(k),
    ...corners(k),
    ...(k.bounds.parts.memory && memoryProperties(k)),
    ...(k.bounds.parts.sections && sectionsProperties(k)),
  };
}
