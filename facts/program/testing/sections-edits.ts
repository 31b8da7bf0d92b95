/** Edits of go1.26.8 where sections nest two deep and signals arrive, and what a check of the edited tree has to say. */
import type { Edit } from '../../testing/go-trees.ts';
import { violated } from './edits.ts';
import type { Expected, NamedEdit } from './edits.ts';

const t = (from: string, to: string): Edit => ({ file: 'trace.go', from, to });
const r = (from: string, to: string): Edit => ({ file: 'traceruntime.go', from, to });
const c = (from: string, to: string): Edit => ({ file: 'tracecpu.go', from, to });
const a = (from: string, to: string): Edit => ({ file: 'traceallocfree.go', from, to });

const at = (name: string, edits: readonly Edit[], expected: Expected): NamedEdit => ({
  name,
  edits,
  expected,
  bounds: 'sections-tiny',
});

const raises = '\t\tmp.trace.writing.Store(true)\n\t\tlocked = true\n';
const undoes = '\t\tif locked {\n\t\t\tmp.trace.writing.Store(false)\n\t\t}\n\t\treturn\n';
const lowers =
  '\t// Clear the write flag if we set it earlier.\n\tif locked {\n\t\tmp.trace.writing.Store(false)\n\t}\n';
const waits = '\tfor !trace.signalLock.CompareAndSwap(0, 1) {';
const spins =
  '\t// Allow only one writer at a time\n\tfor !trace.signalLock.CompareAndSwap(0, 1) {\n\t\t// TODO: Is it safe to osyield here? https://go.dev/issue/52672\n\t\tosyield()\n\t}\n';
const dumps = '\ttraceReadCPU(gen)\n';
const ends = '\t\tlock(&trace.lock)\n\t\ttrace.flushedGen.Store(gen)\n\t\tunlock(&trace.lock)\n\t})\n';
const lists = '\tlock(&sched.lock)\n\tmToFlush := allm\n';
const snapshot = '\tif trace.enabledWithAllocFree {\n\t\ttraceSnapshotMemory(firstGen)\n\t}\n';

const acquires = '\ttl := traceAcquire()\n\ttraceSyncBatch';
const lastOfStart = '\ttl.HeapGoal()\n\ttraceRelease(tl)\n';
const givesBack = '\ttraceAdvancer.start()\n\n\tsemrelease(&traceAdvanceSema)\n';

export const sectionsEdits: readonly NamedEdit[] = [
  at(
    'a handler does not raise the flag',
    [c(raises, '\t\tlocked = false\n')],
    violated('NoSampleAfterDump', 27),
  ),
  at('a handler leaves the flag up', [c(lowers, '')], violated('LockParityAndBalance', 24)),
  at(
    'a handler lowers a flag that it has found up',
    [c('\tlocked := false\n', '\tlocked := true\n')],
    violated('LockParityAndBalance', 9),
  ),
  at(
    'a handler raises the flag whether or not it is up',
    [c('\tif !mp.trace.writing.Load() {\n', '\tif true {\n')],
    violated('LockParityAndBalance', 10),
  ),
  at(
    'a handler that finds generation 0 leaves the flag up',
    [c(undoes, '\t\treturn\n')],
    violated('NoDroppedEvent', 9),
  ),
  at(
    'a handler lowers the flag before it writes',
    [
      c(lowers, ''),
      c(
        '\tnow := traceClockNow()\n',
        '\tif locked {\n\t\tmp.trace.writing.Store(false)\n\t}\n\tnow := traceClockNow()\n',
      ),
    ],
    violated('NoSampleAfterDump', 29),
  ),
  at(
    'a handler loads the generation before it raises the flag',
    [
      c('\tlocked := false\n', '\tgen := trace.gen.Load()\n\tlocked := false\n'),
      c('\tgen := trace.gen.Load()\n\tif gen == 0 {', '\tif gen == 0 {'),
    ],
    violated('NoSampleAfterDump', 28),
  ),
  at(
    'a handler writes to the log of the other generation',
    [c('trace.cpuLogWrite[gen%2].Load()', 'trace.cpuLogWrite[1-gen%2].Load()')],
    violated('NoSampleLeftBehind', 28),
  ),
  at(
    'a handler does not ask for generation 0',
    [c('\tif gen == 0 {', '\tif false {')],
    violated('NoSampleAfterDump', 3),
  ),
  at('a handler takes no lock', [c(spins, '')], violated('LockDiscipline', 4)),
  {
    ...at('a handler keeps the lock', [c('\ttrace.signalLock.Store(0)\n', '')], violated('NoDeadlock', 7)),
    bounds: 'sections-small',
  },
  at(
    'a handler writes when it has given the lock back',
    [
      c('\ttrace.signalLock.Store(0)\n', ''),
      c('\tif log := trace.cpuLogWrite', '\ttrace.signalLock.Store(0)\n\tif log := trace.cpuLogWrite'),
    ],
    violated('LockDiscipline', 4),
  ),
  at('the lock of handlers is tried once', [c(waits, '\tif !trace.signalLock.CompareAndSwap(0, 1) {')], {
    refused: /traceCPUSample at tracecpu\.go:\d+/,
  }),
  at('traceAdvance does not read the samples', [t(dumps, '')], violated('NoSampleLeftBehind', 28)),
  at(
    'traceAdvance reads the samples of the next generation',
    [t(dumps, '\ttraceReadCPU(gen + 1)\n')],
    violated('NoSampleLeftBehind', 28),
  ),
  at(
    'traceAdvance reads the samples after flushedGen',
    [t(dumps, ''), t(ends, ends + dumps)],
    violated('NoSampleLeftBehind', 28),
  ),
  at(
    'traceAdvance reads the samples before it has flushed',
    [t(dumps, ''), t(lists, dumps + lists)],
    violated('NoSampleLeftBehind', 30),
  ),
  at('samples are copied in another way', [c('\t\ttags = tags[1:]\n', '')], {
    refused: /traceAdvance at trace\.go:\d+ .*traceReadCPU/,
  }),
  at(
    'traceInitReadCPU throws where tracing is off',
    [
      c(
        '\tif traceEnabled() {\n\t\tthrow("traceInitReadCPU called',
        '\tif !traceEnabled() {\n\t\tthrow("traceInitReadCPU called',
      ),
    ],
    violated('ClaimsHold', 1),
  ),
  at(
    'traceStopReadCPU throws where tracing is off',
    [
      c(
        '\tif traceEnabled() {\n\t\tthrow("traceStopReadCPU called',
        '\tif !traceEnabled() {\n\t\tthrow("traceStopReadCPU called',
      ),
    ],
    violated('ClaimsHold', 27),
  ),
  at(
    'traceInitReadCPU comes when tracing is on',
    [t('\ttraceInitReadCPU()\n', ''), t(acquires, `\ttraceInitReadCPU()\n${acquires}`)],
    violated('ClaimsHold', 2),
  ),
  at('traceStopReadCPU gives the logs up in another way', [c('\ttrace.cpuLogWrite[0].Store(nil)\n', '')], {
    refused: /traceStopReadCPU at tracecpu\.go:\d+/,
  }),
  at('there is no snapshot', [t(snapshot, '')], violated('ReachesSnapshot', null)),
  at(
    'the snapshot comes before the section of StartTrace',
    [t(snapshot, ''), t(acquires, snapshot + acquires)],
    violated('ReachesDepthTwo', null),
  ),
  at(
    'the snapshot is not released',
    [a('\ttraceRelease(trace)\n', '')],
    violated('LockParityAndBalance', 21),
  ),
  at(
    'the snapshot is released twice',
    [a('\ttraceRelease(trace)\n', '\ttraceRelease(trace)\n\ttraceRelease(trace)\n')],
    violated('LockParityAndBalance', 17),
  ),
  at(
    'StartTrace does not release',
    [t(lastOfStart, '\ttl.HeapGoal()\n')],
    violated('LockParityAndBalance', 22),
  ),
  at(
    'StartTrace has an event after its release',
    [t(lastOfStart, '\ttraceRelease(tl)\n\ttl.HeapGoal()\n')],
    violated('LockParityAndBalance', 17),
  ),
  at(
    'StartTrace stores the generation after its section',
    [t('\ttrace.gen.Store(firstGen)\n', ''), t(lastOfStart, `${lastOfStart}\ttrace.gen.Store(firstGen)\n`)],
    violated('LockParityAndBalance', 6),
  ),
  at(
    'reentered is no count',
    [r('\t\tmp.trace.reentered++\n', '\t\tmp.trace.reentered = 1\n')],
    violated('LockParityAndBalance', 32),
  ),
  // traceAdvance waits for the world to start, too.
  at(
    'StartTrace gives traceAdvanceSema back before its section',
    [
      t(givesBack, '\ttraceAdvancer.start()\n\n'),
      t(acquires, `\tsemrelease(&traceAdvanceSema)\n${acquires}`),
    ],
    { holds: 10340 },
  ),
  at(
    'StartTrace gives traceAdvanceSema back and starts the world before its section',
    [
      t(givesBack, '\ttraceAdvancer.start()\n\n'),
      t('\tstartTheWorld(stw)\n\n\ttraceStartReadCPU()', '\ttraceStartReadCPU()'),
      t(acquires, `\tstartTheWorld(stw)\n\tsemrelease(&traceAdvanceSema)\n${acquires}`),
    ],
    { holds: 21070 },
  ),
  at(
    'a section inside loads the generation again',
    [r('mp, mp.trace.entryGen}', 'mp, trace.gen.Load()}')],
    violated('OneGenerationPerOuterSection', 31),
  ),
  at(
    'variables of the handler have other names',
    [
      c('\tlocked := false\n', '\traised := false\n'),
      c('\t\tlocked = true\n', '\t\traised = true\n'),
      c('\t\tif locked {\n\t\t\tmp', '\t\tif raised {\n\t\t\tmp'),
      c(lowers, lowers.replace('if locked', 'if raised')),
    ],
    { holds: 10340 },
  ),
  at(
    'the snapshot asks for its section in another way',
    [a('\tif !trace.ok() {', '\tif ok := trace.ok(); !ok {')],
    { holds: 10340 },
  ),
];
