/** Edits of go1.26.8, each by a line or two, and what a check of the edited tree has to say. */
import type { Edit } from '../../testing/go-trees.ts';

export type Expected =
  | { readonly violated: string; readonly steps: number | null }
  | { readonly holds: number }
  | { readonly refused: RegExp };

export interface NamedEdit {
  readonly name: string;
  readonly edits: readonly Edit[];
  readonly expected: Expected;
  /** The bounds that are searched; `tiny` if left out. */
  readonly bounds?: string;
}

const t = (from: string, to: string): Edit => ({ file: 'trace.go', from, to });
const r = (from: string, to: string): Edit => ({ file: 'traceruntime.go', from, to });
const b = (from: string, to: string): Edit => ({ file: 'tracebuf.go', from, to });
export const violated = (property: string, steps: number | null): Expected => ({
  violated: property,
  steps,
});

export const edits: readonly NamedEdit[] = [
  {
    name: 'end() does not store',
    edits: [b('\tw.mp.trace.buf[w.gen%2][w.exp] = w.traceBuf\n', '')],
    expected: violated('NoLostBuffer', 11),
  },
  {
    name: 'end() stores into the other slot',
    edits: [b('buf[w.gen%2][w.exp] =', 'buf[1-w.gen%2][w.exp] =')],
    expected: violated('EventExactlyOnce', 12),
  },
  {
    name: 'the other slot is flushed',
    edits: [
      t('range mp.trace.buf[gen%2] {', 'range mp.trace.buf[1-gen%2] {'),
      t('mp.trace.buf[gen%2][exp] = nil', 'mp.trace.buf[1-gen%2][exp] = nil'),
    ],
    expected: violated('EventExactlyOnce', 16),
  },
  {
    name: 'the slot is not cleared',
    edits: [t('\t\t\t\t\t\tmp.trace.buf[gen%2][exp] = nil\n', '')],
    expected: violated('EventExactlyOnce', 17),
  },
  {
    name: 'releasem is called twice',
    edits: [r('\treleasem(tl.mp)\n', '\treleasem(tl.mp)\n\treleasem(tl.mp)\n')],
    expected: violated('CountsFit', 13),
  },
  {
    name: 'reentered is counted down twice',
    edits: [r('\t\ttl.mp.trace.reentered--\n', '\t\ttl.mp.trace.reentered--\n\t\ttl.mp.trace.reentered--\n')],
    expected: violated('CountsFit', 16),
  },
  {
    name: 'the flag is lowered while reentered counts',
    edits: [
      r(
        '\t\ttl.mp.trace.reentered--\n',
        '\t\ttl.mp.trace.reentered--\n\t\ttl.mp.trace.writing.Store(false)\n',
      ),
    ],
    expected: violated('LockParityAndBalance', 16),
  },
  {
    name: 'the generation is stored after the loop',
    edits: [
      t('\t\ttrace.gen.Store(traceNextGen(gen))\n', ''),
      t(
        '\tstatusWriter := unsafeTraceWriter',
        '\tif !stopTrace {\n\t\ttrace.gen.Store(traceNextGen(gen))\n\t}\n\tstatusWriter := unsafeTraceWriter',
      ),
    ],
    expected: violated('NoFlushUnderSection', 9),
  },
  {
    name: 'nobody looks at the flag',
    edits: [t('if mp.trace.writing.Load() {', 'if false {')],
    expected: violated('NoWriteAfterFlushed', 10),
  },
  {
    name: 'the flag is raised after the load of gen',
    edits: [
      r('\tmp.trace.writing.Store(true)\n\n\t// N.B. This load', '\n\t// N.B. This load'),
      r('\tmp.trace.entryGen = gen\n', '\tmp.trace.writing.Store(true)\n\tmp.trace.entryGen = gen\n'),
    ],
    expected: violated('NoFlushUnderSection', 9),
  },
  {
    name: 'enabled is cleared first',
    edits: [
      t(
        '\t\t\ttrace.shutdown.Store(true)\n',
        '\t\t\ttrace.enabled = false\n\t\t\ttrace.shutdown.Store(true)\n',
      ),
      t('\t\t\ttrace.enabled = false\n\t\t})', '\t\t})'),
    ],
    expected: violated('EnabledWhileTracing', 3),
  },
  {
    name: 'the undo keeps the flag',
    edits: [r('\t\tmp.trace.writing.Store(false)\n\t\treleasem(mp)', '\t\treleasem(mp)')],
    expected: violated('LockParityAndBalance', 5),
  },
  {
    name: 'the undo gives the M back before it lowers the flag',
    edits: [
      r(
        '\t\tmp.trace.writing.Store(false)\n\t\treleasem(mp)',
        '\t\treleasem(mp)\n\t\tmp.trace.writing.Store(false)',
      ),
    ],
    expected: violated('NoPreemptionUnderFlag', 5),
  },
  {
    name: 'the undo keeps the locks',
    edits: [r('\t\treleasem(mp)\n\t\treturn', '\t\treturn')],
    expected: violated('LocksZeroOutside', 6),
  },
  {
    name: 'the release gives the M back twice',
    edits: [r('\treleasem(tl.mp)\n', '\treleasem(tl.mp)\n\treleasem(tl.mp)\n')],
    expected: violated('CountsFit', 13),
  },
  {
    name: 'reentered is not counted',
    edits: [r('\t\tmp.trace.reentered++\n', '')],
    expected: violated('LockParityAndBalance', 16),
  },
  {
    name: 'entryGen is not stored',
    edits: [r('\tmp.trace.entryGen = gen\n', '')],
    expected: violated('NoDroppedEvent', 9),
  },
  {
    name: 'a nested section loads gen again',
    edits: [r('traceLocker{mp, mp.trace.entryGen}', 'traceLocker{mp, trace.gen.Load()}')],
    expected: violated('OneGenerationPerOuterSection', 11),
  },
  {
    name: 'refill does not queue',
    edits: [
      b('\t\t\ttraceBufFlush(w.traceBuf, w.gen)\n\t\t}\n\t\tif trace.empty', '\t\t}\n\t\tif trace.empty'),
    ],
    expected: violated('NoLostBuffer', 21),
  },
  {
    name: 'refill does not reset the position',
    edits: [b('\tw.traceBuf.pos = 0\n', '')],
    expected: violated('NoTornEvent', 10),
  },
  {
    name: 'refill leaves the buffer on the empty list',
    edits: [b('\t\t\ttrace.empty = w.traceBuf.link\n', '')],
    expected: violated('NoBufferQueuedTwice', 17),
  },
  {
    name: 'nobody asks for room',
    edits: [b('w.traceBuf == nil || !w.available(maxSize)', 'w.traceBuf == nil')],
    expected: violated('NoTornEvent', 18),
  },
  {
    name: 'flushedGen is stored early',
    edits: [
      t(
        '\tlock(&sched.lock)\n\tmToFlush',
        '\tlock(&trace.lock)\n\ttrace.flushedGen.Store(gen)\n\tunlock(&trace.lock)\n\tlock(&sched.lock)\n\tmToFlush',
      ),
    ],
    expected: violated('NoWriteAfterFlushed', 8),
  },
  {
    name: 'doneSema is not awaited',
    edits: [t('\tsemacquire(&trace.doneSema[gen%2])\n', '')],
    expected: violated('ClaimsHold', 19),
  },
  {
    name: 'gen is stored before enabled',
    edits: [
      t('\ttrace.enabled = true\n', '\ttrace.gen.Store(firstGen)\n\ttrace.enabled = true\n'),
      t('\ttrace.gen.Store(firstGen)\n\n', '\n'),
    ],
    expected: violated('EnabledWhileTracing', 1),
  },
  {
    name: 'the reader loads gen after semrelease',
    edits: [
      t('\t\t\ttrace.readerGen.Store(trace.gen.Load())\n', ''),
      t(
        '\t\t\tlock(&trace.lock)\n\t\t\tcontinue',
        '\t\t\tlock(&trace.lock)\n\t\t\ttrace.readerGen.Store(trace.gen.Load())\n\t\t\tcontinue',
      ),
    ],
    expected: violated('EventExactlyOnce', 21),
  },
  {
    name: 'a helper with a prologue stands before refill',
    edits: [
      b('\t\tw = w.refill()\n', '\t\tw = w.refillSlowly()\n'),
      b(
        '// flush puts',
        'func (w traceWriter) refillSlowly() traceWriter {\n\treturn w.refill()\n}\n\n// flush puts',
      ),
    ],
    expected: violated('NoLostBuffer', 25),
  },
  {
    name: 'event() may grow the stack',
    edits: [b('//go:nosplit\nfunc (w traceWriter) event(', 'func (w traceWriter) event(')],
    expected: violated('NoLostBuffer', 25),
  },
  {
    name: 'flushedGen is stored without the lock',
    edits: [
      t(
        '\t\tlock(&trace.lock)\n\t\ttrace.flushedGen.Store(gen)\n\t\tunlock(&trace.lock)\n',
        '\t\ttrace.flushedGen.Store(gen)\n',
      ),
    ],
    expected: violated('LockDiscipline', 6),
  },
  {
    name: 'traceAdvance pushes without the lock',
    edits: [
      t('\t\t\t\tlock(&trace.lock)\n\t\t\t\tfor exp', '\t\t\t\tfor exp'),
      t('\t\t\t\tunlock(&trace.lock)\n\n\t\t\t\t// Remove', '\n\t\t\t\t// Remove'),
    ],
    expected: violated('LockDiscipline', 5),
  },
  {
    name: 'the reader ignores shutdown',
    edits: [t('\t\t\tif trace.shutdown.Load() {', '\t\t\tif false {')],
    expected: violated('ReaderEnds', 10),
  },
  {
    name: 'lastNonZeroGen is not stored',
    edits: [t('\ttrace.lastNonZeroGen = gen\n', '')],
    expected: violated('GenerationsNeverRepeat', 12),
  },
  {
    name: 'traceAdvance does not take its semaphore',
    edits: [
      t(
        'func traceAdvance(stopTrace bool) {\n\tsemacquire(&traceAdvanceSema)\n',
        'func traceAdvance(stopTrace bool) {\n',
      ),
    ],
    expected: violated('LockDiscipline', 1),
  },
  {
    name: 'StartTrace does not look whether tracing is on',
    edits: [t('if traceEnabled() || traceShuttingDown() {', 'if false {')],
    expected: violated('LockDiscipline', 3),
  },
  {
    name: 'nobody releases doneSema',
    edits: [t('\t\t\tsemrelease(&trace.doneSema[gen%2])\n\n\t\t\t// Reacquire', '\n\t\t\t// Reacquire')],
    expected: violated('NoDeadlock', 18),
  },
  {
    name: 'a tree that delivers nothing',
    edits: [r('if !traceEnabled() {', 'if traceEnabled() {')],
    expected: violated('ReachesEventDelivered', null),
  },

  {
    name: 'refill keeps the lock',
    edits: [
      b('trace.empty = w.traceBuf.link\n\t\t\tunlock(&trace.lock)\n', 'trace.empty = w.traceBuf.link\n'),
    ],
    expected: violated('NoDeadlock', 19),
  },
  {
    name: 'traceAdvance keeps its semaphore',
    edits: [t('\tsemrelease1(&traceAdvanceSema, true, 0)\n', '')],
    expected: violated('NoLockLeft', 10),
  },
  {
    name: 'shutdown and gen = 0 change places',
    edits: [
      t(
        '\t\t\ttrace.shutdown.Store(true)\n\t\t\ttrace.gen.Store(0)\n',
        '\t\t\ttrace.gen.Store(0)\n\t\t\ttrace.shutdown.Store(true)\n',
      ),
    ],
    expected: { holds: 8959 },
  },
  {
    name: 'a local has another name',
    edits: [
      b(
        '\trefill := w.traceBuf == nil || !w.available(maxSize)\n\tif refill {\n\t\tw = w.refill()\n\t}\n\treturn w, refill\n',
        '\tfull := w.traceBuf == nil || !w.available(maxSize)\n\tif full {\n\t\tw = w.refill()\n\t}\n\treturn w, full\n',
      ),
    ],
    expected: { holds: 8959 },
  },
  {
    name: 'a condition is turned round',
    edits: [r('if tl.mp.trace.reentered > 0 {', 'if 0 < tl.mp.trace.reentered {')],
    expected: { holds: 8959 },
  },
  {
    name: 'independent stores change places',
    edits: [
      t(
        '\ttrace.readerGen.Store(firstGen)\n\ttrace.flushedGen.Store(0)\n',
        '\ttrace.flushedGen.Store(0)\n\ttrace.readerGen.Store(firstGen)\n',
      ),
    ],
    expected: { holds: 8959 },
  },
  {
    name: 'a place is stored twice in one step',
    edits: [
      t('\ttrace.flushedGen.Store(0)\n', '\ttrace.flushedGen.Store(firstGen)\n\ttrace.flushedGen.Store(0)\n'),
    ],
    expected: { holds: 8959 },
  },
  {
    name: 'a nosplit helper stands before refill',
    edits: [
      b('\t\tw = w.refill()\n', '\t\tw = w.again()\n'),
      b(
        '// flush puts',
        '//go:nosplit\nfunc (w traceWriter) again() traceWriter {\n\treturn w.refill()\n}\n\n// flush puts',
      ),
    ],
    expected: { holds: 8959 },
  },
  {
    name: 'a comment, and a condition over two lines',
    edits: [
      b(
        'refill := w.traceBuf == nil || !w.available(maxSize)',
        'refill := w.traceBuf == nil || // none\n\t\t!w.available(maxSize)',
      ),
    ],
    expected: { holds: 8959 },
  },
  {
    name: 'a variable of a statement that is no part has another name',
    edits: [
      t(
        '\tfrequency := traceClockUnitsPerSecond()\n\n\t// Prevent the world',
        '\tper := traceClockUnitsPerSecond()\n\n\t// Prevent the world',
      ),
      t('traceSyncBatch(tl.gen, frequency)', 'traceSyncBatch(tl.gen, per)'),
    ],
    expected: { holds: 8959 },
  },

  {
    name: 'a statement that is no part is gone',
    edits: [t('\ttraceReadCPU(gen)\n', '')],
    expected: { refused: /traceAdvance at trace\.go:\d+ .*lacks a statement .*CPU samples/ },
  },
  {
    name: 'an unknown field',
    edits: [r('\tmp.trace.entryGen = gen\n', '\tmp.trace.entryGen = gen\n\tmp.trace.lastGen = gen\n')],
    expected: { refused: /traceAcquireEnabled at traceruntime\.go:242 .*m\.trace\.lastGen/ },
  },
  {
    name: 'an unknown lock',
    edits: [t('\tlock(&sched.lock)\n\tmToFlush', '\tlock(&mheap_.lock)\n\tmToFlush')],
    expected: { refused: /traceAdvance at trace\.go:657 / },
  },
  {
    name: 'an unknown function',
    edits: [t('\tlock(&sched.lock)\n\tmToFlush', '\tflushAll()\n\tlock(&sched.lock)\n\tmToFlush')],
    expected: { refused: /traceAdvance at trace\.go:657 .*flushAll/ },
  },
  {
    name: 'another way to recycle the buffer that was read',
    edits: [
      t(
        '\t\tbuf.link = trace.empty\n\t\ttrace.empty = buf\n\t\ttrace.reading = nil\n',
        '\t\ttrace.reading = nil\n',
      ),
    ],
    expected: { refused: /readTrace0 at trace\.go:948 / },
  },
  {
    name: 'an M that is not unlinked',
    edits: [t('\t\t\t\t*prev = mp.trace.link\n', '')],
    expected: { refused: /traceAdvance at trace\.go:\d+ .*unlink/ },
  },
  {
    name: 'another body of a function that is known as a whole',
    edits: [b('\tbuf.pos++\n', '\tbuf.pos += 1\n')],
    expected: { refused: /traceBuf\.byte/ },
  },
];
