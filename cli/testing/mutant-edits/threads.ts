/** The mutants of Ms that start and exit. */
import { edits } from '../../../facts/program/testing/edits.ts';
import { threadsEdits } from '../../../facts/program/testing/threads-edits.ts';
import type { Edit } from '../../../facts/testing/go-trees.ts';
import { among } from './edit.ts';
import type { MutantEdits } from './edit.ts';

const t = (from: string, to: string): Edit => ({ file: 'trace.go', from, to });
const core = among(edits);
const known = among(threadsEdits);

const underNoLock =
  'what the mutant does in two steps needs the lock, and that it is not held is said before anything comes of it';

export const threadsMutants: MutantEdits = {
  'snapshot-without-freem': { edits: known('the snapshot leaves freem out') },
  'snapshot-freem-first': {
    edits: [
      t(
        '\tmToFlush := allm\n\tfor mp := mToFlush; mp',
        '\tvar mToFlush *m\n\tfor mp := sched.freem; mp != nil; mp = mp.freelink {\n\t\tmp.trace.link = mToFlush\n\t\tmToFlush = mp\n\t}\n\tunlock(&sched.lock)\n\tlock(&sched.lock)\n\tfor mp := allm; mp',
      ),
      t(
        '\tfor mp := sched.freem; mp != nil; mp = mp.freelink {\n\t\tmp.trace.link = mToFlush\n\t\tmToFlush = mp\n\t}\n\tunlock(&sched.lock)\n\n',
        '\tunlock(&sched.lock)\n\n',
      ),
    ],
    refused: 'the list of Ms is read as a set, and only in the form that the releases have',
  },
  'gen-after-snapshot': { edits: core('the generation is stored after the loop') },
  'destroy-without-trace-lock': {
    edits: known('traceThreadDestroy flushes without trace.lock'),
    instead: { property: 'LockDiscipline', because: underNoLock },
  },
  'destroy-leaves-flag': { edits: known('traceThreadDestroy leaves the flag up') },
  'destroy-one-slot': { edits: known('traceThreadDestroy flushes one slot') },
  'destroy-without-sched-lock': {
    edits: known('allocm goes over freem without sched.lock'),
    instead: { property: 'LockDiscipline', because: underNoLock },
  },
  'exit-skips-freem': { edits: known('an M that exits is not put onto freem') },
  'flush-without-trace-lock': {
    edits: core('traceAdvance pushes without the lock'),
    instead: { property: 'LockDiscipline', because: underNoLock },
  },
  'start-before-allm': {
    none: 'an M of the driver runs once it is on allm: what it does before is no code of the tracer',
  },
  'reap-ignores-shutdown': { edits: known('allocm asks whether tracing is on, and not for a shutdown') },
  'reap-does-not-wait': { edits: known('allocm reaps an M that runs') },
  'locks-in-another-order': {
    edits: [
      t(
        '\tlock(&sched.lock)\n\tmToFlush := allm',
        '\tlock(&trace.lock)\n\tlock(&sched.lock)\n\tmToFlush := allm',
      ),
      t(
        '\tunlock(&sched.lock)\n\n\t// Iterate over our snapshot',
        '\tunlock(&sched.lock)\n\tunlock(&trace.lock)\n\n\t// Iterate over our snapshot',
      ),
    ],
  },
  'dropm-keeps-buffers': { edits: known('dropm keeps its buffers') },
};
