import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../check.ts';
import type { Report } from '../report.ts';
import type { Fairness, Liveness } from '../system.ts';
import type { RecordField } from '../schema.ts';
import { replay } from '../trace.ts';
import { lassoFault, naiveLiveness } from '../testing/naive-liveness.ts';
import randomGraph, { graphSpec } from '../testing/random-graph.ts';

// FUZZ_SEED and FUZZ_RUNS search elsewhere and longer: FUZZ_SEED=7 FUZZ_RUNS=20000 npx vitest run checker/liveness
const seed = Number(process.env['FUZZ_SEED'] ?? 20260807);
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 300);
const tape = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 90, maxLength: 90 }));

const levels: readonly Fairness[] = [
  'stuttering',
  'maximal',
  'progress',
  { weak: 'actions' },
  { weak: 'processes' },
  { weak: 'instances' },
  { strong: 'actions' },
  { strong: 'processes' },
  { strong: 'instances' },
  { weak: ['A0'] },
  { weak: ['t=0'], strong: ['A0'] },
  { strong: [{ process: 't=0', actions: ['A0'] }] },
];

const claimOf = (report: Report, system: ReturnType<typeof randomGraph>): [string, Liveness<RecordField>][] =>
  report.properties.map(({ property }) => [property, system.properties[property] as Liveness<RecordField>]);

describe(`random graphs, seed ${String(seed)}`, () => {
  const seen: {
    readonly fairness: Fairness;
    readonly report: Report;
    readonly choices: readonly number[];
  }[] = [];

  test(`engine and slow twin agree on ${String(numRuns)} graphs at every fairness, and every lasso is genuine`, async () => {
    await fc.assert(
      fc.asyncProperty(tape, async (choices) => {
        const system = randomGraph(choices);
        const violated: string[][] = [];
        for (const fairness of levels) {
          const report = await check(system, { continue: true, fairness });
          const context = JSON.stringify([fairness, graphSpec(choices)]);
          const own: string[] = [];
          for (const [name, claim] of claimOf(report, system)) {
            const verdict = report.properties.find(({ property }) => property === name)?.verdict;
            expect(verdict, `${name} ${context}`).toBe(
              naiveLiveness(system, claim, fairness) ? 'violated' : 'holds',
            );
            const trace = report.violations.find(({ property }) => property === name)?.trace;
            if (verdict === 'violated') own.push(name);
            if (trace === undefined || trace === null) continue;
            expect(lassoFault(system, claim, fairness, trace), `${name} ${context}`).toBeUndefined();
            expect(replay(system, trace)).toEqual(trace);
            expect(replay(system, trace.id)).toEqual({ ...trace, shortest: false });
          }
          violated.push(own);
          seen.push({ fairness, report, choices });
        }
      }),
      { seed, numRuns },
    );
  });
});
