/**
 * Where the hooks go: the line of a step, as the tree's programs have it, or a line of a function, which must be there exactly once. A wait for the log's lock comes before a step that others
 * see, and its record after it; what is local to an M, or under trace.lock or sched.lock, has its order from elsewhere and gets a record alone.
 */

import type { RecordKind } from '../log/records.ts';

export interface Rule {
  /** The step that the hook is of. Where the tree's programs have its line, the anchor only says in which words it is. */
  readonly step?: RecordKind;
  readonly file: string;
  /** As `func NAME` or `func (RECEIVER) NAME` begin: `traceAcquireEnabled`, `(w traceWriter) refill`; or the name of a struct. */
  readonly func: string;
  /** The line without the space around it. */
  readonly anchor: RegExp;
  /** Where the place is not that line but the nearest one like this, above it or below it in the function. */
  readonly above?: RegExp;
  readonly below?: RegExp;
  /** Go lines before and after it; `$1` is the anchor's first group. */
  readonly before?: readonly string[];
  readonly after?: readonly string[];
  /** What stands in its place. */
  readonly instead?: readonly string[];
  /** The line that waits for the step's turn, where a schedule is followed. */
  readonly turn?: string;
  /** The function gets //go:nosplit, so that its hook does not make it a place where the stack grows. */
  readonly isNosplit?: true;
}

const lock = ['nosplitLock()'];

/** One record about the M `mp`, for which the lock is held. */
const recordOfM = (kind: string, mp: string, ...values: readonly string[]): string =>
  `nosplitM(nosplit${kind}, ${[mp, ...values, '0', '0', '0', '0'].slice(0, 5).join(', ')})`;

const [trace, traceruntime, tracebuf] = ['trace.go', 'traceruntime.go', 'tracebuf.go'];

const acquire: readonly Rule[] = [
  {
    step: 'acquireFlag',
    file: traceruntime,
    func: 'traceAcquireEnabled',
    anchor: /^(?:seq := mp\.trace\.seqlock\.Add\(1\)|mp\.trace\.writing\.Store\(true\))$/,
    before: lock,
    after: [recordOfM('AcquireFlag', 'mp', 'nosplitFlag(mp)')],
    turn: 'nosplitTurn(nosplitAcquireFlag, mp)',
  },
  {
    step: 'acquireGen',
    file: traceruntime,
    func: 'traceAcquireEnabled',
    anchor: /^gen := trace\.gen\.Load\(\)$/,
    before: lock,
    after: [recordOfM('AcquireGen', 'mp', 'uint64(gen)')],
    turn: 'nosplitTurn(nosplitAcquireGen, mp)',
  },
  {
    step: 'acquireUndo',
    file: traceruntime,
    func: 'traceAcquireEnabled',
    anchor: /^mp\.trace\.(?:seqlock\.Add\(1\)|writing\.Store\(false\))$/,
    before: lock,
    after: [recordOfM('AcquireUndo', 'mp', 'nosplitFlag(mp)')],
    turn: 'nosplitTurn(nosplitAcquireUndo, mp)',
  },
  {
    step: 'acquireNested',
    file: traceruntime,
    func: 'traceAcquireEnabled',
    anchor: /^return traceLocker\{mp, (trace\.gen\.Load\(\)|mp\.trace\.entryGen)\}$/,
    instead: [
      ...lock,
      'nested := $1',
      recordOfM('AcquireNested', 'mp', 'uint64(nested)', 'uint64(mp.trace.reentered)'),
      'return traceLocker{mp, nested}',
    ],
    turn: 'nosplitTurn(nosplitAcquireNested, mp)',
  },
  {
    step: 'releaseNested',
    file: traceruntime,
    func: 'traceRelease',
    anchor: /^tl\.mp\.trace\.reentered--$/,
    before: lock,
    after: [recordOfM('ReleaseNested', 'tl.mp', 'uint64(tl.mp.trace.reentered)')],
    turn: 'nosplitTurn(nosplitReleaseNested, tl.mp)',
  },
  {
    step: 'release',
    file: traceruntime,
    func: 'traceRelease',
    anchor: /^(?:seq := tl\.mp\.trace\.seqlock\.Add\(1\)|tl\.mp\.trace\.writing\.Store\(false\))$/,
    before: lock,
    after: [recordOfM('Release', 'tl.mp', 'nosplitFlag(tl.mp)')],
    turn: 'nosplitTurn(nosplitRelease, tl.mp)',
  },
];

const write: readonly Rule[] = [
  {
    step: 'writer',
    file: tracebuf,
    func: '(tl traceLocker) writer',
    anchor: /^return traceWriter\{traceLocker: tl, traceBuf: .*\}$/,
    before: ['nosplitWriterOf(tl)'],
    turn: 'nosplitTurn(nosplitWriter, tl.mp)',
  },
  {
    file: tracebuf,
    func: '(w traceWriter) event',
    anchor: /^w, _ = w\.ensure\((.+)\)$/,
    after: ['nosplitWrite(nosplitEvent, &w, uint64($1))'],
    turn: 'nosplitTurnOf(nosplitEvent, &w)',
  },
  {
    step: 'end',
    file: tracebuf,
    func: '(w traceWriter) end',
    anchor: /^w\.mp\.trace\.buf\[w\.gen%2\]\[w\.exp\] = w\.traceBuf$/,
    after: ['nosplitWrite(nosplitEnd, &w, 0)'],
    turn: 'nosplitTurnOf(nosplitEnd, &w)',
  },
  {
    file: tracebuf,
    func: '(w traceWriter) ensure',
    anchor: /^w = w\.refill\(\)$/,
    before: ['nosplitWrite(nosplitNoRoom, &w, uint64(maxSize))'],
    turn: 'nosplitTurnOf(nosplitNoRoom, &w)',
  },
  {
    step: 'refill',
    file: tracebuf,
    func: '(w traceWriter) refill',
    anchor: /^if w\.traceBuf != nil \{$/,
    before: ['nosplitWrite(nosplitRefill, &w, 0)'],
  },
  {
    file: tracebuf,
    func: '(w traceWriter) refill',
    anchor: /^w\.traceBuf\.lenPos = w\.varintReserve\(\)$/,
    after: ['nosplitRefilledBy(&w)'],
  },
];

const start: readonly Rule[] = [
  {
    file: trace,
    func: 'StartTrace',
    anchor: /^semacquire\(&traceAdvanceSema\)$/,
    after: ['nosplitStart()'],
  },
  {
    step: 'startEnable',
    file: trace,
    func: 'StartTrace',
    anchor: /^trace\.enabled = true$/,
    before: lock,
    after: ['nosplit1(nosplitStartEnable, 0)'],
  },
  {
    step: 'startPublish',
    file: trace,
    func: 'StartTrace',
    anchor: /^trace\.gen\.Store\(firstGen\)$/,
    before: lock,
    after: ['nosplit1(nosplitStartPublish, uint64(firstGen))'],
  },
];

const advance: readonly Rule[] = [
  {
    step: 'advanceGen',
    file: trace,
    func: 'traceAdvance',
    anchor: /^trace\.gen\.Store\(traceNextGen\(gen\)\)$/,
    before: lock,
    after: ['nosplit1(nosplitAdvanceGen, uint64(traceNextGen(gen)))'],
    turn: 'nosplitTurnOfAdvance(nosplitAdvanceGen, nil)',
  },
  {
    step: 'stopGen',
    file: trace,
    func: 'traceAdvance',
    anchor: /^trace\.gen\.Store\(0\)$/,
    before: lock,
    after: ['nosplit1(nosplitStopGen, uint64(gen))'],
  },
  {
    step: 'stopEnabled',
    file: trace,
    func: 'traceAdvance',
    anchor: /^trace\.enabled = false$/,
    before: lock,
    after: ['nosplit1(nosplitStopEnabled, 0)'],
    turn: 'nosplitTurnOfAdvance(nosplitStopEnabled, nil)',
  },
  {
    step: 'snapshot',
    file: trace,
    func: 'traceAdvance',
    anchor: /^mToFlush := allm$/,
    before: ['nosplitLists()'],
  },
  {
    step: 'flagSeen',
    file: trace,
    func: 'traceAdvance',
    anchor: /^if mp\.trace\.(?:seqlock\.Load\(\)%2 != 0|writing\.Load\(\)) \{$/,
    instead: ['if nosplitFlagUp(mp) {'],
  },
  {
    step: 'advanceFlush',
    file: trace,
    func: 'traceAdvance',
    anchor: /^for exp, buf := range mp\.trace\.buf\[gen%2\] \{$/,
    before: [...lock, recordOfM('AdvanceFlush', 'mp', 'nosplitBuf(mp.trace.buf[gen%2][0])')],
  },
  {
    step: 'flushedGen',
    file: trace,
    func: 'traceAdvance',
    anchor: /^trace\.flushedGen\.Store\(gen\)$/,
    before: lock,
    after: ['nosplit1(nosplitFlushedGen, uint64(gen))'],
  },
  {
    step: 'advanceDone',
    file: trace,
    func: 'traceAdvance',
    anchor: /^if !trace\.full\[gen%2\]\.empty\(\) \{$/,
    before: [...lock, 'nosplit1(nosplitAdvanceDone, uint64(gen))'],
  },
];

const reader: readonly Rule[] = [
  {
    step: 'readerTake',
    file: trace,
    func: 'readTrace0',
    anchor: /^tbuf := trace\.full\[gen%2\]\.pop\(\)$/,
    after: [...lock, 'nosplitTake(tbuf, gen)'],
  },
  {
    step: 'readerNext',
    file: trace,
    func: 'readTrace0',
    anchor: /^trace\.readerGen\.Store\(trace\.gen\.Load\(\)\)$/,
    before: lock,
    after: ['nosplit1(nosplitReaderNext, uint64(trace.readerGen.Load()))'],
  },
  {
    file: trace,
    func: 'readTrace0',
    anchor: /^if trace\.shutdown\.Load\(\) \{$/,
    after: [...lock, 'nosplit1(nosplitReaderStop, 0)'],
  },
];

const destroy: readonly Rule[] = [
  {
    step: 'destroyFlag',
    file: traceruntime,
    func: 'traceThreadDestroy',
    anchor: /^(?:seq := mp\.trace\.seqlock\.Add\(1\)|mp\.trace\.writing\.Store\(true\))$/,
    before: lock,
    after: [recordOfM('DestroyFlag', 'mp', 'uint64(getg().m.id)')],
  },
  {
    step: 'destroyFlush',
    file: traceruntime,
    func: 'traceThreadDestroy',
    anchor: /^for i := range mp\.trace\.buf \{$/,
    before: [
      ...lock,
      recordOfM('DestroyFlush', 'mp', 'nosplitBuf(mp.trace.buf[0][0])', 'nosplitBuf(mp.trace.buf[1][0])'),
    ],
  },
  {
    step: 'destroyDone',
    file: traceruntime,
    func: 'traceThreadDestroy',
    anchor: /^(?:seq1 := mp\.trace\.seqlock\.Add\(1\)|mp\.trace\.writing\.Store\(false\))$/,
    before: lock,
    after: [recordOfM('DestroyDone', 'mp', 'nosplitFlag(mp)')],
  },
];

export const recordRules: readonly Rule[] = [
  ...acquire,
  ...write,
  ...start,
  ...advance,
  ...reader,
  ...destroy,
];
