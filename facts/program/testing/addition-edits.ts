/** Edits of go1.26.8 that write an increment in another way. */
import type { Edit } from '../../testing/go-trees.ts';
import { violated } from './edits.ts';
import type { NamedEdit } from './edits.ts';

const r = (from: string, to: string): Edit => ({ file: 'traceruntime.go', from, to });

export const additionEdits: readonly NamedEdit[] = [
  {
    name: 'reentered is counted by an addition',
    edits: [r('\t\tmp.trace.reentered++\n', '\t\tmp.trace.reentered += 1\n')],
    expected: { holds: 8959 },
  },
  {
    name: 'reentered is counted by two',
    edits: [r('\t\tmp.trace.reentered++\n', '\t\tmp.trace.reentered += 2\n')],
    expected: violated('LockParityAndBalance', 26),
  },
  {
    name: 'reentered is counted in another way',
    edits: [r('\t\tmp.trace.reentered++\n', '\t\tmp.trace.reentered |= 1\n')],
    expected: {
      refused: /traceAcquireEnabled at traceruntime\.go:\d+ .*in a way that the reader does not know/,
    },
  },
];
