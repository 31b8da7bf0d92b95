/** The mutants that only store buffers show. */
import { memoryEdits } from '../../../facts/program/testing/memory-edits.ts';
import type { Edit } from '../../../facts/testing/go-trees.ts';
import { among } from './edit.ts';
import type { MutantEdits } from './edit.ts';

const t = (from: string, to: string): Edit => ({ file: 'trace.go', from, to });
const r = (from: string, to: string): Edit => ({ file: 'traceruntime.go', from, to });
const known = among(memoryEdits);

const plainly =
  'a flag or trace.gen that is stored without sync/atomic is no store that the table of places knows';

export const memoryMutants: MutantEdits = {
  'flag-stored-plainly': { edits: known('where stores wait, the flag is no atomic'), refused: plainly },
  'gen-stored-plainly': {
    edits: [t('\t\ttrace.gen.Store(traceNextGen(gen))\n', '\t\ttrace.gen = traceNextGen(gen)\n')],
    refused: plainly,
  },
  'flag-down-overtakes': {
    edits: [r('\t\ttl.mp.trace.writing.Store(false)\n', '\t\ttl.mp.trace.writing = false\n')],
    refused: plainly,
  },
};
