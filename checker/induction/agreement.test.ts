import fc from 'fast-check';
import { expect, test } from 'vitest';
import { induction } from './induction.ts';
import type { Invariant } from './induction.ts';
import type { RecordField } from '../language/schema.ts';
import type { System } from '../language/system.ts';
import { naiveInduction, sizeOf } from '../testing/naive-induction.ts';
import type { NaiveInduction } from '../testing/naive-induction.ts';
import randomSystem, { specOf } from '../testing/random-system.ts';
import { runs } from '../testing/runs.ts';

const seed = Number(process.env['FUZZ_SEED'] ?? 23);
const numRuns = runs({ ofEveryDay: 50, all: 150 });
const tape = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 300, maxLength: 300 }));

/** Conjuncts that have to do with the system: its properties, and what its guards ask. */
function conjunctsOf(system: System, count: number): Invariant<RecordField> {
  const ofProperties = Object.values(system.properties).flatMap((property) =>
    property.kind === 'always' ? [property.holds] : [],
  );
  const ofGuards = Object.values(system.actions).flatMap(({ guard, params }) => {
    const first = Object.fromEntries(Object.entries(params).map(([name, values]) => [name, values[0] ?? 0]));
    return guard.map(
      ({ holds }) =>
        (state: Parameters<typeof holds>[0]): boolean =>
          holds(state, first),
    );
  });
  const chosen = [...ofProperties, ...ofGuards].slice(0, count);
  return Object.fromEntries(chosen.map((holds, index) => [`c${index}`, holds]));
}

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
