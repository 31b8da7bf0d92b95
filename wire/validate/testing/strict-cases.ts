import { bound, oneThread } from '../../testing/loose-text.ts';
import type { RuleCase } from './rule-case.ts';

const sync = (gen: number): string =>
  `EventBatch gen=${gen} m=none time=1\nSync\nFrequency freq=1000000000\nClockSnapshot dt=1 mono=5 sec=6 nsec=7`;

const modern = (gen: number): string =>
  `${sync(gen)}\nEventBatch gen=${gen} m=1 time=100\n${bound(1)}\nEndOfGeneration`;

/** Rules that Go's reader does not ask for. */
export const strictCases: readonly RuleCase[] = [
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
