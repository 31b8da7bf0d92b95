import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Report } from '../checker/index.ts';
import { check } from '../checker/index.ts';
import { boundsByName, boundsNamed, designNamed, designs, actionMutantNamed, tracer } from './index.ts';
import { interchangeableMs } from './index.ts';
import type { Bounds } from './index.ts';
import { builtModule } from './testing/counts.ts';

const pair = boundsNamed('pair');
const quiet = { sections: 1, growths: 0 };
const busy = { sections: 1, growths: 1 };
/** Other programs than the two of `pair`. */
const boundsOf = (programs: Bounds['programs']): Bounds => ({ ...pair, name: 'alike', programs });

const found = ({ verdict, diameter, violations, properties, actions }: Report): unknown => ({
  verdict,
  diameter,
  violations,
  properties: properties.map(({ property, verdict }) => [property, verdict]),
  dead: actions.filter(({ fired }) => fired === 0),
});

/** Of README.md: design, states and representatives at `pair`, to the first violation, and for some of the whole space. */
const rows = readFileSync(new URL('README.md', import.meta.url), 'utf8')
  .split('## Symmetry')[1]
  ?.matchAll(/^\| `(\S+)` +\| ([\d,]+) +\| ([\d,]+) +\| ([\d,–]+) +\| ([\d,–]+) +\|$/gm);
const table = [...(rows ?? [])].map(([, design = '', ...counts]) => ({
  design,
  counts: counts.map((count) => Number(count.replaceAll(',', ''))),
}));

describe('the two Ms of pair are interchangeable', () => {
  test('README has a row for each design', () => {
    expect(table.map(({ design }) => design)).toEqual(Object.keys(designs));
  });

  for (const { design, counts } of table) {
    const [states = 0, representatives = 0, all = NaN, allRepresentatives = NaN] = counts;
    const module = builtModule({ design, bounds: 'pair' });
    const system = tracer(designNamed(design), pair);

    test(
      `README: design ${design} has ${representatives} representatives of ${states} states, with 1 and 2 workers`,
      { tags: states > 20_000 || design === 'seed-undo' ? ['exhaustive'] : [] },
      async () => {
        const whole = await check(system);
        expect(whole.distinct).toBe(states);
        for (const workers of [1, 2]) {
          const reduced = await check(system, { workers, module, symmetry: true });
          expect(reduced.distinct, `${workers} workers`).toBe(representatives);
          expect(found(reduced)).toEqual(found(whole));
        }
      },
    );

    if (Number.isNaN(all)) continue;
    test(
      `README: design ${design}, past all violations: ${allRepresentatives} representatives of ${all} states, on and off agree`,
      { tags: all > 50_000 ? ['exhaustive'] : [] },
      async () => {
        const options = { continue: true, workers: 2, module };
        const whole = await check(system, options);
        const reduced = await check(system, { ...options, symmetry: true });
        expect(reduced.symmetry).toEqual({ sets: [{ name: 'M0=M1', size: 2 }], states: all });
        expect([whole.distinct, reduced.distinct]).toEqual([all, allRepresentatives]);
        expect(found(reduced)).toEqual(found(whole));
      },
    );
  }
});

describe('Ms with the same program are interchangeable', () => {
  for (const name of ['flush-without-flag', 'gen-before-flag', 'split-event'])
    test(
      `in mutant ${name}, as far as 10 steps lead`,
      { tags: name === 'split-event' ? [] : ['exhaustive'] },
      async () => {
        const system = tracer(actionMutantNamed(name), boundsOf([quiet, busy, quiet]));
        const limits = { depthMax: 10, continue: true };
        const [reduced, whole] = [
          await check(system, { ...limits, symmetry: true }),
          await check(system, limits),
        ];
        expect(reduced.symmetry?.sets).toEqual([{ name: 'M0=M2', size: 2 }]);
        expect(reduced.symmetry?.states).toBe(whole.distinct - whole.left);
        expect(reduced.violations).toEqual(whole.violations);
      },
    );

  test('a mutant in which the snapshot forgets M 0, and no other, is rejected', async () => {
    const system = tracer(actionMutantNamed('snapshot-misses-an-m'), boundsOf([quiet, quiet]));
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

  test('of the named bounds only pair has such Ms', () => {
    const alike = Object.values(boundsByName).filter(
      (bounds) => Object.keys(interchangeableMs(bounds)).length > 0,
    );
    expect(alike).toEqual([pair]);
  });

  test('three Ms, as far as 10 steps lead', async () => {
    const system = tracer(designNamed('1.26-nosplit'), boundsOf([quiet, quiet, quiet]));
    const [reduced, whole] = [
      await check(system, { depthMax: 10, symmetry: true }),
      await check(system, { depthMax: 10 }),
    ];
    expect(reduced.symmetry?.sets).toEqual([{ name: 'M0=M1=M2', size: 3 }]);
    expect(reduced.symmetry?.states).toBe(whole.distinct - whole.left);
    expect(whole.distinct).toBeGreaterThan(reduced.distinct * 2);
  });

  test('three Ms: nearly six states for each representative', { tags: 'exhaustive' }, async () => {
    const system = tracer(designNamed('1.26-nosplit'), boundsOf([quiet, quiet, quiet]));
    const { distinct, symmetry } = await check(system, { symmetry: true });
    expect([distinct, symmetry?.states]).toEqual([34_781, 190_932]);
  });
});
