import { describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import { boundsNamed } from '../bounds.ts';
import { changed, without } from '../change.ts';
import { partOf } from '../program/parts.ts';
import { programSystem } from '../program/system.ts';
import { tracer } from '../tracer.ts';
import { actionMutantNamed, actionMutants } from './actions/index.ts';
import { mutantNamed, mutants } from './index.ts';
import { mutantPrograms } from './programs.ts';

for (const [index, mutant] of Object.values(mutants).entries()) {
  // Every day it is one of eight.
  describe(`${mutant.name}: ${mutant.change}`, { tags: index % 8 === 0 ? [] : ['exhaustive'] }, () => {
    // The larger bounds are for `nosplit matrix`, whose expectations are compared with `fails` in its own test.
    const all = Object.entries(mutant.fails);
    const tiny = all.filter(([bounds]) => bounds.endsWith('tiny'));
    const quick = tiny.length === 0 ? all : tiny;
    test.each(quick)('violates at %s what it must', async (config, fails) => {
      const bounds = boundsNamed(config);
      const part = partOf(bounds);
      const options = { continue: true, traces: false };
      const { name, edits } = mutant;
      const { violations } =
        edits === null || part === undefined
          ? await check(tracer(actionMutantNamed(name), bounds), options)
          : await check(
              programSystem(mutantPrograms(name, part).programs, bounds, { name, granularity: 'coarse' }),
              options,
            );
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

describe('a mutant of the hand-written actions', { tags: ['exhaustive'] }, () => {
  test.each(Object.values(actionMutants))('$name violates something', async ({ name }) => {
    const [config = ''] = Object.keys(mutantNamed(name).fails);
    const report = await check(tracer(actionMutantNamed(name), boundsNamed(config)), { traces: false });
    expect(report.verdict).toBe('violated');
  });
});

test('a mutant that would change nothing is refused', () => {
  const { actions } = tracer(actionMutantNamed('flush-without-flag').design, boundsNamed('tiny'));
  expect(() => changed(actions, { AdvanceFlsh: without('x') })).toThrow(
    'AdvanceFlsh is to be changed, which is no action of the model',
  );
  expect(() => changed(actions, { AdvanceFlush: without('flagDwn') })).toThrow(
    'flagDwn is to be left out, which is no conjunct of its action',
  );
  expect(() => mutantNamed('flush')).toThrow(/^no mutant is called 'flush'; choose one of split-varint, /);
  expect(() => mutantPrograms('sample-without-flag', 'core')).toThrow(
    /^no thread has '.*' in traceCPUSample$/s,
  );
  expect(() => actionMutantNamed('sample-without-flag')).toThrow(
    'mutant sample-without-flag is an edit of the steps of a release, and none of the hand-written actions',
  );
});
