import { bound, clock, oneThread } from '../../testing/loose-text.ts';
import type { RuleCase } from './rule-case.ts';

const modern = `Trace Go1.26
  EventBatch gen=1 m=none time=1
  Sync
  Frequency freq=1000000000
  ClockSnapshot dt=1 mono=5 sec=6 nsec=7
  EventBatch gen=1 m=1 time=100
  ${bound(1)}
  EndOfGeneration`;

const twoGenerations = `Trace Go1.23
  ${clock(1)}
  EventBatch gen=1 m=1 time=100
  ${bound(1)}
  ${clock(2)}
  EventBatch gen=2 m=1 time=200
  ${bound(1)}`;

const table = (lines: string): string => oneThread('', `EventBatch gen=1 m=none time=1\n${lines}`);

const frames = (count: number): string => `nframes=${count}\n${'pc=1 func=0 file=0 line=1\n'.repeat(count)}`;

/** Events of three bytes each. */
const metrics = (count: number): string => 'HeapAlloc dt=1 heapalloc_value=0\n'.repeat(count);

/** Rules of framing and of tables. */
export const framingCases: readonly RuleCase[] = [
  {
    rule: 'header-version',
    reader: '1.24',
    text: oneThread('').replace('Go1.23', 'Go1.25'),
    fix: ['Go1.25', 'Go1.23'],
  },
  {
    rule: 'batch-expected',
    text: oneThread('', 'EventBatch gen=1 m=1 time=1 size=0\nProcStop dt=1'),
    fix: ['size=0', 'size=2'],
  },
  {
    rule: 'batch-header',
    text: oneThread('', 'EventBatch gen=1 m=1 time=1'),
    damage: (bytes) => bytes.slice(0, -1),
  },
  { rule: 'batch-size', text: oneThread(metrics(22_000)), fix: [metrics(1000), ''] },
  { rule: 'batch-cut', text: oneThread('', 'EventBatch gen=1 m=2 time=1 size=1'), fix: ['size=1', 'size=0'] },
  { rule: 'generation-zero', text: oneThread('', 'EventBatch gen=0 m=2 time=1'), fix: ['gen=0', 'gen=1'] },
  {
    rule: 'generation-order',
    text: `${twoGenerations}\nEventBatch gen=1 m=2 time=300`,
    fix: ['gen=1 m=2', 'gen=2 m=2'],
  },
  {
    rule: 'generation-end',
    text: modern.replace('EndOfGeneration', ''),
    fix: ['gstatus=2', 'gstatus=2\nEndOfGeneration'],
  },
  {
    rule: 'generation-empty',
    reader: '1.24',
    text: `Trace Go1.23\n${clock(1)}`,
    fix: ['EventBatch', `EventBatch gen=1 m=1 time=100\n${bound(1)}\nEventBatch`],
  },
  {
    rule: 'experiment-unknown',
    text: oneThread('', 'ExperimentalBatch exp=2 gen=1 m=1 time=1\ndata="\\x00"'),
    fix: ['exp=2', 'exp=1'],
  },
  {
    rule: 'frequency-missing',
    text: oneThread('').replace('Frequency freq=1000000000', 'Strings'),
    fix: ['Strings', 'Frequency freq=1000000000'],
  },
  { rule: 'frequency-twice', text: oneThread('', clock(1)), fix: [clock(1), ''] },
  {
    rule: 'clock-snapshot-missing',
    text: modern.replace('ClockSnapshot dt=1 mono=5 sec=6 nsec=7', ''),
    fix: ['Frequency', 'ClockSnapshot dt=1 mono=5 sec=6 nsec=7\nFrequency'],
  },
  {
    rule: 'clock-snapshot-twice',
    text: modern.replace('Frequency', 'ClockSnapshot dt=1 mono=5 sec=6 nsec=7\nFrequency'),
    fix: ['ClockSnapshot dt=1 mono=5 sec=6 nsec=7', ''],
  },
  { rule: 'table-event', text: table('Strings\nProcStop dt=1'), fix: ['ProcStop dt=1', ''] },
  {
    rule: 'table-cut',
    text: oneThread('', 'EventBatch gen=1 m=none time=1 size=4\nStrings\nString id=1\ndata="abc"'),
    fix: ['size=4', 'size=7'],
  },
  {
    rule: 'string-long',
    text: table(`Strings\nString id=1\ndata="${'a'.repeat(1025)}"`),
    fix: ['data="a', 'data="'],
  },
  {
    rule: 'string-twice',
    text: table('Strings\nString id=1\ndata="a"\nString id=1\ndata="a"'),
    fix: ['id=1', 'id=2'],
  },
  { rule: 'stack-deep', text: table(`Stacks\nStack id=1 ${frames(129)}`), fix: [frames(129), frames(128)] },
  {
    rule: 'stack-twice',
    text: table(`Stacks\nStack id=1 ${frames(1)}Stack id=1 ${frames(1)}`),
    fix: ['id=1', 'id=2'],
  },
  {
    rule: 'frame-string-missing',
    text: table('Stacks\nStack id=1 nframes=1\npc=1 func=7 file=0 line=1'),
    fix: ['func=7', 'func=0'],
  },
  {
    rule: 'string-missing',
    text: oneThread('GoStop dt=1 reason_string=7 stack=0'),
    fix: ['string=7', 'string=0'],
  },
  {
    rule: 'stack-missing',
    text: oneThread('GoStop dt=1 reason_string=0 stack=7'),
    fix: ['stack=7', 'stack=0'],
  },
  {
    rule: 'cpu-sample-stack-missing',
    text: table('CPUSamples\nCPUSample time=1 m=1 p=0 g=1 stack=7'),
    fix: ['stack=7', 'stack=0'],
  },
  {
    rule: 'event-unknown',
    text: oneThread('GoStop dt=1 reason_string=0 stack=0'),
    damage: (bytes) => bytes.with(-4, 200),
  },
  {
    rule: 'event-untimed',
    text: oneThread('GoStop dt=1 reason_string=0 stack=0\nStrings'),
    fix: ['Strings', ''],
  },
  {
    rule: 'event-unordered',
    text: modern.replace('gstatus=2', 'gstatus=2\nClockSnapshot dt=1 mono=6 sec=7 nsec=8'),
    fix: ['ClockSnapshot dt=1 mono=6 sec=7 nsec=8', ''],
  },
  {
    rule: 'event-cut',
    text: oneThread('', 'EventBatch gen=1 m=1 time=200 size=3\nGoStop dt=1 reason_string=0 stack=0'),
    fix: ['size=3', 'size=4'],
  },
];
