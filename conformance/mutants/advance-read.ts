/** Of StartTrace, traceAdvance, StopTrace and the reader. */
import type { ReferenceMutant } from './mutant.ts';

export const advanceMutants: readonly ReferenceMutant[] = [
  {
    name: 'flush-other-slot',
    story: "an advance flushes the other generation's slot",
    file: 'runtime/traceadvance',
    edits: [
      ['const buf = target.trace.buf[slot(gen)];', 'const buf = target.trace.buf[slot(gen + 1)];'],
      ['target.trace.buf[slot(gen)] = null;', 'target.trace.buf[slot(gen + 1)] = null;'],
    ],
  },
  {
    name: 'flush-keeps-slot',
    story: 'an advance leaves the pointer of a flushed buffer where it was',
    file: 'runtime/traceadvance',
    edits: [['target.trace.buf[slot(gen)] = null;', ';']],
  },
  {
    name: 'flush-does-not-wait',
    story: 'an advance flushes an M that is in a section',
    file: 'runtime/traceadvance',
    edits: [['isEnabled: () => !isSeenWriting(target),', '']],
  },
  {
    name: 'snapshot-misses-an-m',
    story: 'an advance does not look at the last M',
    file: 'runtime/traceadvance',
    edits: [['[...rt.allm, ...rt.freem]', '[...rt.allm, ...rt.freem].slice(0, -1)']],
  },
  {
    name: 'flushed-gen-early',
    story: 'an advance says that a generation is flushed before it is',
    file: 'runtime/traceadvance',
    edits: [
      [
        "yield* wait(mp, 'traceAdvance: sched.lock',",
        "trace.flushedGen = gen; yield* wait(mp, 'traceAdvance: sched.lock',",
      ],
    ],
  },
  {
    name: 'done-sema-kept',
    story: 'an advance does not take the semaphore that it waited for',
    file: 'runtime/traceadvance',
    edits: [['trace.doneSema[slot(gen)] = false;', ';']],
  },
  {
    name: 'advance-does-not-wait',
    story: 'an advance returns before the reader is done',
    file: 'runtime/traceadvance',
    edits: [
      [
        "yield* wait(mp, 'traceAdvance: trace.doneSema', () => trace.doneSema[slot(gen)]);",
        "yield* step(mp, 'traceAdvance: trace.doneSema');",
      ],
    ],
  },
  {
    name: 'shutdown-outlives-stop',
    story: 'StopTrace leaves `shutdown` set',
    file: 'runtime/traceadvance',
    edits: [['trace.shutdown = false;', ';']],
  },
  {
    name: 'enabled-cleared-first',
    story: 'StopTrace clears `enabled` before it stores generation 0',
    file: 'runtime/traceadvance',
    edits: [['trace.shutdown = true;', 'trace.shutdown = true; trace.enabled = false;']],
  },
  {
    name: 'advances-overlap',
    story: 'nothing keeps a second advance from beginning',
    file: 'runtime/traceadvance',
    edits: [['() => trace.gen !== 0 && !trace.advancing', '() => trace.gen !== 0']],
  },
  {
    name: 'world-not-stopped',
    story: 'StartTrace does not stop the world',
    file: 'runtime/traceadvance',
    edits: [[' && isWorldStopped(rt)', '']],
  },
  {
    name: 'generation-starts-again',
    story: 'a second StartTrace begins with generation 1 again',
    file: 'runtime/traceadvance',
    edits: [['traceNextGen(trace.lastNonZeroGen)', 'traceNextGen(0)']],
  },
  {
    name: 'reader-leaves-batches',
    story: 'the reader goes on to the next generation while batches wait',
    file: 'runtime/tracereader',
    edits: [['trace.readerGen !== 0 && queue().empty && ', 'trace.readerGen !== 0 && ']],
  },
  {
    name: 'reader-does-not-wait',
    story: 'the reader goes on to the next generation before this one is flushed',
    file: 'runtime/tracereader',
    edits: [[' && trace.flushedGen === trace.readerGen', '']],
  },
  {
    name: 'reader-stays',
    story: 'the reader stays at the generation that it has read',
    file: 'runtime/tracereader',
    edits: [['trace.readerGen = trace.gen;', 'trace.readerGen = gen;']],
  },
  {
    name: 'reader-releases-other',
    story: "the reader releases the other generation's semaphore",
    file: 'runtime/tracereader',
    edits: [['trace.doneSema[slot(gen)] = true;', 'trace.doneSema[slot(gen + 1)] = true;']],
  },
  {
    name: 'buffer-recycled-early',
    story: 'a buffer goes to the list of empty ones while its bytes are handed out',
    file: 'runtime/tracereader',
    edits: [['trace.reading = buf; return', 'buf.link = trace.empty; trace.empty = buf; return']],
  },
  {
    name: 'buffer-never-recycled',
    story: 'a buffer that has been read is dropped',
    file: 'runtime/tracereader',
    edits: [['trace.empty = trace.reading;', ';']],
    survives: 'memory is wasted, and nothing else',
  },
];
