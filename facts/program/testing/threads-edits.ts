/** Edits of go1.26.8 where Ms start and exit, and what a check of the edited tree has to say. */
import type { Edit } from '../../testing/go-trees.ts';
import { violated } from './edits.ts';
import type { Expected, NamedEdit } from './edits.ts';

const t = (from: string, to: string): Edit => ({ file: 'trace.go', from, to });
const r = (from: string, to: string): Edit => ({ file: 'traceruntime.go', from, to });
const p = (from: string, to: string): Edit => ({ file: 'proc.go', from, to });

const at = (bounds: string, name: string, edits: readonly Edit[], expected: Expected): NamedEdit => ({
  name,
  edits,
  expected,
  bounds,
});

const destroyLowers = '\t})\n\tmp.trace.writing.Store(false)\n}';
const flushOfBoth =
  '\t\tlock(&trace.lock)\n\t\tfor i := range mp.trace.buf {\n\t\t\tfor exp, buf := range mp.trace.buf[i] {\n\t\t\t\tif buf != nil {';
const freemJoins =
  '\tfor mp := sched.freem; mp != nil; mp = mp.freelink {\n\t\tmp.trace.link = mToFlush\n\t\tmToFlush = mp\n\t}\n';
const stillRuns =
  '\t\t\tif wait == freeMWait {\n\t\t\t\tnext := freem.freelink\n\t\t\t\tfreem.freelink = newList\n\t\t\t\tnewList = freem\n\t\t\t\tfreem = next\n\t\t\t\tcontinue\n\t\t\t}\n';
const dropsTraced = '\t\tlock(&sched.lock)\n\t\ttraceThreadDestroy(mp)\n\t\tunlock(&sched.lock)\n';

export const threadsEdits: readonly NamedEdit[] = [
  at(
    'threads-tiny',
    'traceThreadDestroy leaves the flag up',
    [r(destroyLowers, '\t})\n}')],
    violated('LockParityAndBalance', 5),
  ),
  at(
    'threads-tiny',
    'traceThreadDestroy flushes one slot',
    [r(flushOfBoth, flushOfBoth.replace('buf != nil', 'buf != nil && i == 0'))],
    violated('NoBufferOffTheLists', 19),
  ),
  at(
    'threads-tiny',
    'traceThreadDestroy flushes without trace.lock',
    [
      r(flushOfBoth, flushOfBoth.replace('\t\tlock(&trace.lock)\n', '')),
      r('\t\tunlock(&trace.lock)\n\t})\n\tmp.trace.writing', '\t})\n\tmp.trace.writing'),
    ],
    violated('LockDiscipline', 4),
  ),
  at(
    'threads-small',
    'dropm keeps its buffers',
    [p(dropsTraced, '')],
    violated('NoBufferOfAnotherThread', 15),
  ),
  at(
    'threads-tiny',
    'an M that exits is not put onto freem',
    [p('\tsched.freem = mp\n', '')],
    violated('NoBufferOffTheLists', 11),
  ),
  at(
    'threads-tiny',
    'the snapshot leaves freem out',
    [t(freemJoins, '')],
    violated('SnapshotMissesNone', 10),
  ),
  at(
    'threads-tiny',
    'the snapshot gives sched.lock up between allm and freem, and so finds an M that exits there twice',
    [t(freemJoins, `\tunlock(&sched.lock)\n\tlock(&sched.lock)\n${freemJoins}`)],
    { holds: 11804 },
  ),
  at('threads-tiny', 'allocm reaps an M that runs', [p(stillRuns, '')], violated('LockParityAndBalance', 11)),
  at(
    'threads-tiny',
    'allocm asks whether tracing is on, and not for a shutdown',
    [
      p(
        '\t\t\tif traceEnabled() || traceShuttingDown() {\n\t\t\t\ttraceThreadDestroy(freem)',
        '\t\t\tif traceEnabled() {\n\t\t\t\ttraceThreadDestroy(freem)',
      ),
    ],
    violated('NoBufferOffTheLists', 19),
  ),
  at(
    'threads-tiny',
    'allocm goes over freem without sched.lock',
    [
      p('\t\tlock(&sched.lock)\n\t\tvar newList *m', '\t\tvar newList *m'),
      p('\t\tsched.freem = newList\n\t\tunlock(&sched.lock)', '\t\tsched.freem = newList'),
    ],
    violated('LockDiscipline', 2),
  ),
  at(
    'threads-tiny',
    'a new M is never put onto allm',
    [p('\tatomicstorep(unsafe.Pointer(&allm), unsafe.Pointer(mp))\n', '')],
    violated('ReachesEventDelivered', null),
  ),
  at(
    'threads-tiny',
    'a variable of mexit has another name',
    [p('\tmp := getg().m\n\n\tif mp == &m0 {', '\tself := getg().m\n\tmp := self\n\n\tif mp == &m0 {')],
    { holds: 9202 },
  ),
  at(
    'threads-tiny',
    'mexit does something that nobody taught',
    [
      p(
        '\tmdestroy(mp)\n\n\tif osStack {',
        '\tmdestroy(mp)\n\tmp.trace.entryGen = 0\n\tmflush(mp)\n\n\tif osStack {',
      ),
    ],
    { refused: /mexit at proc\.go:\d+ .*mflush/ },
  ),
  at(
    'threads-tiny',
    'an M is put back onto freem in another way',
    [p('\t\t\t\tfreem.freelink = newList\n', '')],
    { refused: /allocm at proc\.go:\d+/ },
  ),
];
