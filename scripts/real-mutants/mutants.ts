/** Mutants of the real tracer: edits of Go 1.26's and 1.27's own files, of which each breaks one thing that the protocol relies on. */
import type { LogPart, Rule } from '../../runtime/index.ts';

export interface RuntimeMutant {
  readonly name: string;
  /** What it does instead. */
  readonly does: string;
  readonly edits: readonly Rule[];
  /** The schedule that shows it; elsewhere a few runs of main.go do. */
  readonly schedule?: 'B1';
}

/** What a log needs to show it. */
export const partsFor = ({ edits }: RuntimeMutant): readonly LogPart[] =>
  edits.some(({ file }) => file === 'tracestatus.go') ? ['core', 'statuses'] : ['core'];

type Edit = Omit<Rule, 'file' | 'func'>;

const inFunc =
  (file: string, func: string) =>
  (name: string, does: string, ...edits: readonly Edit[]): RuntimeMutant => ({
    name,
    does,
    edits: edits.map((edit) => ({ file, func, ...edit })),
  });

const acquire = inFunc('traceruntime.go', 'traceAcquireEnabled');
const release = inFunc('traceruntime.go', 'traceRelease');
const destroy = inFunc('traceruntime.go', 'traceThreadDestroy');
const writer = inFunc('tracebuf.go', '(tl traceLocker) writer');
const ensure = inFunc('tracebuf.go', '(w traceWriter) ensure');
const refill = inFunc('tracebuf.go', '(w traceWriter) refill');
const end = inFunc('tracebuf.go', '(w traceWriter) end');
const start = inFunc('trace.go', 'StartTrace');
const advance = inFunc('trace.go', 'traceAdvance');
const reader = inFunc('trace.go', 'readTrace0');
const acquireStatus = inFunc('tracestatus.go', '(r *traceSchedResourceState) acquireStatus');

const toWriter = /^return traceWriter\{traceLocker: tl, traceBuf: .*\}$/;
const room = /^refill := w\.traceBuf == nil \|\| !w\.available\(maxSize\)$/;
const stored = /^w\.mp\.trace\.buf\[w\.gen%2\]\[w\.exp\] = w\.traceBuf$/;

const undoLeavesFlag = acquire('undo-leaves-flag', 'an acquire that finds generation 0 leaves its flag up', {
  anchor: /^mp\.trace\.writing\.Store\(false\)$/,
  after: ['writing := &mp.trace.writing', 'writing.Store(true)'],
});
/** A stop waits between its two stores, so that some acquire finds generation 0. */
const slowStop = advance('slow-stop', '', {
  anchor: /^trace\.gen\.Store\(0\)$/,
  after: ['usleep(200)'],
}).edits;

/** By the part of the tracer that they edit. */
export const runtimeMutants: readonly RuntimeMutant[] = [
  { name: 'none', does: 'nothing else: the tree without a mutant', edits: [] },
  acquire('flag-lowered-at-once', 'the flag is lowered again before the section begins', {
    anchor: /^mp\.trace\.writing\.Store\(true\)$/,
    after: ['writing := &mp.trace.writing', 'writing.Store(false)'],
  }),
  acquire('old-generation', 'a section uses the generation before the one that it loaded', {
    anchor: /^gen := trace\.gen\.Load\(\)$/,
    after: ['gen = max(gen, 2) - 1'],
  }),
  { ...undoLeavesFlag, edits: [...undoLeavesFlag.edits, ...slowStop] },
  acquire('nested-not-counted', 'a nested section is not counted', {
    anchor: /^mp\.trace\.reentered\+\+$/,
    instead: [],
  }),
  acquire('entry-gen-not-stored', 'the outer section does not store its generation for nested ones', {
    anchor: /^mp\.trace\.entryGen = gen$/,
    instead: [],
  }),
  {
    ...acquire('nested-reloads', 'a nested section loads the generation again, as up to Go 1.25', {
      anchor: /^return traceLocker\{mp, mp\.trace\.entryGen\}$/,
      instead: ['return traceLocker{mp, trace.gen.Load()}'],
    }),
    schedule: 'B1',
  },
  release('release-leaves-flag', 'the flag stays up after a section', {
    anchor: /^tl\.mp\.trace\.writing\.Store\(false\)$/,
    after: ['tl.mp.trace.writing.Store(true)'],
  }),
  release('nested-lowers-flag', 'the end of a nested section lowers the flag', {
    anchor: /^tl\.mp\.trace\.reentered--$/,
    after: ['writing := &tl.mp.trace.writing', 'writing.Store(false)'],
  }),
  writer('writer-takes-none', 'writer() starts without the buffer of its M', {
    anchor: toWriter,
    instead: ['return traceWriter{traceLocker: tl, traceBuf: nil}'],
  }),
  writer('writer-wrong-slot', 'writer() takes the buffer of the other generation', {
    anchor: toWriter,
    instead: ['return traceWriter{traceLocker: tl, traceBuf: tl.mp.trace.buf[(tl.gen+1)%2][0]}'],
  }),
  ensure('ensure-half', 'ensure() asks for room for half of the event', {
    anchor: room,
    instead: ['refill := w.traceBuf == nil || !w.available(maxSize/2)'],
  }),
  ensure('ensure-refills-early', 'ensure() gives up a buffer that has room', {
    anchor: room,
    instead: ['refill := w.traceBuf == nil || !w.available(maxSize+64)'],
  }),
  refill('refill-forgets', 'refill does not queue the full buffer', {
    anchor: /^traceBufFlush\(w\.traceBuf, w\.gen\)$/,
    instead: [],
  }),
  refill('refill-queues-twice', 'refill queues the full buffer twice', {
    anchor: /^traceBufFlush\(w\.traceBuf, w\.gen\)$/,
    after: ['traceBufFlush(w.traceBuf, w.gen)'],
  }),
  refill('refill-wrong-queue', 'refill queues the full buffer for the next generation', {
    anchor: /^traceBufFlush\(w\.traceBuf, w\.gen\)$/,
    instead: ['traceBufFlush(w.traceBuf, w.gen+1)'],
  }),
  refill('free-buffer-stays', 'a free buffer that was handed out stays in the list', {
    anchor: /^trace\.empty = w\.traceBuf\.link$/,
    instead: [],
  }),
  end('end-does-not-store', 'end() does not store the buffer of its M', {
    anchor: stored,
    before: ['was := w.mp.trace.buf[w.gen%2][w.exp]'],
    after: ['w.mp.trace.buf[w.gen%2][w.exp] = was'],
  }),
  end('end-stores-twice', 'end() stores the buffer for the other generation, too', {
    anchor: stored,
    after: ['w.mp.trace.buf[(w.gen+1)%2][w.exp] = w.traceBuf'],
  }),
  start('start-skips-one', 'a start begins with the generation after the next', {
    anchor: /^firstGen := traceNextGen\(trace\.lastNonZeroGen\)$/,
    instead: ['firstGen := traceNextGen(traceNextGen(trace.lastNonZeroGen))'],
  }),
  advance('advance-skips-one', 'an advance goes to the generation after the next', {
    anchor: /^trace\.gen\.Store\(traceNextGen\(gen\)\)$/,
    before: ['gen := traceNextGen(gen)'],
  }),
  // Between its two stores it waits, so that some acquire falls there.
  advance('stop-keeps-generation', 'a stop leaves the generation as it is', {
    anchor: /^trace\.gen\.Store\(0\)$/,
    after: ['trace.gen.Store(gen)', 'usleep(200)'],
  }),
  advance('snapshot-misses-one', 'the list of Ms to flush lacks the newest', {
    anchor: /^mToFlush := allm$/,
    after: ['mToFlush = mToFlush.alllink'],
  }),
  advance('snapshot-without-freem', 'the list of Ms to flush lacks those that have exited', {
    anchor: /^for mp := sched\.freem; mp != nil; mp = mp\.freelink \{$/,
    instead: ['for mp := sched.freem; mp != nil && gen == 0; mp = mp.freelink {'],
  }),
  advance('flush-forgets', 'an advance takes the buffer of an M and does not queue it', {
    anchor: /^traceBufFlush\(buf, gen\)$/,
    instead: ['_ = buf'],
  }),
  // It waits, so that the reader looks.
  advance('flushed-gen-early', 'flushedGen is stored before the Ms are flushed', {
    anchor: /^const debugDeadlock = false$/,
    before: ['early := &trace.flushedGen', 'early.Store(gen)', 'usleep(1000)'],
  }),
  advance('done-not-awaited', 'an advance does not wait until the reader is done', {
    anchor: /^semacquire\(&trace\.doneSema\[gen%2\]\)$/,
    instead: [],
  }),
  advance('flush-keeps-slot', 'an advance queues the buffer of an M and leaves it in its slot', {
    anchor: /^mp\.trace\.buf\[gen%2\]\[exp\] = nil$/,
    instead: ['_ = exp'],
  }),
  // It is slow, so that buffers wait.
  reader(
    'reader-leaves-buffers',
    'the reader goes on to the next generation while buffers wait',
    {
      anchor: /^if !trace\.full\[gen%2\]\.empty\(\) \{$/,
      instead: ['if !trace.full[gen%2].empty() && trace.flushedGen.Load() != gen {'],
    },
    { anchor: /^return tbuf\.arr\[:tbuf\.pos\], false$/, before: ['usleep(5000)'] },
  ),
  reader('reader-skips-one', 'the reader drops a buffer where another waits behind it', {
    anchor: /^tbuf := trace\.full\[gen%2\]\.pop\(\)$/,
    before: ['if queue := &trace.full[gen%2]; queue.head.link != nil {', '\tqueue.pop()', '}'],
  }),
  acquireStatus('status-not-readied', 'who gets a status is not readied for the next generation', {
    anchor: /^r\.readyNextGen\(gen\)$/,
    instead: [],
  }),
  destroy('destroy-forgets', 'an M that goes takes its buffers along', {
    anchor: /^traceBufFlush\(buf, uintptr\(i\)\)$/,
    instead: [],
  }),
];
