/** Of the reader that waits and is woken. */
import type { ReferenceMutant } from './mutant.ts';

const bounds = 'reader-tiny';
const file = 'runtime/tracereader';

export const readerMutants: readonly ReferenceMutant[] = [
  {
    name: 'work-not-announced',
    story: 'whoever queues a buffer does not say that there is work',
    file: 'runtime/tracewriter',
    bounds,
    edits: [['rt.trace.workAvailable = true;', ';']],
  },
  {
    name: 'work-cleared-late',
    story: 'the reader says that there is no work when it waits, and not under trace.lock',
    file,
    bounds,
    edits: [
      ["trace.workAvailable = false; return 'park';", "return 'park';"],
      ['trace.reader = mp;', 'trace.reader = mp; trace.workAvailable = false;'],
    ],
  },
  {
    name: 'reader-parks-nowhere',
    story: 'the reader that found nothing does not put itself into trace.reader',
    file,
    bounds,
    edits: [['trace.reader = mp;', ';']],
  },
  {
    name: 'reader-taken-twice',
    story: 'whoever takes the reader leaves it in trace.reader',
    file,
    bounds,
    edits: [['rt.trace.reader = null;', ';']],
  },
  {
    name: 'flushed-wakes-nobody',
    story: 'the reader is not woken to finish a generation that is flushed',
    file,
    bounds,
    edits: [['trace.flushedGen === trace.readerGen || trace.workAvailable', 'trace.workAvailable']],
  },
  {
    name: 'shutdown-wakes-1.25',
    story: 'a stop alone wakes the reader, as up to 1.24',
    file,
    bounds,
    edits: [['(design.shutdownWakesReader && trace.shutdown)', 'trace.shutdown']],
  },
  {
    name: 'reader-gen-after-release',
    story: 'the reader goes on to the next generation after it has released doneSema',
    file,
    bounds,
    edits: [
      ['if (!stops) trace.readerGen = trace.gen;', ';'],
      [
        'trace.generationEnded = false;',
        'if (!stops) trace.readerGen = trace.gen; trace.generationEnded = false;',
      ],
    ],
  },
  {
    name: 'reading-recycled-early',
    story: 'a buffer is empty again as soon as it is handed out',
    file,
    bounds,
    edits: [['trace.reading = buf;', 'trace.reading = buf; recycle(trace);']],
  },
  {
    name: 'reading-not-recycled-at-end',
    story: 'the buffer that was read last stays where it is when its generation ends',
    file,
    bounds,
    edits: [
      ['recycle(trace); const gen', "if (taken.step === 'readTrace0: trace.full') recycle(trace); const gen"],
    ],
  },
];
