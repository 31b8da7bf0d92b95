/** The mutants of statuses of goroutines. */
import { statusEdits } from '../../../facts/program/testing/status-edits.ts';
import type { Edit } from '../../../facts/testing/go-trees.ts';
import { among } from './edit.ts';
import type { MutantEdits } from './edit.ts';

const t = (from: string, to: string): Edit => ({ file: 'trace.go', from, to });
const s = (from: string, to: string): Edit => ({ file: 'tracestatus.go', from, to });
const known = among(statusEdits);

export const statusMutants: MutantEdits = {
  'status-two-slots': { edits: known('there are two slots') },
  'status-own-slot-cleared': { edits: known('readyNextGen clears the slot of the generation at hand') },
  'status-next-gen-not-readied': {
    edits: [
      s('\tnextGen := traceNextGen(gen)\n\tr.seq[nextGen%2] = 0\n\tr.statusTraced[nextGen%3].Store(0)\n', ''),
    ],
  },
  'status-both-sequences-cleared': { edits: known('readyNextGen clears both sequence numbers') },
  'status-after-event': { edits: known('the status is written after the event') },
  'status-of-other-not-written': { edits: known('GoUnpark does not write the status of the other') },
  'advance-leaves-untraced': { edits: known('traceAdvance writes no status of untraced Gs') },
  'split-acquire-status': { edits: known('readyNextGen may grow the stack') },
  'park-before-section': { edits: known('park_m parks before its section') },
  'ready-before-section': { edits: known('ready makes runnable before its section') },
  'ready-unowned': {
    none: 'who calls ready has taken the goroutine from its queue before, and that is the driver',
  },
  'start-before-running': { edits: known('execute starts before it runs') },
  'start-from-one': {
    edits: [t('traceNextGen(trace.lastNonZeroGen)', 'traceNextGen(0)')],
  },
  'start-in-running-world': {
    edits: [
      t('\tstw := stopTheWorld(stwStartTrace)\n', ''),
      t('\tstartTheWorld(stw)\n\n\ttraceStartReadCPU', '\n\ttraceStartReadCPU'),
    ],
  },
  'stop-leaves-untraced': {
    edits: [t('\t\tif ug.goid != 0 {\n', '\t\tif ug.goid != 0 && !stopTrace {\n')],
  },
};
