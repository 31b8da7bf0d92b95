import { expect, test } from 'vitest';
import { forcedTable, withTable } from './forced-table.ts';
import type { ForcedReport } from './forced-table.ts';

const accepted = { verdict: 'accepted', what: null } as const;
const end = { ended: 'exit 0', words: '', trace: 'valid', ...accepted } as const;
const run = { outcome: 'followed', followed: 2, ...end } as const;
const counterexample = { design: '1.25', property: 'NoLostBuffer', config: 'tiny' };
const crash = {
  outcome: 'timed out',
  followed: 1,
  ended: 'exit 2',
  trace: null,
  verdict: 'violated',
  what: 'NoTornEvent',
} as const;

const report = (version: string): ForcedReport => ({
  plans: [
    { ...counterexample, scheduled: 2, obstacle: null },
    { ...counterexample, property: 'Other', scheduled: null, obstacle: { action: 'f:1', why: 'no hook' } },
    { ...counterexample, design: '1.27', scheduled: null, obstacle: { action: 'f:1', why: 'another tree' } },
  ],
  forced: [
    {
      counterexamples: [
        counterexample,
        { ...counterexample, property: 'EventExactlyOnce' },
        { ...counterexample, config: 'pair' },
      ],
      schedule: [{ record: 'noRoom' }, { record: 'refill' }],
      builds: [
        {
          version,
          runtime: 'as it is',
          runs: [
            run,
            { ...run, verdict: 'violated', what: 'NoLostBuffer' },
            { ...run, trace: 'cannot-advance' },
            { ...crash, words: 'SIGSEGV: segmentation violation' },
          ],
        },
        { version, runtime: 'cured', runs: [{ ...run, outcome: 'diverged', followed: 0 }] },
      ],
    },
  ],
});

test('a row says what became of the runs, and releases in which all is the same share it', () => {
  expect(forcedTable([report('go1.25.12'), report('go1.24.13')]).slice(2)).toEqual([
    '| 1.25.12, 1.24.13 | `NoLostBuffer`, `EventExactlyOnce` at `tiny`; `NoLostBuffer` at `pair` | 2 ' +
      '| 2 of 4 followed, log accepted or violated (`NoLostBuffer`); 1 of 4 followed, trace refused, log accepted; ' +
      '1 of 4 timed out after 1, before refill, `SIGSEGV`, log violated (`NoTornEvent`) ' +
      '| 1 of 1 diverged after 0, before noRoom, log accepted |',
    '| 1.25.12, 1.24.13 | `Other` at `tiny` | none | not possible: no hook |  |',
  ]);
});

test('the table stands in its place of the page, and nowhere else', () => {
  expect(withTable('a\n<!-- forced -->\nold\n<!-- /forced -->\nb', ['new'])).toBe(
    'a\n<!-- forced -->\n\nnew\n\n<!-- /forced -->\nb',
  );
  expect(() => withTable('a', ['new'])).toThrow(/has no <!-- forced -->/);
});
