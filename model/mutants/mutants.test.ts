import { describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import { boundsNamed } from '../bounds.ts';
import { partOf } from '../program/language/parts.ts';
import { programSystem } from '../program/system.ts';
import { mutants } from './index.ts';
import { mutantPrograms } from './programs.ts';

for (const [index, mutant] of Object.values(mutants).entries()) {
  // Every day it is one of eight.
  describe(`${mutant.name}: ${mutant.change}`, { tags: index % 8 === 0 ? [] : ['exhaustive'] }, () => {
    // The larger bounds are for `nosplit matrix`, which .ci/run calls, and whose expectations are compared with `fails` in its own test.
    const all = Object.entries(mutant.fails);
    const tiny = all.filter(([bounds]) => bounds.endsWith('tiny'));
    const quick = tiny.length === 0 && index % 8 === 0 ? all : tiny;
    test.each(quick)('violates at %s what it must', async (config, fails) => {
      const bounds = boundsNamed(config);
      const { name } = mutant;
      const { programs } = mutantPrograms(name, partOf(bounds));
      const system = programSystem(programs, bounds, { name, granularity: 'coarse' });
      const { violations } = await check(system, { continue: true, traces: false });
      const steps = Object.fromEntries(violations.map((one) => [one.property, one.steps]));
      expect(steps).toMatchObject(fails);
    });
    test('names what must notice', () => {
      expect(all.flatMap(([, fails]) => Object.keys(fails)).length).toBeGreaterThan(0);
    });
  });
}

test('no two mutants have a name in common', async () => {
  const tables = await Promise.all(
    [
      'generations',
      'memory',
      'procs',
      'reader',
      'sections',
      'statuses',
      'syscalls',
      'threads',
      'writing',
    ].map(async (table) => Object.values((await import(`./${table}.ts`)) as object)[0] as readonly object[]),
  );
  expect(Object.keys(mutants)).toHaveLength(tables.flat().length);
});
