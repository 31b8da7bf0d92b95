/** Edits of go1.26.8 where the reader waits and is woken, and what a check of the edited tree has to say. */
import type { Edit } from '../../testing/go-trees.ts';
import { violated } from './edits.ts';
import type { Expected, NamedEdit } from './edits.ts';

const t = (from: string, to: string): Edit => ({ file: 'trace.go', from, to });
const b = (from: string, to: string): Edit => ({ file: 'tracebuf.go', from, to });

const at = (name: string, edits: readonly Edit[], expected: Expected): NamedEdit => ({
  name,
  edits,
  expected,
  bounds: 'reader-tiny',
});

const asks = 'trace.flushedGen.Load() == trace.readerGen.Load() || trace.workAvailable.Load()';
const announces = '\tif !trace.workAvailable.Load() {\n\t\ttrace.workAvailable.Store(true)\n\t}\n';
const looks =
  '\t\t\tif g2 := traceReader(); gp == g2 {\n\t\t\t\t// New data arrived between unlocking\n\t\t\t\t// and the CAS and we won the wake-up\n\t\t\t\t// race, so wake up directly.\n\t\t\t\treturn false\n\t\t\t} else if g2 != nil {\n\t\t\t\tprintlock()\n\t\t\t\tprintln("runtime: got trace reader", g2, g2.goid)\n\t\t\t\tthrow("unexpected trace reader")\n\t\t\t}\n';

export const readerEdits: readonly NamedEdit[] = [
  at('a buffer is queued and not announced', [b(announces, '')], violated('NoLostWakeUp', 19)),
  at('the unlock function does not look', [t(looks, '')], violated('ReaderIsWoken', 10)),
  at(
    'nobody wakes the reader for a generation that is flushed',
    [t(asks, 'trace.workAvailable.Load()')],
    violated('NoDeadlock', 15),
  ),
  at(
    'nobody wakes the reader for a buffer',
    [t(asks, 'trace.flushedGen.Load() == trace.readerGen.Load()')],
    violated('NoLostWakeUp', 20),
  ),
  at(
    'a shutdown alone wakes the reader',
    [t(asks, `${asks} || trace.shutdown.Load()`)],
    violated('ReaderRests', 6),
  ),
  at(
    'the reader says that there is no work after it has given the lock back',
    [
      t(
        '\t\ttrace.workAvailable.Store(false)\n\t\tunlock(&trace.lock)\n',
        '\t\tunlock(&trace.lock)\n\t\ttrace.workAvailable.Store(false)\n',
      ),
    ],
    violated('LockDiscipline', 4),
  ),
  at(
    'the buffer that was read is not given back',
    [
      t(
        '\t\tbuf.link = trace.empty\n\t\ttrace.empty = buf\n\t\ttrace.reading = nil\n',
        '\t\ttrace.reading = nil\n',
      ),
    ],
    { refused: /readTrace0 at trace\.go:\d+/ },
  ),
  at(
    'the reader is not told of what was read',
    [t('\ttrace.reading = tbuf\n', '')],
    violated('NoLostBuffer', 18),
  ),
  at('it goes on without asking again', [t('\t\tgoto top\n', '')], violated('NoDeadlock', 16)),
  at(
    'the label has another name',
    [t('top:\n\tvar park bool', 'again:\n\tvar park bool'), t('\t\tgoto top\n', '\t\tgoto again\n')],
    { holds: 1870 },
  ),
  at(
    'the reader parks in another way',
    [t('\t\t\tif !trace.reader.CompareAndSwapNoWB(nil, gp) {', '\t\t\tif !trace.reader.set(gp) {')],
    { refused: /ReadTrace at trace\.go:\d+ .*trace\.reader/ },
  ),
];
