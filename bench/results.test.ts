import { expect, test } from 'vitest';
import type { Contest } from './contests.ts';
import { assertCounts, median, resultOf } from './results.ts';
import type { Run } from './results.ts';

const contest: Contest = {
  model: 'm',
  tool: 't',
  workers: 1,
  expected: { distinct: 10_340_352, generated: 123_558_402, diameter: 29 },
  digits: 15,
  slow: false,
  missing: () => undefined,
  prepare: () => {
    throw new Error('not run here');
  },
};
const run = (wallSeconds: number, bytesPerState?: number): Run => ({
  wallSeconds,
  cpuSeconds: 2 * wallSeconds,
  peakBytes: 1e9,
  outcome: { ...contest.expected, bytesPerState },
});

test('a median is the middle value, or the mean of the two in the middle', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([9, 1, 5, 6])).toBe(5.5);
  expect(() => median([])).toThrow('no values');
});

test('each wrong count is an error that names the tool, the count and what was expected', () => {
  for (const name of ['distinct', 'generated', 'diameter'] as const) {
    const wrong = { ...contest.expected, [name]: 7 };
    expect(() => {
      assertCounts(contest, wrong);
    }).toThrow(`t with 1 workers says ${name} 7 for m, expected ${contest.expected[name]}`);
  }
  assertCounts(contest, contest.expected);
  const { distinct, generated } = contest.expected;
  assertCounts(contest, { distinct, generated });
});

test('a tool that prints eight digits is held to eight digits', () => {
  const printed = { ...contest.expected, generated: 123_558_400 };
  assertCounts({ ...contest, digits: 8 }, printed);
  expect(() => {
    assertCounts({ ...contest, digits: 8 }, { ...printed, generated: 123_558_500 });
  }).toThrow('generated');
});

test('rates are distinct states over the medians of wall and CPU time', () => {
  const result = resultOf(contest, [run(1), run(20), run(2)], 0.5);
  expect(result).toMatchObject({ wallSeconds: 2, wallSecondsMin: 1, wallSecondsMax: 20, cpuSeconds: 4 });
  expect(result.perWallSecond).toBe(10_340_352 / 2);
  expect(result.perCpuSecond).toBe(10_340_352 / 4);
});

test("bytes per state are the tool's own figure where it has one, and its peak memory elsewhere", () => {
  expect(resultOf(contest, [run(1, 18)], 1)).toMatchObject({ bytesPerState: 18, bytesFrom: 'tool' });
  expect(resultOf(contest, [run(1)], 1)).toMatchObject({
    bytesPerState: 1e9 / 10_340_352,
    bytesFrom: 'peak',
  });
});
