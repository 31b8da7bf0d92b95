/** Ms that start and exit. */
import { after, before, instead, leftOut } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const threadsMutants: readonly Mutant[] = [
  {
    name: 'snapshot-without-freem',
    change: 'the snapshot leaves out freem',
    why: 'an M that has exited still has its buffer, and nobody flushes it in time',
    source: 'runtime/trace.go, traceAdvance',
    edits: [leftOut('traceAdvance', ['withFreem := withFreem(mToFlush)', 'mToFlush := withFreem'])],
    fails: {
      'threads-tiny': {
        SnapshotMissesNone: 10,
        NoWriteAfterFlushed: 12,
        NoBufferLeftBehind: 13,
        EventExactlyOnce: 14,
        FullQueueEmptyWhenDone: 18,
      },
      'threads-small': { SnapshotMissesNone: 11, NoBufferLeftBehind: 15 },
    },
  },
  {
    name: 'snapshot-freem-first',
    change: 'the snapshot reads freem, gives sched.lock up, and then reads allm',
    why: 'an M that exits in between is on neither list when it is looked at',
    source: 'runtime/trace.go, traceAdvance',
    edits: [
      instead(
        'traceAdvance',
        [
          'onAllm := onAllm()',
          'mToFlush := onAllm',
          'withFreem := withFreem(mToFlush)',
          'mToFlush := withFreem',
        ],
        [
          'withFreem := withFreem(0)',
          'unlock(sched.lock)',
          'lock(sched.lock)',
          'onAllm := onAllm()',
          'mToFlush := (onAllm | withFreem)',
        ],
      ),
    ],
    fails: { 'threads-tiny': { SnapshotMissesNone: 13, NoBufferLeftBehind: 15 } },
  },
  {
    name: 'gen-after-snapshot',
    change: 'traceAdvance takes its snapshot before it stores the new generation',
    why: 'a thread that starts in between writes into the generation that ends, and is on no list of it',
    source: 'runtime/trace.go, traceAdvance',
    edits: [
      leftOut('traceAdvance', 'trace.gen := result'),
      after('traceAdvance', 'unlock(sched.lock)', 'trace.gen := result', { nth: 0 }),
    ],
    fails: { 'threads-tiny': { SnapshotMissesNone: 10, NoWriteAfterFlushed: 13, NoBufferLeftBehind: 14 } },
  },
  {
    name: 'destroy-without-trace-lock',
    change: 'traceThreadDestroy pushes the buffers and clears the slots later, not under one trace.lock',
    why: 'traceAdvance, which saw the flag down before it was raised, pushes the same buffer',
    source: 'runtime/traceruntime.go, traceThreadDestroy',
    edits: [
      before('traceThreadDestroy', 'm.trace.buf[0][0] of freem := 0', [
        'unlock(trace.lock)',
        'lock(trace.lock)',
      ]),
      before('traceThreadDestroy', 'm.trace.buf[1][0] of freem := 0', [
        'unlock(trace.lock)',
        'lock(trace.lock)',
      ]),
      before('traceThreadDestroy', 'm.trace.buf[0][0] := 0', ['unlock(trace.lock)', 'lock(trace.lock)']),
      before('traceThreadDestroy', 'm.trace.buf[1][0] := 0', ['unlock(trace.lock)', 'lock(trace.lock)']),
    ],
    fails: {
      'threads-tiny': { EventExactlyOnce: 13, NoBufferQueuedTwice: 18 },
      'threads-small': { EventExactlyOnce: 12, NoBufferQueuedTwice: 18 },
    },
  },
  {
    name: 'destroy-leaves-flag',
    change: 'traceThreadDestroy does not lower the flag that it raised',
    why: 'traceAdvance waits for ever for an M that no longer runs',
    source: 'runtime/traceruntime.go, traceThreadDestroy',
    edits: [
      leftOut('traceThreadDestroy', 'm.trace.writing of freem := 0'),
      leftOut('traceThreadDestroy', 'm.trace.writing := 0'),
    ],
    fails: {
      'threads-tiny': { LockParityAndBalance: 5, NoDeadlock: 12 },
      'threads-small': { LockParityAndBalance: 5, NoDeadlock: 18 },
    },
  },
  {
    name: 'destroy-one-slot',
    change: 'traceThreadDestroy flushes only the slot of the current generation',
    why: 'a buffer of the generation that is just ending goes with the M',
    source: 'runtime/traceruntime.go, traceThreadDestroy',
    edits: [
      instead(
        'traceThreadDestroy',
        ['buf := m.trace.buf[1][0] of freem', 'if (buf != 0)'],
        ['buf := m.trace.buf[1][0] of freem', 'if 0'],
      ),
      instead(
        'traceThreadDestroy',
        ['buf := m.trace.buf[1][0]', 'if (buf != 0)'],
        ['buf := m.trace.buf[1][0]', 'if 0'],
      ),
    ],
    fails: {
      'threads-tiny': { NoBufferOffTheLists: 14, SnapshotMissesNone: 16, NoBufferLeftBehind: 19 },
      'threads-small': { NoBufferOfAnotherThread: 13, NoBufferOffTheLists: 14, NoBufferLeftBehind: 20 },
    },
  },
  {
    name: 'destroy-without-sched-lock',
    change: 'allocm takes an M off freem and destroys it after it has given sched.lock up',
    why: 'the snapshot does not find the M, and the generation counts as flushed before the M is',
    source: 'runtime/proc.go, allocm',
    edits: [
      instead('allocm', 'm.freem of freem := 0', 'lock(sched.lock)'),
      before('traceEnabled', 'enabled := trace.enabled', ['m.freem of freem := 0', 'unlock(sched.lock)'], {
        kind: 'allocm',
      }),
    ],
    fails: {
      'threads-tiny': { SnapshotMissesNone: 14, NoBufferLeftBehind: 17, FullQueueEmptyWhenDone: 20 },
      'threads-small': { SnapshotMissesNone: 15, NoBufferLeftBehind: 18 },
    },
  },
  {
    name: 'exit-skips-freem',
    change: 'mexit takes the M off allm and does not put it on freem',
    why: 'no snapshot finds the M and its buffer any more',
    source: 'runtime/proc.go, mexit',
    edits: [leftOut('mexit', 'm.freem := 1')],
    fails: {
      'threads-tiny': { NoBufferOffTheLists: 9, SnapshotMissesNone: 10, NoBufferLeftBehind: 13 },
      'threads-small': { NoBufferOffTheLists: 9, NoBufferLeftBehind: 15 },
    },
  },
  {
    name: 'flush-without-trace-lock',
    change:
      'traceAdvance pushes the buffer that it finds and clears the slot later, not under one trace.lock',
    why: 'traceThreadDestroy finds the same buffer in the slot, and pushes it again',
    source: 'runtime/trace.go, traceAdvance',
    edits: [
      before('traceAdvance', 'm.trace.buf[(gen % 2)][0] of mp := 0', [
        'unlock(trace.lock)',
        'lock(trace.lock)',
      ]),
    ],
    fails: {
      'threads-tiny': { EventExactlyOnce: 13, NoBufferQueuedTwice: 18 },
      'threads-small': { EventExactlyOnce: 14, NoBufferQueuedTwice: 18 },
    },
  },
  {
    name: 'start-before-allm',
    change: 'a new M is put on allm after its first event',
    why: 'the snapshot does not find the M, and its buffer stays behind',
    source: 'runtime/proc.go, mcommoninit',
    edits: [instead('own', 'if runs', 'if 1')],
    fails: {
      'threads-tiny': { SnapshotMissesNone: 8, NoBufferOffTheLists: 7, NoBufferLeftBehind: 12 },
      'threads-small': { SnapshotMissesNone: 9, NoBufferLeftBehind: 13 },
    },
  },
  {
    name: 'reap-ignores-shutdown',
    change: 'allocm asks only whether tracing is enabled, and not whether it is shutting down',
    why: 'between the end of enabled and the snapshot of StopTrace an M leaves with its buffer',
    source: 'runtime/proc.go, allocm',
    edits: [instead('allocm', 'if shutdown', 'if 0')],
    fails: {
      'threads-tiny': { NoBufferOffTheLists: 14, SnapshotMissesNone: 15, NoBufferLeftBehind: 18 },
      'threads-small': { NoBufferOffTheLists: 14, NoBufferLeftBehind: 18 },
    },
  },
  {
    name: 'reap-does-not-wait',
    change: 'allocm reaps an M whose thread is not done',
    why: 'traceThreadDestroy works on the flag and the slots of an M that may be writing',
    source: 'runtime/proc.go, allocm',
    edits: [instead('allocm', 'if (freeWait == 2)', 'if 0')],
    fails: {
      'threads-tiny': {
        LockParityAndBalance: 11,
        NoFlushUnderSection: 14,
        NoBufferOffTheLists: 10,
        NoBufferLeftBehind: 15,
      },
      'threads-small': { LockParityAndBalance: 11, NoFlushUnderSection: 15 },
    },
  },
  {
    name: 'dropm-keeps-buffers',
    change: 'dropm does not call traceThreadDestroy',
    why: 'the next thread that borrows the M goes on in the batch of the last one',
    source: 'runtime/proc.go, dropm',
    edits: [instead('dropm', 'if enabled', 'if 0'), instead('dropm', 'if shutdown', 'if 0')],
    fails: { 'threads-small': { NoBufferOfAnotherThread: 10 } },
  },
  {
    name: 'locks-in-another-order',
    change: 'traceAdvance holds trace.lock while it takes sched.lock for the list of Ms',
    why: 'who destroys the trace buffers of an M holds sched.lock and takes trace.lock',
    source: 'runtime/trace.go, traceAdvance',
    edits: [
      before('traceAdvance', 'lock(sched.lock)', 'lock(trace.lock)'),
      after('traceAdvance', 'unlock(sched.lock)', 'unlock(trace.lock)'),
    ],
    fails: { 'threads-tiny': { NoDeadlock: 7 }, 'threads-small': { NoDeadlock: 8 } },
  },
];
