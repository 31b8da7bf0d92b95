import fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../check/check.ts';
import { array, int, over, range, record } from '../index.ts';
import type { Action, RecordField, System } from '../index.ts';
import { bestByForce, faultOf } from '../testing/summary.ts';

/** For each process the steps of its program, each of which may wait until another process has come some way. */
type Programs = readonly (readonly { readonly of: number; readonly until: number }[])[];

const programs: fc.Arbitrary<Programs> = fc.array(
  fc.array(fc.record({ of: fc.nat(4), until: fc.nat(2) }), { minLength: 1, maxLength: 3 }),
  { minLength: 2, maxLength: 3 },
);

/** All processes run their programs; that all have ended is the violation, so every interleaving is a shortest trace. */
function interleaving(of: Programs): System {
  const { action, always, system } = over(record({ pc: array(of.length, int(0, 3)) }));
  const step = (p: number): Action<RecordField> =>
    action({
      guard: {
        more: (s) => s.pc.at(p) < (of[p]?.length ?? 0),
        waited: (s) => {
          const wait = of[p]?.[s.pc.at(p)];
          return wait === undefined || wait.of >= of.length || s.pc.at(wait.of) >= wait.until;
        },
      },
      effect: (s) => {
        s.pc.set(p, s.pc.at(p) + 1);
      },
      process: () => `p${String(p)}`,
    });
  return system({
    name: 'interleaving',
    initial: [{ pc: of.map(() => 0) }],
    actions: Object.fromEntries(range(of.length).map((p) => [`Step${String(p)}`, step(p)])),
    properties: {
      NotAllEnded: always({ holds: (s) => !s.pc.every((pc, p) => pc === (of[p]?.length ?? 0)) }),
    },
  });
}

for (const [numRuns, tags] of [
  [100, []],
  [400, ['exhaustive']],
] as const)
  test(
    `of all interleavings of ${String(numRuns)} systems the counterexample is the first one with the fewest changes of process`,
    { tags: [...tags] },
    async () => {
      let compared = 0;
      let switched = 0;
      await fc.assert(
        fc.asyncProperty(programs, async (of) => {
          const system = interleaving(of);
          const [violation] = (await check(system)).violations;
          if (violation?.trace == null) return;
          const { trace } = violation;
          expect(faultOf(system, 'NotAllEnded', trace)).toBeUndefined();
          const steps = trace.steps.map(({ action, params }) => action + JSON.stringify(params));
          expect({ switches: trace.switches, steps }).toEqual(
            bestByForce(system, 'NotAllEnded', steps.length, 10_000),
          );
          compared++;
          if (trace.switches >= of.length) switched++;
        }),
        { seed: 11, numRuns },
      );
      expect(compared).toBeGreaterThan(numRuns / 2);
      expect(switched).toBeGreaterThan(numRuns / 40);
    },
  );
