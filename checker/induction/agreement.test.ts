import fc from 'fast-check';
import { expect, test } from 'vitest';
import { induction } from './induction.ts';
import { conjunctsOf } from '../testing/conjuncts.ts';
import { naiveInduction, sizeOf } from '../testing/naive-induction.ts';
import type { NaiveInduction } from '../testing/naive-induction.ts';
import randomSystem, { specOf } from '../testing/random-system.ts';
import { runs } from '../testing/runs.ts';

const seed = Number(process.env['FUZZ_SEED'] ?? 23);
const numRuns = runs({ ofEveryDay: 50, all: 150 });
const tape = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 300, maxLength: 300 }));

test(`induction and slow twin agree on random systems, seed ${seed}`, async () => {
  const kinds = { inductive: 0, steps: 0, unsafe: 0, initial: 0, fewer: 0 };
  await fc.assert(
    fc.asyncProperty(tape, fc.nat(3), async (choices, count) => {
      const system = randomSystem(choices);
      fc.pre(sizeOf(system.state) <= 3000);
      const invariant = conjunctsOf(system, count);
      const report = await induction(system, invariant);
      const seen: NaiveInduction = {
        initial: report.initial.map(({ conjunct }) => conjunct),
        steps: report.steps.map(({ action, conjunct }) => `${action} ${conjunct}`).sort(),
        unsafe: report.unsafe.map(({ property }) => property).sort(),
        states: report.states,
        transitions: report.transitions,
      };
      expect(seen, JSON.stringify([specOf(choices), count])).toEqual(naiveInduction(system, invariant));
      kinds.inductive += Number(report.verdict === 'inductive');
      kinds.steps += Math.sign(report.steps.length);
      kinds.unsafe += Math.sign(report.unsafe.length);
      kinds.initial += Math.sign(report.initial.length);
      kinds.fewer += Number(report.partialStates < report.states);
    }),
    { seed, numRuns },
  );
  // Agreement about nothing would say nothing.
  for (const [kind, count] of Object.entries(kinds)) expect(count, kind).toBeGreaterThan(numRuns / 50);
});
