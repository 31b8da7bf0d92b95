import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repository } from '../../cli/testing/world.ts';
import { reviewedReasons } from '../../runtime/index.ts';
import { withRows } from './page.ts';

const page = readFileSync(join(repository, 'docs/real-runs.md'), 'utf8');

/** The rows below a marker of the page, without the head. */
function rowsOf(name: string): readonly (readonly string[])[] {
  const lines = page.slice(page.indexOf(`<!-- ${name} -->`)).split('\n');
  const begin = lines.findIndex((line) => line.startsWith('|'));
  const end = lines.findIndex((line, at) => at > begin && !line.startsWith('|'));
  return lines.slice(begin + 2, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

test('the page has a reviewed reason for everything that no log showed, and no reason is kept for nothing', () => {
  const rows = rowsOf('coverage');
  const totals = rows.filter(([, seen = '']) => /^\d+ of \d+ /.test(seen));
  expect(totals.map(([what]) => what)).toEqual(['steps', 'lines of the steps']);
  const reasons = new Set(reviewedReasons);
  const without = rows.filter((row) => !totals.includes(row) && !reasons.has(row[2] ?? ''));
  expect(without).toEqual([]);
  const used = new Set(rows.map(([, , why]) => why));
  expect([...reasons].filter((reason) => !used.has(reason))).toEqual([]);
});

test('rows take the place of those that a table has', () => {
  const before = ['<!-- t -->', '', '| a | b |', '| - | - |', '| 1 | 2 |', '', 'text'].join('\n');
  const after = withRows(before, 't', [
    ['3', '4'],
    ['5', '6'],
  ]);
  expect(after).toBe(
    ['<!-- t -->', '', '| a | b |', '| - | - |', '| 3 | 4 |', '| 5 | 6 |', '', 'text'].join('\n'),
  );
  expect(withRows(after, 't', [])).toBe(before.replace('| 1 | 2 |\n', ''));
  expect(() => withRows(before, 'u', [])).toThrow(/no table below/);
});
