import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../check/check.ts';
import type { Report } from '../check/report.ts';
import { SystemError } from '../language/system-error.ts';
import { isSymmetric, orbitCount, reachedBy } from '../testing/naive-symmetry.ts';
import randomSymmetric from '../testing/random-symmetric.ts';
import { runs } from '../testing/runs.ts';
import { expectedOf, faultOf } from '../testing/summary.ts';

const seed = Number(process.env['FUZZ_SEED'] ?? 20261125);
const numRuns = runs({ ofEveryDay: 16, all: 120 });
/** Systems that reach more would take the slow twin too long. */
const STATES_MAX = 600;
const tape = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 120, maxLength: 120 }));
const symmetric = tape.map((choices) => [0, ...choices.slice(1)]);
const blemished = tape.map((choices) => [1, ...choices.slice(1)]);

const found = ({ violations }: Report): unknown => violations.map(({ property, trace }) => [property, trace]);
const verdicts = ({ properties }: Report): unknown =>
  properties.map(({ property, verdict }) => [property, verdict]);

describe(`random systems, seed ${String(seed)}`, () => {
  const sizes: (readonly [distinct: number, states: number, violated: boolean])[] = [];

  test(`${String(numRuns)} symmetric ones have as many orbits as the slow twin counts, and the traces that they have without`, async () => {
    await fc.assert(
      fc.asyncProperty(symmetric, async (choices) => {
        const system = randomSymmetric(choices);
        const states = reachedBy(system, STATES_MAX);
        fc.pre(states.size <= STATES_MAX);
        const expected = expectedOf(system, true);
        const reduced = await check(system, { continue: true, symmetry: true });
        const whole = await check(system, { continue: true });
        expect(reduced.distinct).toBe(orbitCount(system, states));
        expect(reduced.symmetry?.states).toBe(states.size);
        expect(reduced.diameter).toBe(expected.diameter);
        expect(reduced.verdict).toBe(expected.verdict);
        expect(found(reduced)).toEqual(found(whole));
        expect(verdicts(reduced)).toEqual(verdicts(whole));
        expect(reduced.actions.map(({ neverHeld }) => neverHeld)).toEqual(
          whole.actions.map(({ neverHeld }) => neverHeld),
        );
        const text = (report: Report): string =>
          JSON.stringify({ ...report, elapsedMs: 0, statesPerSecond: 0 });
        const debugged = await check(system, { continue: true, symmetry: true, debug: true });
        expect(text(debugged)).toBe(text(reduced));
        const early = await check(system, { symmetry: true });
        expect(found(early)).toEqual(found(await check(system)));
        sizes.push([reduced.distinct, states.size, reduced.verdict === 'violated']);
      }),
      { seed, numRuns },
    );
  });

  test('of these, many shrink, and many are violated', () => {
    const share = (matches: (one: (typeof sizes)[number]) => boolean): number =>
      sizes.filter(matches).length / sizes.length;
    expect(share(([distinct, states]) => states > distinct * 2)).toBeGreaterThan(0.2);
    expect(share(([, states]) => states > 50)).toBeGreaterThan(0.1);
    expect(share(([, , violated]) => violated)).toBeGreaterThan(0.2);
  });

  test(`${String(numRuns)} blemished ones are rejected if and only if the slow twin finds an asymmetry`, async () => {
    let [rejected, accepted] = [0, 0];
    await fc.assert(
      fc.asyncProperty(blemished, async (choices) => {
        const system = randomSymmetric(choices);
        const states = reachedBy(system, STATES_MAX);
        fc.pre(states.size <= STATES_MAX);
        const expected = isSymmetric(system, states);
        const answer = await check(system, { continue: true, symmetry: true }).catch(
          (error: unknown) => error,
        );
        if (expected) {
          accepted++;
          expect(answer).toMatchObject({ verdict: expectedOf(system, true).verdict });
        } else {
          rejected++;
          expect(answer).toBeInstanceOf(SystemError);
          expect(String(answer)).toMatch(/not symmetric: /);
        }
      }),
      { seed, numRuns },
    );
    expect(rejected).toBeGreaterThanOrEqual(Math.floor(numRuns / 5));
    expect(accepted).toBeGreaterThan(numRuns / 20);
  });

  test('a depth-first search with symmetry has the same representatives, and its traces are real', async () => {
    await fc.assert(
      fc.asyncProperty(symmetric, async (choices) => {
        const system = randomSymmetric(choices);
        const options = { continue: true, symmetry: true } as const;
        const [broad, deep] = [
          await check(system, options),
          await check(system, { ...options, search: 'depth-first' }),
        ];
        expect([deep.distinct, deep.generated, deep.symmetry]).toEqual([
          broad.distinct,
          broad.generated,
          broad.symmetry,
        ]);
        for (const { property, trace } of deep.violations)
          if (trace !== null) expect(faultOf(system, property, trace)).toBeUndefined();
      }),
      { seed, numRuns: Math.ceil(numRuns / 4) },
    );
  });
});
