import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkWith } from './check.ts';
import { bool, int, over, range, record } from '../index.ts';
import type { Property } from '../index.ts';
import type { CheckSettings } from './options.ts';
import { judgeMisfit } from '../testing/judge-misfits.ts';
import { misfitOf } from '../testing/misfits.ts';
import { mixedSpec } from '../testing/random-mixed.ts';
import { runs } from '../testing/runs.ts';

// FUZZ_SEED and FUZZ_RUNS search elsewhere and longer: FUZZ_SEED=7 FUZZ_RUNS=20000 npx vitest run checker/misfits
const seed = Number(process.env['FUZZ_SEED'] ?? 20261130);
const numRuns = runs({ ofEveryDay: 30, all: 500 });
const tape = (length: number) =>
  fc.noBias(fc.array(fc.nat(0xffff), { minLength: length, maxLength: length }));
const tapes = fc.record({ choices: tape(300), misfit: tape(30) });

const fewer = Math.ceil(numRuns / 10);

describe(`one misfit in a random system, seed ${String(seed)}`, () => {
  test.each<[string, CheckSettings, number]>([
    ['breadth-first, to the end', { continue: true }, numRuns],
    ['breadth-first, to the first violation', {}, numRuns],
    ['depth-first', { search: 'depth-first', continue: true }, numRuns],
    ['in debug mode', { debug: true, continue: true }, numRuns],
    ['with vacuity, to the first violation', { vacuity: true }, numRuns],
    ['by two workers', { workers: 2, continue: true }, fewer],
    ['by two workers, to the first violation', { workers: 2 }, fewer],
  ])('is reported where it is met, and changes nothing where it is not: %s', async (_, options, count) => {
    const met = { write: 0, read: 0, answer: 0, never: 0 };
    const functions = new Set<string>();
    await fc.assert(
      fc.asyncProperty(tapes, async (input) => {
        const fault = await judgeMisfit(input, options).catch((error: unknown) => {
          const spec = mixedSpec(input.choices);
          throw new Error(JSON.stringify({ misfit: misfitOf(spec, input.misfit), spec }), { cause: error });
        });
        met[fault?.code ?? 'never']++;
        if (fault !== undefined) functions.add(fault.function);
      }),
      { seed, numRuns: count },
    );
    if (count < numRuns) return;
    for (const [code, times] of Object.entries(met)) expect(times, code).toBeGreaterThan(count / 20);
    expect([...functions].sort()).toEqual(['effect', 'guard', 'property']);
  });
});

describe('faults that a search could pass over', () => {
  const state = record({ x: int(0, 2 ** 20), on: bool() });
  const { action, always, sometimes, system } = over(state);
  /** What no type lets through. */
  const odd = (answer: unknown = 'yes') => answer as boolean;
  const withProperty = (property: Property<typeof state>, xs: readonly number[] = [0]) => {
    const Stay = action({ guard: { on: (s) => s.on }, effect: () => undefined });
    const initial = xs.map((x) => ({ x, on: false }));
    return system({ name: 'one', initial, actions: { Stay }, properties: { Safe: property } });
  };

  test.each([false, true])(
    'a guard that is called, before a conjunct that never holds (debug %s)',
    async (debug) => {
      // Its answers are not had beforehand: x has too many values.
      const guard = { slips: (s: { x: number }) => (s.x === 1 ? odd() : true), never: () => false };
      const actions = { Go: action({ guard, effect: () => undefined }) };
      const wide = system({ name: 'wide', initial: [{ x: 1, on: false }], actions, properties: {} });
      await expect(checkWith(wide, { debug })).rejects.toThrow('guard slips of Go: it returns "yes"');
    },
  );

  test.each([false, true])('a situation that was reached in the same level (debug %s)', async (debug) => {
    const seen = withProperty(sometimes({ reached: (s) => (s.x === 1 ? odd() : true) }), [0, 1]);
    await expect(checkWith(seen, { debug })).rejects.toThrow('property Safe: it returns "yes"');
  });

  test.each([false, true])('an instance after one that is violated (debug %s)', async (debug) => {
    const holds = (_: unknown, { m }: { m: number }) => (m === 0 ? false : odd());
    const each = withProperty(always({ params: { m: range(2) }, holds }));
    await expect(checkWith(each, { debug })).rejects.toThrow('it returns "yes"');
  });

  test('a promise that is rejected, in a state that was not expanded, is no fault and ends no process', async () => {
    const go = action({
      guard: { start: (s) => s.x === 0 },
      effect: (s) => {
        s.x = 1;
      },
    });
    const rejected = (): unknown => Promise.reject(new Error('later'));
    const late = action({
      guard: { odd: (s) => (s.x === 1 ? odd(rejected()) : false) },
      effect: () => undefined,
    });
    const { actions } = await checkWith({
      ...withProperty(always({ holds: (s) => s.x === 0 })),
      actions: { go, late },
    });
    expect(actions[1]).toMatchObject({ action: 'late', neverHeld: null });
    // Node ends the process here at a rejection that nobody waits for.
    await new Promise((resolve) => setImmediate(resolve));
  });
});
