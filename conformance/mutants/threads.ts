/** Of threads that begin and end. */
import type { ReferenceMutant } from './mutant.ts';

const bounds = 'threads-tiny';
const extra = 'threads-small';
const file = 'runtime/proc/threads';

export const threadMutants: readonly ReferenceMutant[] = [
  {
    name: 'new-thread-not-on-allm',
    story: 'a thread runs and does not stand on allm',
    file,
    bounds,
    edits: [['rt.allm.push(made);', ';']],
  },
  {
    name: 'exit-skips-freem',
    story: 'a thread that exits goes off allm and not onto freem',
    file,
    bounds,
    edits: [['freem.push(mp);', ';']],
  },
  {
    name: 'reap-does-not-wait',
    story: 'a thread is done away with before it says that it has come to its end',
    file,
    bounds,
    edits: [
      ['freem.includes(dead) && !dead.freeWait', 'freem.includes(dead)'],
      ['if (!dead.freeWait) yield*', 'yield*'],
    ],
  },
  {
    name: 'reap-ignores-shutdown',
    story: 'the buffers of a dead thread are not flushed while tracing stops',
    file,
    bounds,
    edits: [['trace.enabled || trace.shutdown', 'trace.enabled']],
  },
  {
    name: 'destroy-one-slot',
    story: "one of a dead thread's two buffers is flushed",
    file: 'runtime/traceruntime',
    bounds,
    edits: [['for (const half of [0, 1])', 'for (const half of [0])']],
  },
  {
    name: 'destroy-without-flag',
    story: 'the flag of a dead thread is not raised while it is flushed',
    file: 'runtime/traceruntime',
    bounds,
    edits: [['setWriting(dead, true, mp);', ';']],
  },
  {
    name: 'destroy-leaves-flag',
    story: 'the flag of a dead thread stays up',
    file: 'runtime/traceruntime',
    bounds,
    edits: [['setWriting(dead, false, mp);', ';']],
  },
  {
    name: 'snapshot-ignores-sched-lock',
    story: 'an advance looks at the lists while a thread is on its way off them',
    file: 'runtime/traceadvance',
    bounds,
    edits: [['() => rt.schedt.lock === null', '() => true']],
  },
  {
    name: 'destroy-before-sched-lock',
    story: 'an M is given back without sched.lock around its last flush',
    file,
    bounds: extra,
    edits: [['schedt.lock = mp; yield* traceThreadDestroy(mp, mp);', 'yield* traceThreadDestroy(mp, mp);']],
  },
  {
    name: 'dropm-keeps-buffers',
    story: 'an M is given back with its buffers',
    file,
    bounds: extra,
    edits: [['yield* traceThreadDestroy(mp, mp);', ';']],
  },
];
