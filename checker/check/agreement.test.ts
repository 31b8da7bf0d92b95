import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from './check.ts';
import { replay } from '../traces/trace.ts';
import { SystemError } from '../language/system-error.ts';
import type { Report } from './report.ts';
import randomSystem, { specOf } from '../testing/random-system.ts';
import { naiveCheck } from '../testing/naive.ts';
import { runs } from '../testing/runs.ts';
import { bestByForce, denying, expectedOf, faultOf, summaryOf } from '../testing/summary.ts';

// FUZZ_SEED and FUZZ_RUNS search elsewhere and longer: FUZZ_SEED=7 FUZZ_RUNS=20000 npx vitest run checker/agreement
const seed = Number(process.env['FUZZ_SEED'] ?? 20260807);
const numRuns = runs({ ofEveryDay: 120, all: 1000 });
const tape = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 300, maxLength: 300 }));

test('the slow twin has at most 60 lines of code, its types aside', () => {
  const text = readFileSync(new URL('../testing/naive.ts', import.meta.url), 'utf8');
  const lines = text.slice(text.indexOf('export function naiveCheck')).split('\n');
  const code = lines.filter((line) => !/^\s*(\/\/|\/?\*|$)/.test(line));
  expect(code.length).toBeGreaterThan(20);
  expect(code.length).toBeLessThanOrEqual(60);
});

describe(`random systems, seed ${String(seed)}`, () => {
  let witnesses = 0;
  const seen: { readonly choices: readonly number[]; readonly report: Report }[] = [];

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
        for (const { property, witness } of report.properties) {
          if (witness === undefined) continue;
          // A witness is what a counterexample to the contrary would be.
          const denied = denying(system, property);
          expect(naiveCheck(denied).violated[property], context).toBe(witness.steps);
          expect(witness.trace && faultOf(denied, property, witness.trace), context).toBeUndefined();
          expect(witness.trace?.shortest).toBe(true);
          const best = bestByForce(denied, property, witness.steps, 100);
          if (best !== undefined) expect(witness.trace?.switches, context).toBe(best.switches);
          witnesses++;
        }
        seen.push({ choices, report });
      }),
      { seed, numRuns },
    );
  });

  const fewer = Math.ceil(numRuns / 5);

  test(`debug mode gives the same report on ${String(fewer)} systems`, async () => {
    await fc.assert(
      fc.asyncProperty(tape, fc.boolean(), async (choices, all) => {
        const system = randomSystem(choices);
        const text = (report: Report): string =>
          JSON.stringify({ ...report, elapsedMs: 0, statesPerSecond: 0 });
        const debug = text(await check(system, { continue: all, debug: true }));
        expect(debug).toBe(text(await check(system, { continue: all })));
      }),
      { seed, numRuns: fewer },
    );
  });

  test(`a depth-first search of ${String(fewer)} systems agrees on verdict and counts, and its traces are real`, async () => {
    await fc.assert(
      fc.asyncProperty(tape, async (choices) => {
        const system = randomSystem(choices);
        const report = await check(system, { continue: true, search: 'depth-first' });
        const expected = expectedOf(system, true);
        // The depth of a depth-first search is not that of the space, and its traces may be longer than the shortest.
        const { shown, ...summary } = summaryOf(report);
        expect(Object.keys(shown).sort()).toEqual(Object.keys(expected.shown).sort());
        expect({ ...summary, shown: 0, diameter: 0 }).toEqual({ ...expected, shown: 0, diameter: 0 });
        expect(report.diameter).toBeGreaterThanOrEqual(expected.diameter);
        for (const { property, trace } of report.violations) {
          if (trace === null) continue;
          expect(faultOf(system, property, trace)).toBeUndefined();
          expect(trace.steps.length).toBeGreaterThanOrEqual(expected.shown[property] ?? 0);
        }
      }),
      { seed, numRuns: fewer },
    );
  });

  test('every counterexample is replayed from its id and from itself, and no id with a character changed is taken', () => {
    let [tried, refused] = [0, 0];
    for (const { choices, report } of seen) {
      const system = randomSystem(choices);
      for (const { trace } of report.violations) {
        if (trace === null) continue;
        expect(replay(system, trace.id)).toEqual({ ...trace, shortest: false });
        expect(replay(system, trace)).toEqual(trace);
        const at = tried++ % trace.id.length;
        const other = trace.id[at] === '0' ? '1' : '0';
        if (trace.id[at] === '-') continue;
        expect(() => replay(system, trace.id.slice(0, at) + other + trace.id.slice(at + 1))).toThrow(
          SystemError,
        );
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(numRuns / 10);
  });

  test('most searches that ask for a situation have a witness of it', () => {
    expect(witnesses).toBeGreaterThan(numRuns / 10);
  });

  test('they are not all alike: every kind of verdict, property and size is well represented', () => {
    const share = (matches: (report: Report) => boolean): number =>
      seen.filter(({ report }) => matches(report)).length / seen.length;
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
