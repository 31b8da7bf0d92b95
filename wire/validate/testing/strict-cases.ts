import { bound, oneThread } from '../../testing/loose-text.ts';
import type { RuleCase } from './rule-case.ts';

const sync = (gen: number): string =>
  `EventBatch gen=${gen} m=none time=${gen}\nSync\nFrequency freq=1000000000\nClockSnapshot dt=1 mono=${gen} sec=${gen} nsec=0`;

const modern = (gen: number): string =>
  `${sync(gen)}\nEventBatch gen=${gen} m=1 time=100\n${bound(1)}\nEndOfGeneration`;

const status = 'GoStatus dt=1 g=7 m=none gstatus=4';

/** Thread 1 has another batch after the first. */
const later = (time: number, events: string): string => `EventBatch gen=1 m=1 time=${time}\n${events}`;

const metric = 'HeapAlloc dt=5 heapalloc_value=0';

/** What every trace with events about memory begins with. */
const info = 'ExperimentalBatch exp=1 gen=1 m=none time=1\ndata="\\x01\\x00\\x00\\x00\\x00"';

const types = (...ids: readonly number[]): string =>
  `ExperimentalBatch exp=1 gen=1 m=none time=1\ndata="\\x00${ids.map((id) => `\\x0${id}\\x00\\x08\\x00\\x01a`).join('')}"`;

const stackAlloc = 'GoroutineStackAlloc dt=2 id=4 order=12';

/** Rules about events, memory aside. */
export const strictEventCases: readonly RuleCase[] = [
  {
    rule: 'clock-snapshot-order',
    text: `Trace Go1.26\n${modern(1)}\n${modern(2).replace('mono=2', 'mono=1')}`,
    fix: ['mono=1 sec=2', 'mono=2 sec=2'],
  },
  {
    rule: 'cpu-sample-twice',
    text: oneThread(
      '',
      `EventBatch gen=1 m=none time=1
       CPUSamples
       CPUSample time=100 m=1 p=0 g=1 stack=0
       CPUSample time=100 m=1 p=0 g=1 stack=0`,
    ),
    fix: ['time=100 m=1 p=0', 'time=101 m=1 p=0'],
  },
  { rule: 'status-wide', text: oneThread(status.replace('=4', '=260')), fix: ['=260', '=4'] },
  { rule: 'status-twice', text: oneThread(`${status}\n${status}`), fix: [status, ''] },
  {
    rule: 'status-replaces',
    text: oneThread('GoStatus dt=1 g=7 m=1 gstatus=2'),
    fix: ['g=7 m=1 gstatus=2', 'g=7 m=1 gstatus=1'],
  },
  {
    rule: 'range-left',
    text: oneThread('GCMarkAssistBegin dt=1 stack=0\nGoDestroy dt=1'),
    fix: ['GoDestroy', 'GCMarkAssistEnd dt=1\nGoDestroy'],
  },
  { rule: 'time-stands', text: oneThread(metric.replace('dt=5', 'dt=0')), fix: ['dt=0', 'dt=1'] },
  {
    // The clock is certain at 107, by the last step that is longer than a tick.
    rule: 'time-backwards',
    text: oneThread(`${metric}\nHeapAlloc dt=1 heapalloc_value=0`, later(106, metric)),
    fix: ['m=1 time=106', 'm=1 time=107'],
  },
];

/** Rules about memory. */
export const strictMemoryCases: readonly RuleCase[] = [
  {
    rule: 'thread-bare',
    text: oneThread(
      '',
      `${info}\nEventBatch gen=1 m=2 time=200\nSpanAlloc dt=1 id=1 npages_value=1 kindclass=0`,
    ),
    fix: ['m=2 time=200', 'm=1 time=200'],
  },
  {
    rule: 'stack-allocs-alternate',
    text: oneThread(`${stackAlloc}\n${stackAlloc}`, info),
    fix: [stackAlloc, `${stackAlloc}\nGoroutineStackFree dt=2 id=4`],
  },
  {
    rule: 'span-allocs-alternate',
    text: oneThread('Span dt=2 id=1 npages_value=1 kindclass=0\nSpanFree dt=2 id=2', info),
    fix: ['SpanFree dt=2 id=2', 'SpanFree dt=2 id=1'],
  },
  { rule: 'memory-info', text: oneThread(stackAlloc), fix: [stackAlloc, `${stackAlloc}\n${info}`] },
  { rule: 'memory-type-twice', text: oneThread('', types(1, 1)), fix: [types(1, 1), types(1, 2)] },
  {
    rule: 'memory-type-missing',
    text: oneThread('HeapObjectAlloc dt=2 id=9 type=3', `${info}\n${types(1, 2)}`),
    fix: ['type=3', 'type=2'],
  },
];

/** Rules of files and tables that Go's reader does not ask for. */
export const strictTableCases: readonly RuleCase[] = [
  {
    rule: 'frequency-zero',
    text: oneThread('').replace('freq=1000000000', 'freq=0'),
    fix: ['freq=0', 'freq=1'],
  },
  {
    rule: 'generation-skipped',
    text: `Trace Go1.26\n${modern(1)}\n${modern(3)}`,
    fix: [modern(3), modern(2)],
  },
  {
    rule: 'table-cut-unseen',
    text: oneThread('', 'EventBatch gen=1 m=none time=1 size=3\nStrings\nString id=1\ndata=""'),
    fix: ['size=3', 'size=4'],
  },
  {
    rule: 'trace-unfinished',
    text: `Trace Go1.26\n${modern(1)}\n${sync(2)}`,
    fix: [sync(2), ''],
  },
  {
    rule: 'frame-differs',
    text: oneThread(
      '',
      'EventBatch gen=1 m=none time=1\nStacks\nStack id=1 nframes=2\npc=1 func=0 file=0 line=1\npc=1 func=0 file=0 line=2',
    ),
    fix: ['line=2', 'line=1'],
  },
];
