/** The mutants, by name. */
import { endDoesNotStore } from './end-does-not-store.ts';
import { flushKeepsSlot } from './flush-keeps-slot.ts';
import { flushWithoutFlag } from './flush-without-flag.ts';
import { flushedGenEarly } from './flushed-gen-early.ts';
import { genBeforeFlag } from './gen-before-flag.ts';
import { readerLeavesBuffers } from './reader-leaves-buffers.ts';
import { releaseLowersFlag } from './release-lowers-flag.ts';
import { snapshotMissesAnM } from './snapshot-misses-an-m.ts';
import { splitByte } from './split-byte.ts';
import { splitEnd } from './split-end.ts';
import { splitEvent } from './split-event.ts';
import { splitVarint } from './split-varint.ts';
import { stopKeepsGeneration } from './stop-keeps-generation.ts';
import { throwsplitNotRestored } from './throwsplit-not-restored.ts';
import { writerBeforeArguments } from './writer-before-arguments.ts';
import { entryGenBeforeFlag } from './entry-gen-before-flag.ts';
import { entryGenNotStored } from './entry-gen-not-stored.ts';
import { undoLeavesFlag } from './undo-leaves-flag.ts';
import { undoLeavesLocks } from './undo-leaves-locks.ts';
import { releaseLeavesLocks } from './release-leaves-locks.ts';
import { reenteredNotCounted } from './reentered-not-counted.ts';
import { genZeroUnchecked } from './gen-zero-unchecked.ts';
import { stopClearsEnabledFirst } from './stop-clears-enabled-first.ts';
import { advanceDoesNotWait } from './advance-does-not-wait.ts';
import { flushWrongSlot } from './flush-wrong-slot.ts';
import { endWrongSlot } from './end-wrong-slot.ts';
import { refillForgetsBuffer } from './refill-forgets-buffer.ts';
import { ensureWithoutRoom } from './ensure-without-room.ts';
import { startPublishesFirst } from './start-publishes-first.ts';
import { flagStoredPlainly } from './flag-stored-plainly.ts';
import { genStoredPlainly } from './gen-stored-plainly.ts';
import { flagDownOvertakes } from './flag-down-overtakes.ts';
import { statusTwoSlots } from './status-two-slots.ts';
import { statusOwnSlotCleared } from './status-own-slot-cleared.ts';
import { statusNextGenNotReadied } from './status-next-gen-not-readied.ts';
import { statusBothSequencesCleared } from './status-both-sequences-cleared.ts';
import { statusAfterEvent } from './status-after-event.ts';
import { statusOfOtherNotWritten } from './status-of-other-not-written.ts';
import { advanceLeavesUntraced } from './advance-leaves-untraced.ts';
import { splitAcquireStatus } from './split-acquire-status.ts';
import { parkBeforeSection } from './park-before-section.ts';
import { readyBeforeSection } from './ready-before-section.ts';
import { readyUnowned } from './ready-unowned.ts';
import { startBeforeRunning } from './start-before-running.ts';
import { sampleClearsOuterFlag } from './sample-clears-outer-flag.ts';
import { sampleWithoutFlag } from './sample-without-flag.ts';
import { sampleGenBeforeFlag } from './sample-gen-before-flag.ts';
import { sampleGenZeroUnchecked } from './sample-gen-zero-unchecked.ts';
import { samplesReadBeforeWait } from './samples-read-before-wait.ts';
import { reenteredIsABool } from './reentered-is-a-bool.ts';
import { releaseTwoDeepLowersFlag } from './release-two-deep-lowers-flag.ts';
import { readerGenAfterRelease } from './reader-gen-after-release.ts';
import { shutdownReadAfterRelease } from './shutdown-read-after-release.ts';
import { workNotAnnounced } from './work-not-announced.ts';
import { workClearedLate } from './work-cleared-late.ts';
import { readerParksUnseen } from './reader-parks-unseen.ts';
import { bufferRecycledEarly } from './buffer-recycled-early.ts';
import { generationEndedEarly } from './generation-ended-early.ts';
import { shutdownOutlivesStop } from './shutdown-outlives-stop.ts';
import { doneNotTaken } from './done-not-taken.ts';
import { procAcquiredInSection } from './proc-acquired-in-section.ts';
import { deadProcsNotReadied } from './dead-procs-not-readied.ts';
import { procStatusesWithoutWorldsema } from './proc-statuses-without-worldsema.ts';
import { procStatusesNotWritten } from './proc-statuses-not-written.ts';
import { procIdleBeforeEvent } from './proc-idle-before-event.ts';
import { stealLeavesStatus } from './steal-leaves-status.ts';
import { stealStatusAfterEvent } from './steal-status-after-event.ts';
import { stealHandsOffFirst } from './steal-hands-off-first.ts';
import { stealLetsGoFirst } from './steal-lets-go-first.ts';
import { stealSwapsStatus } from './steal-swaps-status.ts';
import { syscallBeforeEvent } from './syscall-before-event.ts';
import { syscallWindowRunning } from './syscall-window-running.ts';
import { snapshotWithoutFreem } from './snapshot-without-freem.ts';
import { snapshotFreemFirst } from './snapshot-freem-first.ts';
import { genAfterSnapshot } from './gen-after-snapshot.ts';
import { destroyWithoutTraceLock } from './destroy-without-trace-lock.ts';
import { destroyLeavesFlag } from './destroy-leaves-flag.ts';
import { destroyOneSlot } from './destroy-one-slot.ts';
import { destroyWithoutSchedLock } from './destroy-without-sched-lock.ts';
import { exitSkipsFreem } from './exit-skips-freem.ts';
import { flushWithoutTraceLock } from './flush-without-trace-lock.ts';
import { startBeforeAllm } from './start-before-allm.ts';
import { reapIgnoresShutdown } from './reap-ignores-shutdown.ts';
import { reapDoesNotWait } from './reap-does-not-wait.ts';
import { dropmKeepsBuffers } from './dropm-keeps-buffers.ts';
import { startFromOne } from './start-from-one.ts';
import { startInRunningWorld } from './start-in-running-world.ts';
import { stopLeavesUntraced } from './stop-leaves-untraced.ts';
import { stealBeforeSection } from './steal-before-section.ts';
import { stealNamesItself } from './steal-names-itself.ts';
import { syscallEndNotBlocked } from './syscall-end-not-blocked.ts';
import { syscallMAfterEvent } from './syscall-m-after-event.ts';
import { endBlockedBeforeStatus } from './end-blocked-before-status.ts';
import { endBlockedKeepsG } from './end-blocked-keeps-g.ts';
import type { Mutant } from './mutant.ts';

/** All mutants by their names. */
export const mutants: Readonly<Record<string, Mutant>> = Object.fromEntries(
  [
    splitVarint,
    splitByte,
    splitEvent,
    splitEnd,
    writerBeforeArguments,
    flushKeepsSlot,
    endDoesNotStore,
    releaseLowersFlag,
    flushWithoutFlag,
    genBeforeFlag,
    flushedGenEarly,
    snapshotMissesAnM,
    readerLeavesBuffers,
    stopKeepsGeneration,
    throwsplitNotRestored,
    entryGenBeforeFlag,
    entryGenNotStored,
    undoLeavesFlag,
    undoLeavesLocks,
    releaseLeavesLocks,
    reenteredNotCounted,
    genZeroUnchecked,
    stopClearsEnabledFirst,
    advanceDoesNotWait,
    flushWrongSlot,
    endWrongSlot,
    refillForgetsBuffer,
    ensureWithoutRoom,
    startPublishesFirst,
    flagStoredPlainly,
    genStoredPlainly,
    flagDownOvertakes,
    statusTwoSlots,
    statusOwnSlotCleared,
    statusNextGenNotReadied,
    statusBothSequencesCleared,
    statusAfterEvent,
    statusOfOtherNotWritten,
    advanceLeavesUntraced,
    splitAcquireStatus,
    parkBeforeSection,
    readyBeforeSection,
    readyUnowned,
    startBeforeRunning,
    startFromOne,
    startInRunningWorld,
    stopLeavesUntraced,
    endBlockedBeforeStatus,
    endBlockedKeepsG,
    sampleClearsOuterFlag,
    sampleWithoutFlag,
    sampleGenBeforeFlag,
    sampleGenZeroUnchecked,
    samplesReadBeforeWait,
    reenteredIsABool,
    releaseTwoDeepLowersFlag,
    readerGenAfterRelease,
    shutdownReadAfterRelease,
    workNotAnnounced,
    workClearedLate,
    readerParksUnseen,
    bufferRecycledEarly,
    generationEndedEarly,
    shutdownOutlivesStop,
    doneNotTaken,
    procAcquiredInSection,
    deadProcsNotReadied,
    procStatusesWithoutWorldsema,
    procStatusesNotWritten,
    procIdleBeforeEvent,
    stealLeavesStatus,
    stealStatusAfterEvent,
    stealHandsOffFirst,
    stealLetsGoFirst,
    stealSwapsStatus,
    syscallBeforeEvent,
    syscallWindowRunning,
    stealNamesItself,
    stealBeforeSection,
    syscallMAfterEvent,
    syscallEndNotBlocked,
    snapshotWithoutFreem,
    snapshotFreemFirst,
    genAfterSnapshot,
    destroyWithoutTraceLock,
    destroyLeavesFlag,
    destroyOneSlot,
    destroyWithoutSchedLock,
    exitSkipsFreem,
    flushWithoutTraceLock,
    startBeforeAllm,
    reapIgnoresShutdown,
    reapDoesNotWait,
    dropmKeepsBuffers,
  ].map((mutant) => [mutant.name, mutant]),
);

/** The mutant of that name. Throws a RangeError that lists the known ones. */
export function mutantNamed(name: string): Mutant {
  const mutant = Object.hasOwn(mutants, name) ? mutants[name] : undefined;
  if (mutant === undefined) {
    throw new RangeError(`no mutant is called '${name}'; choose one of ${Object.keys(mutants).join(', ')}`);
  }
  return mutant;
}
