/** Random systems that declare a symmetry, rightly or wrongly, against orbits counted over plain objects. */
import { deepStrictEqual, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { check, SystemError } from '../../checker/index.ts';
import type { Report } from '../../checker/index.ts';
import { workerModule } from '../../checker/testing/for-workers.ts';
import { isSymmetric, orbitCount, reachedBy } from '../../checker/testing/naive-symmetry.ts';
import randomSymmetric from '../../checker/testing/random-symmetric.ts';
import { expectedOf, faultOf } from '../../checker/testing/summary.ts';
import { subject, tape } from './subject.ts';

/** Systems that reach more would take the slow twin too long. */
const statesMax = 600;

const url = workerModule('random-symmetric.ts');

const inputs = fc.record({
  choices: tape(120),
  workers: fc.constantFrom(1, 1, 1, 1, 2, 4),
  debug: fc.boolean(),
});

const found = ({ violations, properties }: Report): unknown => [
  violations.map(({ property, trace }) => [property, trace]),
  properties.map(({ property, verdict }) => [property, verdict]),
];

export const symmetry = subject({
  name: 'symmetry',
  about: 'random systems with a symmetry, or with a wrong one, compared with their orbits',
  inputs,
  perRound: 10,
  show: (input) => JSON.stringify(input),
  async judge({ choices, workers, debug }, tally) {
    const system = randomSymmetric(choices);
    const states = reachedBy(system, statesMax);
    fc.pre(states.size <= statesMax);
    const options = { continue: true, debug, workers, module: { url, params: choices } };
    const reduced = await check(system, { ...options, symmetry: true }).catch((error: unknown) => error);
    tally.count(`${workers} workers`);
    if (!isSymmetric(system, states)) {
      tally.count('not symmetric');
      ok(reduced instanceof SystemError, 'a system that is not symmetric was searched');
      ok(reduced.message.includes('not symmetric: '), reduced.message);
      return;
    }
    if (reduced instanceof Error) throw reduced;
    const { distinct, symmetry, diameter, verdict, violations } = reduced as Report;
    tally.count('symmetric');
    tally.count(verdict);
    tally.most('states', states.size);
    const expected = expectedOf(system, true);
    deepStrictEqual(
      { distinct, states: symmetry?.states, diameter, verdict },
      {
        distinct: orbitCount(system, states),
        states: states.size,
        diameter: expected.diameter,
        verdict: expected.verdict,
      },
    );
    deepStrictEqual(found(reduced as Report), found(await check(system, { continue: true })));
    for (const { property, trace } of violations)
      if (trace !== null) deepStrictEqual(faultOf(system, property, trace), undefined);
  },
});
