/** Of writer(), event, end() and their buffers, and of the growth of stacks. */
import type { ReferenceMutant } from './mutant.ts';

export const writeMutants: readonly ReferenceMutant[] = [
  {
    name: 'writer-of-other-slot',
    story: "writer() copies the pointer of the other generation's slot",
    file: 'runtime/tracewriter',
    edits: [['const half = slot(tl.gen);', 'const half = slot(tl.gen + 1);']],
  },
  {
    name: 'end-in-other-slot',
    story: "end() stores the pointer into the other generation's slot",
    file: 'runtime/tracewriter',
    edits: [['const half = slot(w.gen);', 'const half = slot(w.gen + 1);']],
  },
  {
    name: 'end-does-not-store',
    story: 'end() does not store the pointer',
    file: 'runtime/tracewriter',
    edits: [['store(mp, waiting.buf[half], w.traceBuf, (value) => (buf[half] = value));', ';']],
  },
  {
    name: 'throwsplit-not-set',
    story: 'a debug build does not set throwsplit in writer()',
    file: 'runtime/tracewriter',
    debug: true,
    edits: [['mp.curg.throwsplit = true;', ';']],
  },
  {
    name: 'throwsplit-not-restored',
    story: 'a debug build does not restore throwsplit in end()',
    file: 'runtime/tracewriter',
    debug: true,
    edits: [['mp.curg.throwsplit = mp.trace.oldthrowsplit;', ';']],
  },
  {
    name: 'refill-splits',
    story: 'refill has lost its nosplit',
    file: 'runtime/tracewriter',
    edits: [["prologue(mp, 'traceWriter.refill');", 'ordinaryCode(mp);']],
  },
  {
    name: 'byte-splits',
    story: 'traceBuf.byte has lost its nosplit',
    file: 'runtime/tracewriter',
    edits: [["prologue(mp, 'traceBuf.byte');", 'ordinaryCode(mp);']],
  },
  {
    name: 'end-splits',
    story: 'traceWriter.end has lost its nosplit',
    file: 'runtime/tracewriter',
    edits: [["prologue(mp, 'traceWriter.end');", 'ordinaryCode(mp);']],
  },
  {
    name: 'refill-does-not-split',
    story: "1.26's refill is nosplit after all",
    file: 'runtime/tracewriter',
    design: '1.26',
    edits: [["prologue(mp, 'traceWriter.refill');", ';']],
  },
  {
    name: 'growth-once',
    story: 'after a growth, nothing grows again at the same prologue',
    file: 'machine/step',
    edits: [['have said that nothing grows. mp.mayGrow = true;', '']],
  },
  {
    name: 'room-not-checked',
    story: 'a writer takes any buffer for good, full or not',
    file: 'runtime/tracewriter',
    edits: [['buf !== null && buf.available(maxSize)', 'buf !== null']],
  },
  {
    name: 'room-for-event-alone',
    story: 'a writer asks for room for the event as it will be, a tenth of what it could need',
    file: 'runtime/tracewriter',
    edits: [['1 + (args.length + 1) * traceBytesPerNumber', '1 + args.length + 1']],
  },
  {
    name: 'full-buffer-forgotten',
    story: 'a refill does not queue the full buffer',
    file: 'runtime/tracewriter',
    edits: [['if (full !== null) traceBufFlush(rt, full, gen);', ';']],
  },
  {
    name: 'recycled-keeps-bytes',
    story: 'a recycled buffer is written to behind its old bytes',
    file: 'runtime/tracewriter',
    edits: [['buf.pos = 0;', ';']],
  },
  {
    name: 'recycled-stays-on-list',
    story: 'an empty buffer that is taken stays on the list',
    file: 'runtime/tracewriter',
    edits: [['trace.empty = buf.link;', ';']],
  },
  {
    name: 'time-of-batch',
    story: 'times are counted from the beginning of the batch, not from the event before',
    file: 'runtime/tracewriter',
    edits: [['buf.lastTime = ts;', ';']],
  },
  {
    name: 'recycled-keeps-time',
    story: 'a recycled buffer begins with the time of its last event',
    file: 'runtime/tracewriter',
    edits: [['buf.lastTime = Math.max(rt.clock(), buf.lastTime + 1);', 'rt.clock();']],
  },
  {
    name: 'length-not-written',
    story: 'the length of a batch is never filled in',
    file: 'runtime/tracewriter',
    edits: [['buf.varintAt(buf.lenPos, buf.pos - (buf.lenPos + traceBytesPerNumber));', ';']],
  },
  {
    name: 'length-with-itself',
    story: 'the length of a batch counts its own bytes',
    file: 'runtime/tracewriter',
    edits: [['buf.pos - (buf.lenPos + traceBytesPerNumber)', 'buf.pos - buf.lenPos']],
  },
  {
    name: 'queued-for-next',
    story: "a full buffer is queued for the other generation's reader",
    file: 'runtime/tracewriter',
    edits: [['rt.trace.full[slot(gen)].push(buf);', 'rt.trace.full[slot(gen + 1)].push(buf);']],
  },
  {
    name: 'queue-is-a-stack',
    story: 'the newest full buffer is read first',
    file: 'runtime/tracebuf',
    edits: [
      [
        'else this.tail.link = buf; this.tail = buf;',
        'else { buf.link = this.head; this.head = buf; return; } this.tail = buf;',
      ],
    ],
  },
  {
    name: 'tail-outlives-queue',
    story: 'the tail of an emptied queue stays',
    file: 'runtime/tracebuf',
    edits: [
      [
        'if (this.head === null) this.tail = null; buf.link = null; return buf; }',
        'buf.link = null; return buf; }',
      ],
      ['if (this.tail === null || this.head === null)', 'if (this.tail === null)'],
    ],
  },
  {
    name: 'free-before-alloc',
    survives:
      'the execution trace shows each stack allocated and freed once, and no rule says which comes first',
    story: 'a growth frees the old stack before it allocates the new one',
    file: 'runtime/stack',
    edits: [
      ['yield* traceGoroutineStackAlloc(mp, base, bytes);', 'yield* traceGoroutineStackFree(mp, old);'],
      [
        "mp.growing = 'free'; yield* traceGoroutineStackFree(mp, old);",
        "mp.growing = 'free'; yield* traceGoroutineStackAlloc(mp, base, bytes);",
      ],
    ],
  },
  {
    name: 'frees-new-stack',
    story: 'a growth says that the new stack is freed',
    file: 'runtime/stack',
    edits: [['yield* traceGoroutineStackFree(mp, old);', 'yield* traceGoroutineStackFree(mp, base);']],
  },
  {
    name: 'free-not-traced',
    story: 'a growth does not trace that the old stack is freed',
    file: 'runtime/stack',
    edits: [['yield* traceGoroutineStackFree(mp, old);', ';']],
  },
  {
    name: 'system-stack-grows',
    story: 'newstack does not switch to the system stack',
    file: 'runtime/stack',
    edits: [['mp.onG0 = true;', ';']],
  },
];
