/** The mutants of how the reader waits and is woken. */
import { edits } from '../../../facts/program/testing/edits.ts';
import { readerEdits } from '../../../facts/program/testing/reader-edits.ts';
import type { Edit } from '../../../facts/testing/go-trees.ts';
import { among } from './edit.ts';
import type { MutantEdits } from './edit.ts';

const t = (from: string, to: string): Edit => ({ file: 'trace.go', from, to });
const core = among(edits);
const known = among(readerEdits);

export const readerMutants: MutantEdits = {
  'reader-gen-after-release': { edits: core('the reader loads gen after semrelease') },
  'shutdown-read-after-release': {
    edits: [
      t(
        '\t\t\tif trace.shutdown.Load() {\n\t\t\t\tunlock(&trace.lock)\n',
        '\t\t\tunlock(&trace.lock)\n\t\t\tsemrelease(&trace.doneSema[gen%2])\n\t\t\tlock(&trace.lock)\n\t\t\tif trace.shutdown.Load() {\n\t\t\t\tunlock(&trace.lock)\n',
      ),
      t(
        "\t\t\t\tsemrelease(&trace.doneSema[gen%2])\n\n\t\t\t\t// We're shutting down",
        "\n\t\t\t\t// We're shutting down",
      ),
      t('\t\t\tsemrelease(&trace.doneSema[gen%2])\n\n\t\t\t// Reacquire', '\n\t\t\t// Reacquire'),
    ],
  },
  'work-not-announced': { edits: known('a buffer is queued and not announced') },
  'work-cleared-late': {
    edits: known('the reader says that there is no work after it has given the lock back'),
  },
  'reader-parks-unseen': { edits: known('the unlock function does not look') },
  'buffer-recycled-early': {
    edits: [
      t(
        '\ttrace.reading = tbuf\n',
        '\ttrace.reading = tbuf\n\ttbuf.link = trace.empty\n\ttrace.empty = tbuf\n',
      ),
    ],
    refused: 'a buffer goes back to the empty list in the form that the releases have, or it is not read',
  },
  'generation-ended-early': {
    edits: [t('\t\tif trace.flushedGen.Load() == gen {\n', '\t\tif true {\n')],
  },
  'shutdown-outlives-stop': { edits: [t('\t\t\ttrace.shutdown.Store(false)\n', '')] },
  'done-not-taken': {
    edits: [
      t(
        '\tsemacquire(&trace.doneSema[gen%2])\n',
        '\tsemacquire(&trace.doneSema[gen%2])\n\tsemrelease(&trace.doneSema[gen%2])\n',
      ),
    ],
  },
};
