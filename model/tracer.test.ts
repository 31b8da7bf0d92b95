import { expect, test } from 'vitest';
import { check, loadSystem } from '../checker/index.ts';
import { naiveCheck } from '../checker/testing/naive.ts';
import { rowsOf } from '../cli/testing/every-day.ts';
import { boundsByName, boundsNamed, designs, mutants, tracer, tracerModule, tracerOf } from './index.ts';

/** Bounds in which a section may end without its event, which no tree's programs are searched at elsewhere. */
test('an M that goes on for ever is searched alike by the naive twin', async () => {
  const system = tracer('1.26', { ...boundsNamed('endless-small'), generations: 1 });
  const options = { continue: true, debug: true, safety: true };
  const { distinct, generated, diameter, violations } = await check(system, options);
  const violated = Object.fromEntries(violations.map(({ property, steps }) => [property, steps ?? -1]));
  expect(distinct).toBeGreaterThan(500);
  expect(naiveCheck(system, true)).toEqual({ distinct, generated, diameter, violated });
});

test('a module makes the same system of its parameters', async () => {
  for (const params of [
    { design: '1.24', bounds: 'tiny' },
    { design: { mutant: 'split-end' }, bounds: 'tiny', granularity: 'fine' },
  ] as const) {
    const module = tracerModule(params);
    const { name, initial } = await loadSystem(JSON.parse(JSON.stringify(module)) as typeof module);
    expect([name, initial]).toEqual([tracerOf(params).name, tracerOf(params).initial]);
  }
});

test('every design has a system at every bounds', () => {
  for (const design of rowsOf(Object.keys(designs), 0))
    for (const bounds of [
      'tiny',
      'endless-small',
      'memory-tiny',
      'threads-small',
      'reader-tiny',
      'sections-tiny',
    ])
      expect(Object.keys(tracer(design, boundsNamed(bounds)).actions).length).toBeGreaterThan(20);
});

test('what has no name is refused, and bounds of several parts', () => {
  expect(() => tracerOf({ design: '1.22', bounds: 'tiny' })).toThrow(
    'no steps of the part core are kept of a design 1.22',
  );
  expect(() => tracerOf({ design: '1.26', bounds: 'huge' })).toThrow(
    `no bounds are called 'huge'; choose one of ${Object.keys(boundsByName).join(', ')}`,
  );
  expect(() => tracerOf({ design: { mutant: 'none' }, bounds: 'tiny' })).toThrow(
    `no mutant is called 'none'; choose one of ${Object.keys(mutants)[0] ?? ''}`,
  );
  const both = {
    ...boundsNamed('reader-tiny'),
    programs: [{ sections: 0, growths: 0, thread: 'exits' }],
  } as const;
  expect(() => tracer('1.26', both)).toThrow('have more at once than is read of a tree for one part');
});
