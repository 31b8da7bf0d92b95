import fc from 'fast-check';
import { expect, test } from 'vitest';
import twoPhaseCommit from '../../../examples/two-phase-commit.ts';
import { examples } from '../../../examples/index.ts';
import type { System } from '../../index.ts';
import { check, kernelOf } from '../../index.ts';
import randomSystem from '../../testing/random-system.ts';
import { runs } from '../../testing/runs.ts';
import { exploreByKernel } from '../../testing/by-kernel.ts';

/** What a check says that a kernel can say, too. */
async function agrees(system: System): Promise<number> {
  const { distinct, generated, diameter, outDegree, actions, properties, violations } = await check(system, {
    ...{ continue: true, safety: true, engine: 'js', traces: false },
  });
  const found = exploreByKernel(system);
  expect(found).toEqual({
    ...{ distinct, generated, diameter },
    degrees: [outDegree.min, outDegree.max],
    fired: actions.map(({ fired }) => fired),
    exercised: properties.map(({ exercised }) => exercised),
    violated: Object.fromEntries(
      violations.filter(({ steps }) => steps !== null).map(({ property, steps }) => [property, steps]),
    ),
  });
  return distinct;
}

test('a kernel expands and judges as a search does: random systems', async () => {
  let [violated, refused] = [0, 0];
  const numRuns = runs({ ofEveryDay: 15, all: 150 });
  const tape = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 300, maxLength: 300 }));
  await fc.assert(
    fc.asyncProperty(tape, async (choices) => {
      const system = randomSystem(choices);
      try {
        kernelOf(system);
      } catch (thrown) {
        expect(thrown).toMatchObject({ code: 'options' });
        refused++;
        return;
      }
      await agrees(system);
      violated++;
    }),
    { seed: Number(process.env['FUZZ_SEED'] ?? 20261130), numRuns },
  );
  expect(violated).toBeGreaterThan(refused);
});

test('it is the same for two-phase commit, and finds what the broken one violates', async () => {
  expect(await agrees(twoPhaseCommit({ n: 3 }))).toBe(288);
  await agrees(twoPhaseCommit({ n: 3, broken: true }));
});

for (const { name, url, params } of examples)
  test(`it is the same for ${name}`, { tags: ['exhaustive'] }, async () => {
    const made = ((await import(url)) as { default: unknown }).default;
    const given = 'n' in params ? { n: 2 } : {};
    const system = (typeof made === 'function' ? (made as (of: object) => unknown)(given) : made) as System;
    expect(await agrees(system)).toBeGreaterThan(0);
  });
