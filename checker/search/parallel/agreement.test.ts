import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../../check/check.ts';
import type { Report } from '../../check/report.ts';
import randomSystem, { specOf } from '../../testing/random-system.ts';
import { runs } from '../../testing/runs.ts';
import { workerModule } from '../../testing/for-workers.ts';
import { expectedOf, summaryOf } from '../../testing/summary.ts';

const seed = Number(process.env['FUZZ_SEED'] ?? 20260807);
const numRuns = runs({ ofEveryDay: 20, all: 500 });
const tape = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 300, maxLength: 300 }));
const url = workerModule('random-system.ts');

/** The report as text, without what a search of another number of workers may differ in. */
const text = (report: Report): string =>
  JSON.stringify({ ...report, elapsedMs: 0, statesPerSecond: 0, bytesPerState: 0, workers: 0 });

describe(`random systems, seed ${String(seed)}`, () => {
  test(`1, 2 and 4 workers give byte-identical reports on ${String(numRuns)} systems`, async () => {
    await fc.assert(
      fc.asyncProperty(tape, fc.boolean(), async (choices, all) => {
        const system = randomSystem(choices);
        const search = (workers: number): Promise<Report> =>
          check(system, {
            workers,
            continue: all,
            memoryMaxBytes: 2 ** 18,
            module: { url, params: choices },
          });
        const context = JSON.stringify(specOf(choices));
        const [one, two, four] = [await search(1), await search(2), await search(4)];
        expect(text(two), context).toBe(text(one));
        expect(text(four), context).toBe(text(one));
        expect(summaryOf(four), context).toEqual(expectedOf(system, all));
      }),
      { seed, numRuns },
    );
  });
});
