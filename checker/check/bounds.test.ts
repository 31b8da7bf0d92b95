import { describe, expect, test } from 'vitest';
import { checkWith } from './check.ts';
import { int, over, record } from '../index.ts';
import type { CheckSettings } from './options.ts';
import type { Report } from './report.ts';
import { workerModule } from '../testing/for-workers.ts';
import grid from '../testing/grid.ts';
import type { Grid } from '../testing/grid.ts';

const url = workerModule('grid.ts');
const search = (params: Grid, workers: number, options: CheckSettings = {}): Promise<Report> =>
  checkWith(grid(params), { workers, module: { url, params: { ...params } }, ...options });

/** What must be true of any search of the grid that a bound ended. */
function expectExhausted(report: Report, limit: Report['limit']): void {
  expect(report).toMatchObject({ verdict: 'exhausted', limit, violations: [] });
  const fired = report.actions.reduce((sum, action) => sum + action.fired, 0);
  expect(report.generated).toBe(fired + 1);
  expect(report.left).toBeGreaterThan(0);
  expect(report.left).toBeLessThanOrEqual(report.distinct);
  expect(report.outDegree.mean * (report.distinct - report.left)).toBeCloseTo(fired);
  expect(report.properties).toContainEqual(
    expect.objectContaining({ property: 'NoHole', verdict: 'undecided' }),
  );
}

describe.each([1, 2, 4])('with %i workers', (workers) => {
  test(
    'a space is searched to its end and its counts are those of the formulas',
    { tags: workers === 4 ? ['exhaustive'] : [] },
    async () => {
      const report = await search({ side: 150 }, workers);
      expect(report).toMatchObject({
        verdict: 'holds',
        limit: null,
        distinct: 22_500,
        generated: 1 + 2 * 150 * 149,
        left: 0,
        diameter: 299,
        outDegree: { min: 0, max: 2 },
      });
    },
  );

  test('a depth bound ends a search after that many steps, exhausted', async () => {
    const report = await search({ side: 50 }, workers, { depthMax: 9 });
    expectExhausted(report, 'depth');
    expect(report).toMatchObject({ distinct: 55, left: 10, diameter: 10, generated: 91 });
  });

  test('a bound on states ends a search after the level that reaches it, exhausted', async () => {
    const report = await search({ side: 50 }, workers, { statesMax: 50 });
    expectExhausted(report, 'states');
    expect(report).toMatchObject({ distinct: 55, left: 10, diameter: 10 });
  });

  test('depth 0 and 0 states leave the initial state unexpanded', async () => {
    for (const bound of [{ depthMax: 0 }, { statesMax: 0 }]) {
      const report = await search({ side: 50 }, workers, bound);
      expect(report).toMatchObject({ verdict: 'exhausted', distinct: 1, left: 1, generated: 1, diameter: 1 });
    }
  });

  test(
    'a bound that the end of the space just meets bounds nothing',
    { tags: workers === 4 ? ['exhaustive'] : [] },
    async () => {
      for (const bound of [{ depthMax: 99 }, { statesMax: 2501 }]) {
        expect(await search({ side: 50 }, workers, bound)).toMatchObject({
          verdict: 'holds',
          limit: null,
          left: 0,
        });
      }
      for (const bound of [{ depthMax: 98 }, { statesMax: 2500 }]) {
        expect(await search({ side: 50 }, workers, bound)).toMatchObject({ verdict: 'exhausted', left: 1 });
      }
    },
  );

  test('a violation within a bound is a violation', async () => {
    const report = await search({ side: 50, hole: [2, 3] }, workers, { depthMax: 5 });
    expect(report).toMatchObject({ verdict: 'violated', violations: [{ property: 'NoHole' }] });
    expect(await search({ side: 50, hole: [2, 3] }, workers, { depthMax: 4 })).toMatchObject({
      verdict: 'exhausted',
    });
  });

  test('time that has run out is exhausted', async () => {
    expectExhausted(await search({ side: 1500 }, workers, { timeMaxMs: workers === 1 ? 0 : 1 }), 'time');
  });

  test('memory that has run out is exhausted, with the counts, and no crash', async () => {
    const report = await search({ side: 400 }, workers, { memoryMaxBytes: 1 });
    expectExhausted(report, 'memory');
    expect(report.distinct).toBeGreaterThan(4000);
    expect(report.distinct).toBeLessThanOrEqual(8192);
  });

  test('an interrupt finishes the level', async () => {
    const controller = new AbortController();
    const report = await search({ side: 3000 }, workers, {
      signal: controller.signal,
      onProgress: ({ distinct }) => {
        if (distinct > 1000) controller.abort();
      },
    });
    expectExhausted(report, 'interrupt');
    const depth = report.diameter - 1;
    expect(depth).toBeLessThan(3000);
    expect(report).toMatchObject({ distinct: ((depth + 1) * (depth + 2)) / 2, left: depth + 1 });
  });

  test('a signal that is already aborted leaves the initial state unexpanded', async () => {
    const report = await search({ side: 50 }, workers, { signal: AbortSignal.abort() });
    expect(report).toMatchObject({ verdict: 'exhausted', limit: 'interrupt', distinct: 1, left: 1 });
  });

  test(
    'table and arena grow many times over without losing or doubling a state',
    { tags: workers === 2 ? [] : ['exhaustive'] },
    async () => {
      const report = await search({ side: 700 }, workers);
      expect(report).toMatchObject({
        verdict: 'holds',
        distinct: 490_000,
        generated: 1 + 2 * 700 * 699,
        diameter: 1399,
      });
      // A level of this grid is narrow, and several workers each leave rows free at its end; how many depends on who was
      // running. Such rows count as load of the table, which then is up to four times as large: 4 * 2^22 / 490,000 = 34 bytes
      // a state and 9 for its row.
      expect(report.bytesPerState).toBeLessThan(workers === 1 ? 24 : 44);
    },
  );
});

test('more initial states than memory holds are exhausted, not a crash', async () => {
  const { action, system } = over(record({ x: int(0, 20_000) }));
  const many = system({
    name: 'many',
    initial: Array.from({ length: 20_000 }, (_, x) => ({ x })),
    actions: {
      Next: action({
        guard: { below: (s) => s.x < 20_000 },
        effect: (s) => {
          s.x++;
        },
      }),
    },
    properties: {},
  });
  expect(await checkWith(many)).toMatchObject({
    verdict: 'holds',
    distinct: 20_001,
    generated: 40_000,
    diameter: 2,
  });
  const report = await checkWith(many, { memoryMaxBytes: 1 });
  expect(report).toMatchObject({ verdict: 'exhausted', limit: 'memory' });
  expect(report.distinct).toBeLessThanOrEqual(8192);
  expect(report.left).toBe(report.distinct);
});

test('time that runs out with the last state has bounded nothing', async () => {
  expect(await checkWith(grid({ side: 1 }), { timeMaxMs: 0 })).toMatchObject({
    verdict: 'holds',
    limit: null,
    distinct: 1,
  });
});

test('a depth-first search keeps its bounds', async () => {
  const options = { search: 'depth-first' } as const;
  const states = await checkWith(grid({ side: 50 }), { ...options, statesMax: 100 });
  expectExhausted(states, 'states');
  expectExhausted(await checkWith(grid({ side: 50 }), { ...options, depthMax: 20 }), 'depth');
  expectExhausted(await checkWith(grid({ side: 400 }), { ...options, memoryMaxBytes: 1 }), 'memory');
  expectExhausted(await checkWith(grid({ side: 50 }), { ...options, timeMaxMs: 0 }), 'time');
  const whole = await checkWith(grid({ side: 50 }), { ...options, depthMax: 98 + 1 });
  expect(whole).toMatchObject({ verdict: 'holds', distinct: 2500, generated: 4901 });
});

test.each([
  ['depthMax', -1],
  ['statesMax', NaN],
  ['memoryMaxBytes', -5],
  ['timeMaxMs', NaN],
])('%s of %d is refused', async (name, value) => {
  await expect(checkWith(grid({ side: 3 }), { [name]: value })).rejects.toThrow(
    `${name}: ${String(value)} is not a number of at least 0`,
  );
});

test('searches that run at the same time do not disturb one another', async () => {
  const reports = await Promise.all([300, 301, 302].map((side) => checkWith(grid({ side }))));
  expect(reports.map(({ distinct }) => distinct)).toEqual([90_000, 90_601, 91_204]);
});
