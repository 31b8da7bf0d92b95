/** Edits of go1.26.8 that are searched where stores wait, and what a check of the edited tree has to say. */
import type { Edit } from '../../testing/go-trees.ts';
import { violated } from './edits.ts';
import type { Expected, NamedEdit } from './edits.ts';

const r = (from: string, to: string): Edit => ({ file: 'traceruntime.go', from, to });

const at = (name: string, edits: readonly Edit[], expected: Expected): NamedEdit => ({
  name,
  edits,
  expected,
  bounds: 'memory-tiny',
});

const lowers = '\t\ttl.mp.trace.writing.Store(false)\n';

export const memoryEdits: readonly NamedEdit[] = [
  at(
    'where stores wait, the flag is raised after the load of gen',
    [
      r('\tmp.trace.writing.Store(true)\n\n\t// N.B. This load', '\n\t// N.B. This load'),
      r('\tmp.trace.entryGen = gen\n', '\tmp.trace.writing.Store(true)\n\tmp.trace.entryGen = gen\n'),
    ],
    violated('FlagUpInMemory', 7),
  ),
  at(
    'where stores wait, a release leaves the flag up',
    [r(lowers, '')],
    violated('LockParityAndBalance', 15),
  ),
  at(
    'where stores wait, the flag is no atomic',
    [
      r(
        '\tmp.trace.writing.Store(true)\n\n\t// N.B. This load',
        '\tmp.trace.writing = true\n\n\t// N.B. This load',
      ),
    ],
    { refused: /traceAcquireEnabled at traceruntime\.go:\d+ .*without sync\/atomic/ },
  ),
  at(
    'where stores wait, a condition is turned round',
    [r('if tl.mp.trace.reentered > 0 {', 'if 0 < tl.mp.trace.reentered {')],
    {
      holds: 10602,
    },
  ),
];
