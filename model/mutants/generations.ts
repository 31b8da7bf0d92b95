/** Generations, in the core: starting, advancing, stopping and reading. */
import { before, instead, leftOut } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const generationsMutants: readonly Mutant[] = [
  {
    name: 'flush-keeps-slot',
    change: 'traceAdvance queues a buffer and leaves it in the slot of its M',
    why: 'the slot names a buffer that the reader has',
    source: 'runtime/trace.go, traceAdvance',
    edits: [leftOut('traceAdvance', 'm.trace.buf[(gen % 2)][0] of mp := 0')],
    fails: { tiny: { NoBufferLeftBehind: 13 }, small: { NoBufferLeftBehind: 15 } },
  },
  {
    name: 'flush-without-flag',
    change: 'traceAdvance flushes an M without looking at its flag',
    why: 'the M may be in a section of that generation',
    source: 'runtime/trace.go, traceAdvance',
    edits: [instead('traceAdvance', 'if writing', 'if 0')],
    fails: { tiny: { NoFlushUnderSection: 9 }, small: { NoFlushUnderSection: 9 } },
  },
  {
    name: 'flushed-gen-early',
    change: 'flushedGen is stored while Ms are left to flush',
    why: 'the reader and the caller are told that all is there',
    source: 'runtime/trace.go, traceAdvance',
    edits: [
      leftOut('traceAdvance', 'trace.flushedGen := gen'),
      before('traceAdvance', 'lock(sched.lock)', [
        'lock(trace.lock)',
        'trace.flushedGen := gen',
        'unlock(trace.lock)',
      ]),
    ],
    fails: { tiny: { NoWriteAfterFlushed: 8 }, small: { NoWriteAfterFlushed: 8 } },
  },
  {
    name: 'snapshot-misses-an-m',
    change: 'the snapshot of allm misses an M',
    why: 'its buffer is not flushed',
    source: 'runtime/trace.go, traceAdvance',
    edits: [instead('traceAdvance', 'mToFlush := allMs', 'mToFlush := (allMs - 1)')],
    fails: { tiny: { NoBufferLeftBehind: 10 }, small: { NoBufferLeftBehind: 12 } },
  },
  {
    name: 'reader-leaves-buffers',
    change: 'the reader goes on to the next generation while buffers are queued',
    why: 'they are read with the wrong generation, or never',
    source: 'runtime/trace.go, readTrace0',
    edits: [
      instead(
        'readTrace0',
        ['empty := queueEmpty((readerGen % 2))', 'if empty'],
        [
          'empty := queueEmpty((readerGen % 2))',
          'flushed := trace.flushedGen',
          'if ((empty + (flushed == readerGen)) > 0)',
        ],
      ),
    ],
    fails: { tiny: { FullQueueEmptyWhenDone: 14 }, small: { FullQueueEmptyWhenDone: 16 } },
  },
  {
    name: 'stop-keeps-generation',
    change: 'StopTrace clears enabled and leaves the generation',
    why: 'enabled is no source of truth: an acquire that sees it cleared drops its event though the generation is on',
    source: 'runtime/trace.go, traceAdvance',
    edits: [leftOut('traceAdvance', 'trace.gen := 0')],
    fails: { tiny: { NoDroppedEvent: 5 }, small: { NoDroppedEvent: 5 } },
  },
  {
    name: 'stop-clears-enabled-first',
    change: 'StopTrace clears enabled before it stores generation 0',
    why: 'enabled may be stale only as true: an acquire that reads false drops its event while tracing is on, and allocm lets an M go with its buffer',
    source: 'runtime/trace.go, traceAdvance',
    edits: [
      leftOut('traceAdvance', 'trace.enabled := 0'),
      before('traceAdvance', 'trace.shutdown := 1', 'trace.enabled := 0'),
    ],
    fails: {
      tiny: { EnabledWhileTracing: 3, NoDroppedEvent: 4 },
      small: { EnabledWhileTracing: 3, NoDroppedEvent: 4 },
      'threads-tiny': { EnabledWhileTracing: 3, NoDroppedEvent: 5 },
    },
  },
  {
    name: 'advance-does-not-wait',
    change: 'traceAdvance ends without waiting for the reader',
    why: 'the next advance begins while the reader is a generation behind, and the slots are used again',
    source: 'runtime/trace.go, traceAdvance',
    edits: [leftOut('traceAdvance', 'semacquire((gen % 2))')],
    fails: { tiny: { EventExactlyOnce: 15 }, small: { EventExactlyOnce: 17 } },
  },
  {
    name: 'flush-wrong-slot',
    change: 'traceAdvance flushes the slot of the generation that begins',
    why: 'the buffers of the generation that ends stay behind, and those of the new one are taken from under their writers',
    source: 'runtime/trace.go, traceAdvance',
    edits: [
      instead(
        'traceAdvance',
        'buf := m.trace.buf[(gen % 2)][0] of mp',
        'buf := m.trace.buf[(1 - (gen % 2))][0] of mp',
      ),
      instead(
        'traceAdvance',
        'm.trace.buf[(gen % 2)][0] of mp := 0',
        'm.trace.buf[(1 - (gen % 2))][0] of mp := 0',
      ),
    ],
    fails: {
      tiny: { NoBufferLeftBehind: 13, NoBufferQueuedTwice: 15 },
      small: { NoBufferLeftBehind: 15, NoBufferQueuedTwice: 15 },
    },
  },
  {
    name: 'start-publishes-first',
    change: 'StartTrace stores the generation before enabled',
    why: 'an acquire that reads enabled as false drops its event though tracing is on',
    source: 'runtime/trace.go, StartTrace',
    edits: [
      leftOut('StartTrace', 'trace.gen := result'),
      before('StartTrace', 'trace.enabled := 1', 'trace.gen := result'),
    ],
    fails: { tiny: { EnabledWhileTracing: 1 }, small: { EnabledWhileTracing: 1 } },
  },
  {
    name: 'advance-keeps-sema',
    change: 'traceAdvance keeps traceAdvanceSema',
    why: 'nobody can start, advance or stop after it',
    source: 'runtime/trace.go, traceAdvance',
    edits: [leftOut('traceAdvance', 'unlock(traceAdvanceSema)')],
    fails: { tiny: { NoLockLeft: 1, NoDeadlock: 2 }, small: { NoLockLeft: 1, NoDeadlock: 2 } },
  },
  {
    name: 'generations-skip-one',
    change: 'the next generation is the one after the next',
    why: 'both have the same parity: the slots, queues and semaphores of one are taken for those of the other',
    source: 'runtime/trace.go, traceNextGen',
    edits: [instead('traceNextGen', 'result := ($gen + 1)', 'result := ($gen + 2)')],
    fails: { tiny: { GenerationsFollow: 3 }, small: { GenerationsFollow: 3 } },
  },
  {
    name: 'last-generation-forgotten',
    change: 'traceAdvance does not store lastNonZeroGen',
    why: 'the next trace begins with a generation that there was before',
    source: 'runtime/trace.go, traceAdvance',
    edits: [leftOut('traceAdvance', 'trace.lastNonZeroGen := gen')],
    fails: { tiny: { GenerationsNeverRepeat: 12 }, small: { GenerationsNeverRepeat: 14 } },
  },
  {
    name: 'reader-ignores-shutdown',
    change: 'the reader does not look at trace.shutdown',
    why: 'after a stop it goes on to generation 0, and never ends',
    source: 'runtime/trace.go, readTrace0',
    edits: [instead('readTrace0', 'if shutdown', 'if 0')],
    fails: { tiny: { ReaderEnds: 10 }, small: { ReaderEnds: 12 } },
  },
  {
    name: 'flushed-gen-without-lock',
    change: 'traceAdvance stores flushedGen without trace.lock',
    why: 'the reader looks at it under trace.lock, and at what is queued',
    source: 'runtime/trace.go, traceAdvance',
    edits: [
      instead(
        'traceAdvance',
        ['lock(trace.lock)', 'trace.flushedGen := gen', 'unlock(trace.lock)'],
        'trace.flushedGen := gen',
      ),
    ],
    fails: { tiny: { LockDiscipline: 6 }, small: { LockDiscipline: 8 } },
  },
  {
    name: 'reader-awaited-under-lock',
    change: 'traceAdvance waits for the reader with trace.lock held',
    why: 'the reader takes trace.lock before it says that it is done',
    source: 'runtime/trace.go, traceAdvance',
    edits: [
      instead(
        'traceAdvance',
        ['semacquire((gen % 2))', 'lock(trace.lock)'],
        ['lock(trace.lock)', 'semacquire((gen % 2))'],
      ),
    ],
    fails: {
      tiny: { AdvanceEnds: 8, StopReturns: 9, QueuedBuffersAreRead: 14, NoDeadlock: 15 },
      small: { NoDeadlock: 21 },
    },
  },
];
