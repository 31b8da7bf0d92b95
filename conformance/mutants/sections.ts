/** Of sections inside sections, and of signal handlers that sample. */
import type { ReferenceMutant } from './mutant.ts';

const bounds = 'sections-small';
const file = 'runtime/tracecpu';

export const sectionMutants: readonly ReferenceMutant[] = [
  {
    name: 'reentered-is-a-bool',
    story: 'of two sections inside another, one is counted',
    file: 'runtime/traceruntime',
    bounds,
    edits: [['mp.trace.reentered++;', 'mp.trace.reentered = 1;']],
  },
  {
    name: 'sample-clears-outer-flag',
    story: 'a handler lowers the flag of the section that it has interrupted',
    file,
    bounds,
    edits: [
      [
        "if (locked) { own.sample = { gen: 0, locked }; yield* detail(own, 'traceCPUSample: mp.trace.writing = false'",
        "{ own.sample = { gen: 0, locked }; yield* detail(own, 'traceCPUSample: mp.trace.writing = false'",
      ],
    ],
  },
  {
    name: 'sample-without-flag',
    story: 'a handler outside of sections does not raise the flag',
    file,
    bounds,
    edits: [['setWriting(mp, true);', ';']],
  },
  {
    name: 'sample-leaves-flag',
    story: 'a handler leaves the flag up that it has raised',
    file,
    bounds,
    edits: [['setWriting(mp, false);', ';']],
  },
  {
    name: 'sample-gen-before-flag',
    story: 'a handler reads the generation before it raises the flag',
    file,
    bounds,
    edits: [
      ['const locked = !isWriting(mp);', 'const locked = !isWriting(mp); const { gen } = trace;'],
      ['const { gen } = trace; if (gen !== 0)', 'if (gen !== 0)'],
    ],
  },
  {
    name: 'sample-gen-zero-unchecked',
    story: 'a handler records a sample where it has read generation 0',
    file,
    bounds,
    edits: [['if (gen !== 0) {', 'if (true) {']],
  },
  {
    name: 'sample-in-other-log',
    story: "a handler records a sample in the other generation's log",
    file,
    bounds,
    edits: [['trace.cpuLog[slot(gen)].push', 'trace.cpuLog[slot(gen + 1)].push']],
  },
  {
    name: 'samples-read-before-wait',
    story: 'an advance empties the log of samples before all Ms have left the generation',
    file: 'runtime/traceadvance',
    bounds,
    edits: [
      ['yield* flushMs(mp, gen, toFlush);', 'traceReadCPU(rt, gen); yield* flushMs(mp, gen, toFlush);'],
    ],
  },
];
