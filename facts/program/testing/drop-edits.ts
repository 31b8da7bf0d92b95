/** Edits of go1.23.12, where a section inside another is given up, and what a check of the edited tree has to say. */
import type { Edit } from '../../testing/go-trees.ts';
import { violated } from './edits.ts';
import type { NamedEdit } from './edits.ts';

const t = (from: string, to: string): Edit => ({ file: 'trace.go', from, to });
const r = (from: string, to: string): Edit => ({ file: 'traceruntime.go', from, to });
const b = (from: string, to: string): Edit => ({ file: 'tracebuf.go', from, to });
const v = (from: string, to: string): Edit => ({ file: 'traceevent.go', from, to });
const s = (from: string, to: string): Edit => ({ file: 'stack.go', from, to });

const looks = '\tif getg().m.trace.seqlock.Load()%2 == 1 {\n\t\treturn traceLocker{}\n\t}\n';
const flush =
  '\t\t\t\tif *bufp != nil {\n\t\t\t\t\ttraceBufFlush(*bufp, gen)\n\t\t\t\t\t*bufp = nil\n\t\t\t\t}\n';
const raises =
  '\tseq := mp.trace.seqlock.Add(1)\n\tif debugTraceReentrancy && seq%2 != 1 {\n\t\tthrow("bad use of trace.seqlock or tracer is reentrant")\n\t}\n\n\t// N.B. This load';
const lowers = '\tseq := tl.mp.trace.seqlock.Add(1)\n\tif debugTraceReentrancy && seq%2 != 0 {';
const alloc = '\t\ttrace := traceTryAcquire()\n\t\tif trace.ok() {\n\t\t\ttrace.GoroutineStackAlloc(';
const free = '\t\ttrace := traceTryAcquire()\n\t\tif trace.ok() {\n\t\t\ttrace.GoroutineStackFree(';

export const dropEdits: readonly NamedEdit[] = [
  {
    name: 'a release keeps m.locks',
    edits: [r('\treleasem(tl.mp)\n', '')],
    expected: violated('LocksZeroOutside', 12),
  },
  {
    name: 'traceTryAcquireEnabled does not look',
    edits: [r(looks, '')],
    expected: violated('LockParityAndBalance', 8),
  },
  {
    name: 'traceTryAcquireEnabled looks for an even seqlock',
    edits: [r('trace.seqlock.Load()%2 == 1', 'trace.seqlock.Load()%2 == 0')],
    expected: violated('LockParityAndBalance', 9),
  },
  {
    name: 'growths open sections with traceAcquire',
    edits: [s(alloc, alloc.replace('Try', '')), s(free, free.replace('Try', ''))],
    expected: violated('LockParityAndBalance', 8),
  },
  {
    name: 'stackfree opens its section otherwise than stackalloc',
    edits: [s(free, free.replace('Try', ''))],
    expected: { refused: /stackfree at stack\.go:\d+/ },
  },
  {
    name: 'an acquire adds nothing',
    edits: [r(raises, '\t// N.B. This load')],
    expected: violated('LockParityAndBalance', 4),
  },
  {
    name: 'an acquire adds two',
    edits: [r(raises, raises.replace('Add(1)', 'Add(2)'))],
    expected: violated('LockParityAndBalance', 5),
  },
  {
    name: 'an acquire that finds generation 0 keeps the seqlock',
    edits: [r('\t\tmp.trace.seqlock.Add(1)\n\t\treleasem(mp)', '\t\treleasem(mp)')],
    expected: violated('LockParityAndBalance', 4),
  },
  {
    name: 'a release adds nothing',
    edits: [r(lowers, '\tseq := 0\n\tif debugTraceReentrancy && seq%2 != 0 {')],
    expected: violated('LockParityAndBalance', 12),
  },
  {
    name: 'the generation is loaded before the addition',
    edits: [
      r(raises, `\tgen := trace.gen.Load()\n${raises}`),
      r('\tgen := trace.gen.Load()\n\tif gen == 0 {', '\tif gen == 0 {'),
    ],
    expected: violated('NoFlushUnderSection', 8),
  },
  {
    name: 'nobody looks at the seqlock',
    edits: [t('if mp.trace.seqlock.Load()%2 != 0 {', 'if false {')],
    expected: violated('NoWriteAfterFlushed', 9),
  },
  {
    name: 'the other slot is flushed',
    edits: [t('bufp := &mp.trace.buf[gen%2]', 'bufp := &mp.trace.buf[1-gen%2]')],
    expected: violated('EventExactlyOnce', 15),
  },
  {
    name: 'the slot is not cleared',
    edits: [t(flush, flush.replace('\t\t\t\t\t*bufp = nil\n', ''))],
    expected: violated('EventExactlyOnce', 16),
  },
  {
    name: 'the slot is cleared and not flushed',
    edits: [t(flush, flush.replace('\t\t\t\t\ttraceBufFlush(*bufp, gen)\n', ''))],
    expected: violated('NoLostBuffer', 16),
  },
  {
    name: 'a buffer is flushed without trace.lock',
    edits: [
      t(
        `\t\t\t\tlock(&trace.lock)\n\t\t\t\tbufp := &mp.trace.buf[gen%2]\n${flush}\t\t\t\tunlock(&trace.lock)\n`,
        `\t\t\t\tbufp := &mp.trace.buf[gen%2]\n${flush}`,
      ),
    ],
    expected: violated('LockDiscipline', 5),
  },
  {
    name: 'end() does not store',
    edits: [b('\tw.mp.trace.buf[w.gen%2] = w.traceBuf\n', '')],
    expected: violated('NoLostBuffer', 10),
  },
  {
    name: 'end() stores into the other slot',
    edits: [b('buf[w.gen%2] =', 'buf[1-w.gen%2] =')],
    expected: violated('EventExactlyOnce', 11),
  },
  {
    name: 'a pointer to the slot has another name',
    edits: [
      t('bufp := &mp.trace.buf[gen%2]', 'slot := &mp.trace.buf[gen%2]'),
      t(flush, flush.replaceAll('bufp', 'slot')),
    ],
    expected: violated('NoDroppedEvent', 8),
  },
  {
    name: 'write hands no arguments on',
    edits: [v('e.w = e.w.event(ev, args...)', 'e.w = e.w.event(ev)')],
    expected: { refused: /traceEventWriter\.write at traceevent\.go:\d+ .*argument 1 is not followed/ },
    bounds: 'statuses-tiny',
  },
  {
    name: 'write hands the arguments on without the first',
    edits: [v('e.w = e.w.event(ev, args...)', 'e.w = e.w.event(ev, args[1:]...)')],
    expected: { refused: /traceEventWriter\.write at traceevent\.go:\d+ / },
    bounds: 'statuses-tiny',
  },
  {
    name: 'commit writes the event twice',
    edits: [v('\te = e.write(ev, args...)\n', '\te = e.write(ev, args...)\n\te = e.write(ev, args...)\n')],
    expected: violated('EventFitsStatus', 10),
    bounds: 'statuses-tiny',
  },
  {
    name: 'commit writes no event',
    edits: [v('\te = e.write(ev, args...)\n', '')],
    expected: violated('EventFitsStatus', 20),
    bounds: 'statuses-tiny',
  },
  {
    name: 'eventWriter writes no status of the goroutine',
    edits: [
      v(
        '\t\tw = w.writeGoStatus(uint64(gp.goid), int64(tl.mp.procid), goStatus, gp.inMarkAssist, 0 /* no stack */)\n',
        '',
      ),
    ],
    expected: violated('StatusPrecedesEvents', 8),
    bounds: 'statuses-tiny',
  },
  {
    name: 'GoUnpark writes no status of the other goroutine',
    edits: [r('\tw.w = emitUnblockStatus(w.w, gp, tl.gen)\n', '')],
    expected: violated('StatusPrecedesEvents', 20),
    bounds: 'statuses-tiny',
  },
  {
    name: 'GoStart says the sequence number before the goroutine',
    edits: [
      r(
        'w.write(traceEvGoStart, traceArg(gp.goid), gp.trace.nextSeq(tl.gen))',
        'w.write(traceEvGoStart, gp.trace.nextSeq(tl.gen), traceArg(gp.goid))',
      ),
    ],
    expected: { refused: /traceEventWriter\.write at traceevent\.go:\d+ .*argument 1 is not followed/ },
    bounds: 'statuses-tiny',
  },
  {
    name: 'ProcStart takes no sequence number',
    edits: [
      r(
        'traceArg(pp.id), pp.trace.nextSeq(tl.gen))\n}\n\n// ProcStop',
        'traceArg(pp.id), 0)\n}\n\n// ProcStop',
      ),
    ],
    expected: { refused: /traceEventWriter\.write at traceevent\.go:\d+ .*argument 2 is not followed/ },
    bounds: 'procs-tiny',
  },
  {
    name: 'ProcStop says that the P was idle',
    edits: [
      r(
        'tl.eventWriter(traceGoSyscall, traceProcRunning).commit(traceEvProcStop)',
        'tl.eventWriter(traceGoSyscall, traceProcIdle).commit(traceEvProcStop)',
      ),
    ],
    expected: violated('EventFitsStatus', 16),
    bounds: 'procs-tiny',
  },
  {
    name: 'eventWriter writes no status of the P',
    edits: [v('\t\tw = w.writeProcStatus(uint64(pp.id), procStatus, pp.trace.inSweep)\n', '')],
    expected: violated('StatusPrecedesEvents', 9),
    bounds: 'procs-tiny',
  },
  {
    name: 'ProcSteal writes no status of the P',
    edits: [
      r('\t\tw.w = w.w.writeProcStatus(uint64(pp.id), traceProcSyscallAbandoned, pp.trace.inSweep)\n', ''),
    ],
    expected: violated('StatusPrecedesEvents', 29),
    bounds: 'syscalls-small',
  },
];
