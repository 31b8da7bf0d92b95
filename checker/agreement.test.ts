import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from './check.ts';
import type { Report } from './report.ts';
import randomSystem, { specOf } from './testing/random-system.ts';
import { bestByForce, expectedOf, faultOf, summaryOf } from './testing/summary.ts';

// FUZZ_SEED and FUZZ_RUNS search elsewhere and longer: FUZZ_SEED=7 FUZZ_RUNS=20000 npx vitest run checker/agreement
const seed = Number(process.env['FUZZ_SEED'] ?? 20260807);
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 2000);
const tape = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 300, maxLength: 300 }));

describe(`random systems, seed ${String(seed)}`, () => {
  const seen: Report[] = [];

  test.each([
    ['to the first violation', false],
    ['to the end', true],
  ])(`engine and slow twin agree on ${String(numRuns)} systems searched %s`, async (_, all) => {
    await fc.assert(
      fc.asyncProperty(tape, async (choices) => {
        const system = randomSystem(choices);
        const report = await check(system, { continue: all });
        const context = JSON.stringify(specOf(choices));
        expect(summaryOf(report), context).toEqual(expectedOf(system, all));
        expect(report.left === 0 || report.verdict !== 'holds').toBe(true);
        for (const { property, trace } of report.violations) {
          if (trace === null) continue;
          expect(faultOf(system, property, trace), context).toBeUndefined();
          const best = bestByForce(system, property, trace.steps.length, 300);
          if (best === undefined) continue;
          const steps = trace.steps.map(({ action, params }) => action + JSON.stringify(params));
          expect({ switches: trace.switches, steps }, context).toEqual(best);
        }
        seen.push(report);
      }),
      { seed, numRuns },
    );
  });

  test('they are not all alike: every kind of verdict, property and size is well represented', () => {
    const share = (matches: (report: Report) => boolean): number => seen.filter(matches).length / seen.length;
    const violation = (report: Report): Report['violations'][number] | undefined => report.violations.at(-1);
    const length = (report: Report): number => violation(report)?.trace?.steps.length ?? -1;
    expect(seen.length).toBe(2 * numRuns);
    expect(share(({ verdict }) => verdict === 'holds')).toBeGreaterThan(0.3);
    for (const kind of ['always', 'alwaysStep', 'sometimes', 'deadlockFree'])
      expect(
        share((report) => violation(report)?.kind === kind),
        kind,
      ).toBeGreaterThan(0.02);
    expect(share((report) => length(report) >= 2)).toBeGreaterThan(0.02);
    expect(share((report) => (violation(report)?.trace?.switches ?? 0) > 0)).toBeGreaterThan(0.01);
    expect(share(({ distinct }) => distinct > 16)).toBeGreaterThan(0.05);
    expect(share(({ diameter }) => diameter > 5)).toBeGreaterThan(0.03);
    expect(share(({ stateWords }) => stateWords > 1)).toBeGreaterThan(0.03);
    expect(share(({ actions }) => actions.some(({ neverHeld }) => neverHeld !== null))).toBeGreaterThan(0.1);
  });
});
