import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../check/check.ts';
import type { Report } from '../check/report.ts';
import { workerModule } from '../testing/for-workers.ts';
import randomSymmetric from '../testing/random-symmetric.ts';
import { runs } from '../testing/runs.ts';

const seed = Number(process.env['FUZZ_SEED'] ?? 20261125);
const numRuns = runs({ ofEveryDay: 10, all: 100 });
const tape = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 120, maxLength: 120 }));
const url = workerModule('random-symmetric.ts');

/** The report as text, without what a search of another number of workers may differ in; or that it was rejected. */
const text = (answer: Report | Error): string =>
  answer instanceof Error
    ? answer.message.replace(/^not symmetric: .*/, 'not symmetric')
    : JSON.stringify({ ...answer, elapsedMs: 0, statesPerSecond: 0, bytesPerState: 0, workers: 0 });

describe(`random systems with symmetry and some without, seed ${String(seed)}`, () => {
  test(`1, 2 and 4 workers give byte-identical reports on ${String(numRuns)} systems`, async () => {
    let rejected = 0;
    await fc.assert(
      fc.asyncProperty(tape, fc.boolean(), async (choices, all) => {
        const system = randomSymmetric(choices);
        const search = async (workers: number): Promise<string> =>
          text(
            await check(system, {
              workers,
              continue: all,
              symmetry: true,
              memoryMaxBytes: 2 ** 18,
              module: { url, params: choices },
            }).catch((error: unknown) => error as Error),
          );
        const one = await search(1);
        expect(await search(2)).toBe(one);
        expect(await search(4)).toBe(one);
        if (one === 'not symmetric') rejected++;
      }),
      { seed, numRuns },
    );
    expect(rejected).toBeGreaterThan(numRuns / 20);
    expect(rejected).toBeLessThan(numRuns / 2);
  });
});
