import { describe, expect, test } from 'vitest';
import type { Report } from '../checker/index.ts';
import { check } from '../checker/index.ts';
import { boundsNamed, designs, mutantNamed, tracer } from './index.ts';
import type { Bounds } from './index.ts';

/** Small bounds in which several Ms do the same. */
const boundsOf = (programs: Bounds['programs']): Bounds => ({
  ...boundsNamed('tiny'),
  name: 'alike',
  runs: false,
  programs,
});
const quiet = { sections: 1, growths: 0 };
const busy = { sections: 1, growths: 1 };

const found = ({ verdict, diameter, violations, properties, actions }: Report): unknown => ({
  verdict,
  diameter,
  violations,
  properties: properties.map(({ property, verdict }) => [property, verdict]),
  dead: actions.filter(({ fired }) => fired === 0),
});

describe('Ms with the same program are interchangeable', () => {
  test.each(Object.entries(designs))(
    'in design %s: on and off agree over the whole space',
    async (_, design) => {
      const system = tracer(design, boundsOf([quiet, quiet]));
      const [reduced, whole] = [
        await check(system, { symmetry: true, continue: true }),
        await check(system, { continue: true }),
      ];
      expect(reduced.symmetry).toEqual({ sets: [{ name: 'M0=M1', size: 2 }], states: whole.distinct });
      expect(reduced.distinct).toBeLessThan(whole.distinct * 0.55);
      expect(found(reduced)).toEqual(found(whole));
    },
  );

  // Where two Ms grow their stacks, a violation comes before the space is large.
  test.each(Object.entries(designs).filter(([name]) => ['seed', '1.24', '1.25'].includes(name)))(
    'in design %s: the counterexample is the same',
    async (_, design) => {
      const system = tracer(design, boundsOf([busy, busy]));
      const [reduced, whole] = [await check(system, { symmetry: true }), await check(system)];
      expect(whole.verdict).toBe('violated');
      expect(reduced.violations).toEqual(whole.violations);
      expect(reduced.distinct).toBeLessThan(whole.distinct * 0.55);
    },
    60_000,
  );

  test.each(['flush-without-flag', 'gen-before-flag', 'split-event'])(
    'in mutant %s, as far as 10 steps lead',
    async (name) => {
      const system = tracer(mutantNamed(name), boundsOf([quiet, busy, quiet]));
      const limits = { depthMax: 10, continue: true };
      const [reduced, whole] = [
        await check(system, { ...limits, symmetry: true }),
        await check(system, limits),
      ];
      expect(reduced.symmetry?.sets).toEqual([{ name: 'M0=M2', size: 2 }]);
      expect(reduced.symmetry?.states).toBe(whole.distinct - whole.left);
      expect(reduced.violations).toEqual(whole.violations);
    },
    60_000,
  );

  test('a mutant in which the snapshot forgets M 0, and no other, is rejected', async () => {
    const system = tracer(mutantNamed('snapshot-misses-an-m'), boundsOf([quiet, quiet]));
    await expect(check(system, { symmetry: true })).rejects.toThrow(
      /^not symmetric: exchanging 0 and 1 of M0=M1 keeps the state .* after AdvanceSnapshot, .* advancer\.toFlush\[0\] is false and not true/,
    );
  });

  test('where stores wait in buffers, too', async () => {
    const system = tracer(designs['1.26-nosplit'] ?? expect.fail(), {
      ...boundsOf([quiet, quiet]),
      parts: { memory: { storesPerM: 2 } },
    });
    const [reduced, whole] = [await check(system, { symmetry: true }), await check(system)];
    expect(reduced.symmetry?.states).toBe(whole.distinct);
  });

  test('Ms of different programs are not, and where all differ nothing is declared', async () => {
    const design = designs['1.26'] ?? expect.fail();
    await expect(check(tracer(design, boundsOf([quiet, busy])), { symmetry: true })).rejects.toThrow(
      'no symmetry is declared',
    );
    const system = tracer(design, boundsOf([quiet, busy]));
    const wrong = { M: { members: [0, 1], arrays: ['m', 'advancer.toFlush'], params: ['m'] } };
    await expect(check({ ...system, symmetry: wrong }, { symmetry: true })).rejects.toThrow(
      /^not symmetric: exchanging 0 and 1 of M makes of the initial state .* no initial state$/,
    );
  });
});
