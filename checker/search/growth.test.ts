import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkWith } from '../check/check.ts';
import { range } from '../index.ts';
import type { CheckSettings } from '../check/options.ts';
import type { Report } from '../check/report.ts';
import { workerModule } from '../testing/for-workers.ts';
import many from '../testing/many.ts';
import randomSystem, { specOf } from '../testing/random-system.ts';
import { runs } from '../testing/runs.ts';
import { expectedOf, summaryOf } from '../testing/summary.ts';
import { withFirstSizes } from '../testing/tiny-tables.ts';

const orders: readonly (readonly [name: string, options: CheckSettings])[] = [
  ['breadth-first', {}],
  ['in debug mode', { debug: true }],
  ['depth-first', { search: 'depth-first' }],
  ['with two workers', { workers: 2 }],
];
const url = workerModule('many.ts');
const everyDay = (size: number, ...sizes: readonly number[]): string[] =>
  sizes.includes(size) ? [] : ['exhaustive'];

describe.each(orders)('%s, the answer does not depend on when the tables grow', (order, options) => {
  for (const instances of [1, 255, 256, 257, 700, 5_000, 12_224, 12_225, 49_087, 49_088, 65_535])
    test(
      `with ${String(instances)} action instances`,
      { tags: everyDay(instances, 1, 257, 700, order === 'breadth-first' ? 49_088 : 1) },
      async () => {
        const params = { instances, roots: 1 };
        const module = { url, params };
        const all = await checkWith(many(params), { ...options, module, continue: true });
        const expected = expectedOf(many({ instances: Math.min(instances, 2), roots: 1 }), true);
        expect(summaryOf(all)).toMatchObject({ distinct: expected.distinct, generated: expected.generated });
        if (instances === 1) return;
        const first = await checkWith(many(params), { ...options, module });
        expect(first).toMatchObject({
          verdict: 'violated',
          violations: [{ property: 'NotSeven', steps: 3 }],
        });
        expect(first.violations[0]?.trace?.steps.map(({ state }) => state)).toEqual([
          { x: 1 },
          { x: 3 },
          { x: 7 },
        ]);
      },
    );

  for (const roots of [767, 768, 769, 8_192, 49_152, 200_000])
    test(
      `with ${String(roots)} initial states`,
      { tags: everyDay(roots, 768, order === 'breadth-first' ? 200_000 : 768) },
      async () => {
        const params = { instances: 2, roots };
        const report = await checkWith(many(params), { ...options, module: { url, params } });
        expect(report).toMatchObject({
          verdict: 'violated',
          violations: [{ property: 'NotSeven', steps: 3 }],
        });
        expect(report.violations[0]?.trace?.initial).toEqual({ x: 0 });
      },
    );
});

test('instances that cannot be numbered are refused before they are made', async () => {
  await expect(checkWith(many({ instances: 65_536, roots: 1 }))).rejects.toThrow(
    'many has 65536 action instances, at most 65535 can be stored',
  );
  const huge = many({ instances: 50_000, roots: 1 });
  const { Double } = huge.actions;
  if (Double === undefined) throw new Error('many has no action Double');
  const params = { p: range(50_000), q: range(50_000), r: range(50_000) };
  await expect(checkWith({ ...huge, actions: { Double: { ...Double, params } } })).rejects.toThrow(
    'many has 125000000000000 action instances',
  );
});

const seed = Number(process.env['FUZZ_SEED'] ?? 20260807);
const numRuns = Math.ceil(runs({ ofEveryDay: 160, all: 2000 }) / 10);
const tape = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 300, maxLength: 300 }));
/** Powers of two from 2 on for tables, any number for rows. */
const sizes = fc.record({
  states: fc.integer({ min: 1, max: 300 }),
  slots: fc.integer({ min: 1, max: 7 }).map((bits) => 1 << bits),
  largeSlots: fc.integer({ min: 1, max: 9 }).map((bits) => 1 << bits),
});
const text = (report: Report): string =>
  JSON.stringify({ ...report, elapsedMs: 0, statesPerSecond: 0, bytesPerState: 0, workers: 0 });

describe(`random systems, seed ${String(seed)}, in tables that are tiny at first`, () => {
  test.each(orders)(`%s, reports and slow twin agree`, async (_, options) => {
    let grew = 0;
    await fc.assert(
      fc.asyncProperty(tape, sizes, fc.boolean(), async (choices, first, all) => {
        const system = randomSystem(choices);
        const how = {
          ...options,
          continue: all || options.search === 'depth-first',
          module: { url: workerModule('random-system.ts'), params: choices },
          memoryMaxBytes: 2 ** 22,
        };
        const context = JSON.stringify([first, specOf(choices)]);
        const tiny = await withFirstSizes(first, () => checkWith(system, how));
        expect(text(tiny), context).toBe(text(await checkWith(system, how)));
        if (tiny.distinct > first.slots * 0.75) grew++;
        if (options.search !== 'depth-first')
          expect(summaryOf(tiny), context).toEqual(expectedOf(system, all));
      }),
      { seed, numRuns: options.workers === undefined ? numRuns : Math.max(16, Math.ceil(numRuns / 2)) },
    );
    expect(grew).toBeGreaterThan(numRuns / 50);
  });

  test('a search that memory ends says so, and counts no state twice', async () => {
    let ended = 0;
    await fc.assert(
      fc.asyncProperty(
        tape,
        sizes,
        fc.integer({ min: 1, max: 2 ** 13 }),
        async (choices, first, memoryMaxBytes) => {
          const system = randomSystem(choices);
          const report = await withFirstSizes(first, () =>
            checkWith(system, { continue: true, memoryMaxBytes }),
          );
          const whole = expectedOf(system, true);
          if (report.limit === null) return;
          ended++;
          expect(report.verdict).not.toBe('holds');
          expect(report.limit).toBe('memory');
          expect(report.distinct).toBeLessThanOrEqual(whole.distinct);
          for (const { property, trace } of report.violations)
            expect(trace?.steps.length, JSON.stringify(specOf(choices))).toBe(whole.shown[property]);
        },
      ),
      { seed, numRuns },
    );
    expect(ended).toBeGreaterThan(numRuns / 50);
  });
});
