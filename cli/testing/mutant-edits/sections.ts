/** The mutants of sections two deep and of CPU samples. */
import { sectionsEdits } from '../../../facts/program/testing/sections-edits.ts';
import type { Edit } from '../../../facts/testing/go-trees.ts';
import { among } from './edit.ts';
import type { MutantEdits } from './edit.ts';

const r = (from: string, to: string): Edit => ({ file: 'traceruntime.go', from, to });
const known = among(sectionsEdits);

const counts = '\t\ttl.mp.trace.reentered--\n';

export const sectionsMutants: MutantEdits = {
  'sample-clears-outer-flag': { edits: known('a handler lowers a flag that it has found up') },
  'sample-without-flag': { edits: known('a handler does not raise the flag') },
  'sample-gen-before-flag': { edits: known('a handler loads the generation before it raises the flag') },
  'sample-gen-zero-unchecked': { edits: known('a handler does not ask for generation 0') },
  'samples-read-before-wait': { edits: known('traceAdvance reads the samples before it has flushed') },
  'reentered-is-a-bool': { edits: known('reentered is no count') },
  'release-two-deep-lowers-flag': {
    edits: [
      r(
        counts,
        `\t\tif tl.mp.trace.reentered == 2 {\n\t\t\ttl.mp.trace.writing.Store(false)\n\t\t}\n${counts}`,
      ),
    ],
  },
};
