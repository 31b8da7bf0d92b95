import { expect, test } from 'vitest';
import { check } from '../checker/index.ts';
import { boundsNamed } from '../model/index.ts';
import * as reference from '../reference/index.ts';
import { disagreementAlong } from './agreement.ts';
import { systemOf } from './lockstep.ts';
import { loadMutant } from './mutants/load.ts';
import { referenceMutants } from './mutants/table.ts';
import { textOfStep } from './run/instances.ts';

const subject = { reference, design: '1.26-nosplit', debug: false, bounds: 'tiny' };
const begun = ['StartEnable', 'StartPublish', 'AcquireOuter:0'];

test('the reference and the model agree, at bounds that are searched and at free ones', () => {
  expect(disagreementAlong(subject, begun)).toBeNull();
  expect(disagreementAlong({ ...subject, bounds: 'free' }, [...begun, 'AcquireOuter:3'])).toBeNull();
});

test('a mutant disagrees after the step that shows it, and no earlier', async () => {
  const mutant = referenceMutants.find(({ name }) => name === 'acquire-forgets-locks');
  if (mutant === undefined) throw new Error('there is no such mutant');
  const mutated = { ...subject, reference: await loadMutant(mutant) };
  expect(disagreementAlong(mutated, begun)).toBeNull();
  expect(disagreementAlong(mutated, [...begun, 'AcquireFlagDown:0:0', 'AcquireLoadGen:0:0'])).toBe(
    'after 4 steps m[0].locks is 1, and 0 in the reference',
  );
});

test('a step that is not offered is told, and so are bounds with parts', () => {
  expect(disagreementAlong(subject, ['StartPublish'])).toBe(
    'after 0 steps neither model nor reference offers StartPublish',
  );
  expect(disagreementAlong(subject, [...begun, 'Unheard:0'])).toBe(
    'after 3 steps neither model nor reference offers Unheard:0',
  );
  expect(() => disagreementAlong({ ...subject, bounds: 'memory-tiny' }, [])).toThrow(
    'model and reference are not compared at memory-tiny; choose tiny, small',
  );
});

test('from damage on, the two need not agree', async () => {
  const system = systemOf({ design: '1.26', debug: false, bounds: boundsNamed('tiny') });
  const { violations } = await check(system, { properties: ['NoWriteToQueuedBuffer'] });
  const schedule = (violations[0]?.trace?.steps ?? []).map(textOfStep);
  expect(schedule.length).toBeGreaterThan(10);
  expect(disagreementAlong({ ...subject, design: '1.26' }, [...schedule, 'Unheard:0'])).toBeNull();
});
