import { expect, test } from 'vitest';
import type { Result } from './results.ts';
import { table, targetLine } from './table.ts';
import { ratiosToSpin, reached, remarks, targets } from './targets.ts';

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
  row(0, 'nosplit', 1, 0.2, { model: 'mutex', distinct: 8 }),
  row(0, 'spin exact DFS', 1, 0.01, { model: 'mutex', distinct: 8 }),
  row(0, 'nosplit', 1, 2.2, { model: 'bakery n=4', distinct: 4e5 }),
  row(0, 'spin exact DFS', 1, 1.01, { model: 'bakery n=4', distinct: 4e5 }),
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

const names = [
  ...['mean by search', 'worst by search', 'mean by process'],
  ...['SPIN', 'TLC', 'two workers', 'bytes', 'tracer', 'bytes of the tracer'],
] as const;
const judgedByName = (results: readonly Result[]) => {
  const judged = targets(results, 8, 9, 'ci');
  expect(judged).toHaveLength(names.length);
  return new Map(names.map((name, k) => [name, judged[k]]));
};

test('each target is a ratio of rates by CPU time, against the best of a tool with several rows', () => {
  const judged = judgedByName(rows);
  const values = names.slice(2).map((name) => judged.get(name)?.value);
  expect(values).toEqual([2.5, 2.5, 25, 2, 24.5, 1.25, 3.5]);
  const verdicts = (['SPIN', 'TLC'] as const).flatMap((name) => judged.get(name) ?? []).map(reached);
  expect(verdicts).toEqual(['reached', 'missed']);
});

test('a search is what a process takes beyond the smallest model, and small models count by search only', () => {
  const [commit, bakery] = [2.49 / 0.8, 1 / 2];
  const ratios = ratiosToSpin(rows).filter(({ distinct }) => distinct > 8);
  expect(ratios.map(({ model }) => model)).toEqual(['two-phase commit n=8', 'bakery n=4']);
  for (const [k, ratio] of [commit, bakery].entries()) expect(ratios[k]?.search).toBeCloseTo(ratio);
  const judged = judgedByName(rows);
  expect(judged.get('mean by search')?.value).toBeCloseTo(Math.sqrt(commit * bakery));
  expect(judged.get('worst by search')?.value).toBeCloseTo(bakery);
  // 300,000 states are too few for whole processes.
  expect(judged.get('mean by process')?.value).toBeCloseTo(2.5);
});

test('a target says what was wanted', () => {
  const target = judgedByName(rows).get('SPIN');
  expect(target && targetLine(target)).toBe(
    "reached       n=8, one worker, over SPIN's exact DFS: 2.50 × (at least 2 ×)",
  );
});

test('a target whose rows are absent is not measured, and never reached', () => {
  const without = judgedByName(rows.filter(({ tool }) => tool !== 'tlc' && tool !== 'spin exact DFS'));
  const lacking = names.filter((name) => without.get(name)?.value === null);
  expect(lacking).toEqual(names.filter((name) => name !== 'two workers' && name !== 'bytes'));
  expect(targets([], 8, 9, 'ci').map(reached)).toEqual(names.map(() => 'not measured'));
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
    "two-phase commit n=8: 3.11 × SPIN's rate by search, 2.50 × by whole process",
    "bakery n=4: 0.50 × SPIN's rate by search, 0.46 × by whole process",
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
