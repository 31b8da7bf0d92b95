import { describe, expect, test } from 'vitest';
import * as reference from '../../reference/index.ts';
import { judge } from './judge.ts';
import { loadMutant } from './load.ts';
import { tableMutants } from './statuses-tables.ts';
import { referenceMutants } from './table.ts';

const subjectOf = (design = '1.26-nosplit', debug = false) => ({ reference, design, debug });

describe('a mutant of the reference', () => {
  test.each(referenceMutants.filter(({ survives }) => survives === undefined))(
    '$name is killed: $story',
    async (mutant) => {
      const mutated = await loadMutant(mutant);
      const { killedBy } = await judge(
        { ...subjectOf(mutant.design, mutant.debug), reference: mutated },
        { first: true, inProcess: tableMutants.includes(mutant) },
      );
      expect(Object.keys(killedBy)).toHaveLength(1);
    },
  );

  test.each(referenceMutants.filter(({ survives }) => survives !== undefined))(
    '$name survives: $survives',
    async (mutant) => {
      const mutated = await loadMutant(mutant);
      const { killedBy } = await judge(
        { ...subjectOf(mutant.design, mutant.debug), reference: mutated },
        { inProcess: tableMutants.includes(mutant) },
      );
      expect(killedBy).toEqual({});
    },
  );
});

test.each(['1.23', 'seed', 'seed-entry-gen', '1.26-nosplit'])(
  'the reference of %s itself is not killed',
  async (design) => {
    expect((await judge(subjectOf(design))).killedBy).toEqual({});
    expect((await judge(subjectOf(design), { inProcess: true })).killedBy).toEqual({});
  },
);

test('no two mutants have a name in common, and each has another text', async () => {
  expect(new Set(referenceMutants.map(({ name }) => name)).size).toBe(referenceMutants.length);
  expect(referenceMutants.filter(({ edits }) => edits.some(([from, to]) => from === to))).toEqual([]);
  expect(referenceMutants.length).toBeGreaterThanOrEqual(25);
  await expect(
    loadMutant({ name: 'none', file: 'runtime/stack', edits: [['nothing like it', '']] }),
  ).rejects.toThrow("mutant none: 'nothing like it' stands 0 times in reference/runtime/stack");
});
