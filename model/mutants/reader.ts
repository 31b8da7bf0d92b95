/** How the reader waits and is woken. */
import { after, before, instead, leftOut } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const readerMutants: readonly Mutant[] = [
  {
    name: 'reader-gen-after-release',
    change: 'the reader releases doneSema before it loads trace.gen',
    why: 'the advance that waited ends, the next one moves trace.gen on, and the reader skips a generation',
    source: 'runtime/trace.go, readTrace0',
    edits: [
      leftOut('readTrace0', ['gen := trace.gen', 'trace.readerGen := gen']),
      after(
        'readTrace0',
        ['semrelease((readerGen % 2))', 'lock(trace.lock)'],
        ['gen := trace.gen', 'trace.readerGen := gen'],
      ),
    ],
    fails: {
      'reader-tiny': { ReaderAtGenerationBeingEnded: 10, NoDeadlock: 24, AdvanceEnds: 19 },
      'reader-small': { ReaderAtGenerationBeingEnded: 10, EventExactlyOnce: 15, NoDeadlock: 23 },
    },
  },
  {
    name: 'shutdown-read-after-release',
    change: 'the reader releases doneSema before it reads trace.shutdown',
    why: 'the StopTrace that waited clears shutdown, and the reader goes on reading',
    source: 'runtime/trace.go, readTrace0',
    edits: [
      leftOut('readTrace0', 'semrelease((readerGen % 2))'),
      before('readTrace0', 'shutdown := trace.shutdown', [
        'unlock(trace.lock)',
        'semrelease((readerGen % 2))',
        'lock(trace.lock)',
      ]),
    ],
    fails: {
      'reader-tiny': { StopLeavesNoReader: 9 },
      'reader-small': { StopLeavesNoReader: 9, NoLostWakeUp: 25 },
    },
  },
  {
    name: 'work-not-announced',
    change: 'a writer that queues a buffer does not set workAvailable',
    why: 'the reader that waits is not told that there is something to read',
    source: 'runtime/tracebuf.go, traceBufFlush',
    edits: [leftOut('traceBufFlush', 'trace.workAvailable := 1')],
    fails: { 'reader-tiny': { NoLostWakeUp: 14 }, 'reader-small': { NoLostWakeUp: 14 } },
  },
  {
    name: 'work-cleared-late',
    change: 'workAvailable is cleared after trace.lock has been released',
    why: 'a buffer that is pushed in between is announced, and the announcement wiped out',
    source: 'runtime/trace.go, readTrace0',
    edits: [
      instead(
        'readTrace0',
        ['trace.workAvailable := 0', 'unlock(trace.lock)'],
        ['unlock(trace.lock)', 'trace.workAvailable := 0'],
      ),
    ],
    fails: { 'reader-tiny': { NoLostWakeUp: 15 }, 'reader-small': { NoLostWakeUp: 15 } },
  },
  {
    name: 'reader-parks-unseen',
    change: 'nobody looks after the reader has entered trace.reader',
    why: 'work that came just before finds nobody to wake, and nobody comes again',
    source: 'runtime/trace.go, ReadTrace',
    edits: [leftOut('ReadTrace', 'look()')],
    fails: {
      'reader-tiny': { NoLostWakeUp: 10, ReaderIsWoken: 10, AdvanceEnds: 10 },
      'reader-small': { NoLostWakeUp: 10, ReaderIsWoken: 10, AdvanceEnds: 10 },
    },
  },
  {
    name: 'buffer-recycled-early',
    change: 'a buffer goes to the empty list as it is handed out',
    why: 'a writer gets it while its bytes are copied',
    source: 'runtime/trace.go, readTrace0',
    edits: [after('readTrace0', 'handOut(popped.m, popped)', 'recycle(popped.m, popped)')],
    fails: {
      'reader-tiny': { ReadingBufferIsNobodyElses: 13 },
      'reader-small': { ReadingBufferIsNobodyElses: 13 },
    },
  },
  {
    name: 'generation-ended-early',
    change: 'the reader ends a generation as soon as nothing of it is queued',
    why: 'buffers of it that are still in use come later',
    source: 'runtime/trace.go, readTrace0',
    edits: [instead('readTrace0', 'if (flushedGen == readerGen)', 'if 1')],
    fails: { 'reader-tiny': { ReaderAtGenerationBeingEnded: 4, DoneSemaAtMostOne: 4 } },
  },
  {
    name: 'shutdown-outlives-stop',
    change: 'StopTrace leaves trace.shutdown set',
    why: 'the reader of the next round takes the end of a generation for the end of the trace',
    source: 'runtime/trace.go, traceAdvance',
    edits: [leftOut('traceAdvance', 'trace.shutdown := 0')],
    fails: { 'reader-tiny': { StopReturns: 11 }, 'reader-small': { StopReturns: 11 } },
  },
  {
    name: 'done-not-taken',
    change: 'traceAdvance sees that doneSema is up, and leaves it up',
    why: 'the advance that next has a generation of its parity does not wait for the reader',
    source: 'runtime/trace.go, traceAdvance',
    edits: [after('traceAdvance', 'semacquire((gen % 2))', 'semrelease((gen % 2))')],
    fails: { 'reader-small': { DoneSemaAtMostOne: 25, StopLeavesNoReader: 24, NoLostWakeUp: 29 } },
  },
];
