import { expect, test } from 'vitest';
import type { Result } from './results.ts';
import { table, targetLine } from './table.ts';
import { reached, remarks, targets } from './targets.ts';

/** Two-phase commit with a million states in as many seconds as told. */
const row = (
  n: number,
  tool: string,
  workers: number,
  seconds: number,
  more: Partial<Result> = {},
): Result => ({
  model: `two-phase commit n=${n}`,
  tool,
  workers,
  distinct: 1e6,
  generated: 1e7,
  diameter: 20,
  runs: 3,
  wallSeconds: seconds,
  wallSecondsMin: seconds,
  wallSecondsMax: seconds,
  cpuSeconds: seconds,
  searchSeconds: null,
  perWallSecond: 1e6 / seconds,
  perCpuSecond: 1e6 / seconds,
  bytesPerState: 20,
  bytesFrom: 'tool',
  peakBytes: 5e7,
  floorSeconds: 0.1,
  shape: null,
  ...more,
});

const rows = [
  row(8, 'nosplit', 1, 1, { searchSeconds: 0.8 }),
  row(8, 'nosplit', 2, 0.7),
  row(8, 'hand-specialised', 1, 0.4),
  row(8, 'tlc', 1, 40),
  row(8, 'tlc', 2, 25),
  row(8, 'spin exact DFS', 1, 2.5),
  row(9, 'nosplit', 1, 10),
  row(9, 'nosplit', 2, 5, { bytesPerState: 24.5 }),
  row(9, 'spin exact DFS', 1, 14),
  ...(['small', 'ci'] as const).flatMap((bounds) => {
    const model = `tracer 1.26-nosplit, ${bounds}`;
    const factor = bounds === 'ci' ? 1 : 10;
    return [
      row(0, 'nosplit', 1, 4 * factor, { model, bytesPerState: 40 }),
      row(0, 'nosplit', 2, 1, { model, bytesPerState: 50 }),
      row(0, 'spin exact DFS', 1, 5, { model, bytesPerState: 140 * factor }),
    ];
  }),
];

test('each target is a ratio of wall rates, against the best of a tool with several rows', () => {
  const judged = targets(rows, 8, 9, 'ci');
  expect(judged.map(({ value }) => value)).toEqual([2.5, 25, 2, 2.8, 24.5, 1.25, 3.5]);
  expect(judged.map(reached)).toEqual([
    'reached',
    'missed',
    'reached',
    'missed',
    'missed',
    'missed',
    'reached',
  ]);
});

test("nosplit's own clock leaves out its start and is shown beside the verdict", () => {
  const [overSpin] = targets(rows, 8, 9, 'ci');
  expect(overSpin?.searchAlone).toBeCloseTo(3.125);
  expect(overSpin && targetLine(overSpin)).toBe(
    "reached       n=8, one worker, over SPIN's exact DFS: 2.50 × (at least 2 ×; 3.13 × by nosplit's own clock)",
  );
});

test('a target whose rows are absent is not measured, and never reached', () => {
  const without = rows.filter(({ tool }) => tool !== 'tlc' && tool !== 'spin exact DFS');
  expect(targets(without, 8, 9, 'ci').map(reached)).toEqual([
    'not measured',
    'not measured',
    'reached',
    'not measured',
    'missed',
    'not measured',
    'not measured',
  ]);
  expect(targets([], 8, 9, 'ci').map(reached)).toEqual(Array.from({ length: 7 }, () => 'not measured'));
});

test('a value at its bound reaches the target', () => {
  const target = { claim: '', unit: '×', value: 2 } as const;
  expect(reached({ ...target, atLeast: 2 })).toBe('reached');
  expect(reached({ ...target, atMost: 2 })).toBe('reached');
  expect(reached({ ...target, atMost: 1.99 })).toBe('missed');
});

test('the remarks tell the distance to the hand-written search and the size of each system', () => {
  const shape = { stateBits: 36, stateWords: 2, actions: 7, properties: 4 };
  const [first = row(8, 'nosplit', 1, 1), ...others] = rows;
  expect(remarks([{ ...first, shape }, ...others])).toEqual([
    'two-phase commit n=8: the generic engine reaches 50 % of the rate of a search written for this model alone',
    'two-phase commit n=8: 36 bits in 2 words, 7 actions, 4 properties: 1.25 M distinct/s of search, 80 ns a transition',
  ]);
});

test('the table names a model once and marks what was derived from peak memory', () => {
  const lines = table([rows[0], row(8, 'tlc', 1, 40, { bytesFrom: 'peak' })].filter((r) => r !== undefined));
  expect(lines).toHaveLength(3);
  expect(lines[1]).toMatch(/^two-phase commit n=8 {2}nosplit +1 {2}1,000,000 .* 20\.0 +50$/);
  expect(lines[2]).toMatch(/^ {22}tlc .* 20\.0\* +50$/);
});
