import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import { boundsNamed } from '../bounds.ts';
import { tracer } from '../tracer.ts';
import { mutantNamed, mutants } from './index.ts';
import { changed, without } from './mutant.ts';

for (const [index, mutant] of Object.values(mutants).entries()) {
  // Every day it is one of four.
  describe(`${mutant.name}: ${mutant.change}`, { tags: index % 8 === 0 ? [] : ['exhaustive'] }, () => {
    // The larger bounds are for `nosplit matrix`, whose expectations are compared with `fails` in its own test.
    const all = Object.entries(mutant.fails);
    const tiny = all.filter(([bounds]) => bounds.endsWith('tiny'));
    const quick = tiny.length === 0 ? all : tiny;
    const failures = quick.flatMap(([bounds, properties]) =>
      Object.entries(properties).map(([property, steps]) => ({ bounds, property, steps })),
    );
    test.each(failures)(
      'violates $property at $bounds in $steps steps',
      async ({ bounds, property, steps }) => {
        const report = await check(tracer(mutant, boundsNamed(bounds)), { properties: [property] });
        expect(report.violations.map((v) => v.trace?.steps.length)).toEqual([steps]);
      },
    );
    test('names what must notice', () => {
      expect(failures.length).toBeGreaterThan(0);
    });
  });
}

test('each mutant stands in a file of its own name', () => {
  const files = readdirSync(new URL('.', import.meta.url)).filter(
    (file) => !/^index|^put-on|^mutants?\./.test(file),
  );
  expect(files.sort()).toEqual(
    Object.keys(mutants)
      .map((name) => `${name}.ts`)
      .sort(),
  );
});

test('a mutant that would change nothing is refused', () => {
  const { actions } = tracer(mutantNamed('flush-without-flag').design, boundsNamed('tiny'));
  expect(() => changed(actions, { AdvanceFlsh: without('x') })).toThrow(
    'AdvanceFlsh is to be changed, which is no action of the model',
  );
  expect(() => changed(actions, { AdvanceFlush: without('flagDwn') })).toThrow(
    'flagDwn is to be left out, which is no conjunct of its action',
  );
  expect(() => mutantNamed('flush')).toThrow(/^no mutant is called 'flush'; choose one of split-varint, /);
});
