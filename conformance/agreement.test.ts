import { expect, test } from 'vitest';
import { check } from '../checker/index.ts';
import { boundsNamed } from '../model/index.ts';
import * as reference from '../reference/index.ts';
import { disagreementAlong } from './agreement.ts';
import { isComparable } from './comparable.ts';
import { Lockstep, systemOf } from './lockstep.ts';
import { loadMutant } from './mutants/load.ts';
import { referenceMutants } from './mutants/table.ts';
import { comparedBounds } from './parts/index.ts';
import { textOfStep } from './run/instances.ts';
import { textsOf } from './testing/steps.ts';

const subject = { reference, design: '1.26-nosplit', debug: false, bounds: 'tiny' };
const lockstep = (bounds = 'tiny') => {
  const found = comparedBounds[bounds];
  if (found === undefined) throw new Error(`${bounds} is not compared`);
  return new Lockstep({ ...subject, bounds: found });
};
const begun = ['StartTrace start:0', 'StartTrace:0', 'traceEnabled:0'];

test('the reference and the model agree, at bounds that are searched and at free ones', () => {
  expect(disagreementAlong(subject, textsOf(lockstep(), begun))).toBeNull();
  const free = textsOf(lockstep('free'), [...begun, 'traceEnabled:3']);
  expect(disagreementAlong({ ...subject, bounds: 'free' }, free)).toBeNull();
});

test('a mutant disagrees after the step that shows it, and no earlier', async () => {
  const mutant = referenceMutants.find(({ name }) => name === 'acquire-forgets-locks');
  if (mutant === undefined) throw new Error('there is no such mutant');
  const mutated = { ...subject, reference: await loadMutant(mutant) };
  const steps = textsOf(lockstep(), [...begun, 'traceAcquireEnabled:0', 'traceAcquireEnabled:0']);
  expect(disagreementAlong(mutated, steps.slice(0, 3))).toBeNull();
  expect(disagreementAlong(mutated, steps)).toBe('after 4 steps m[0].locks is 1, and 0 in the reference');
});

test('a step that is not offered is told, and so are one of an older version, and bounds that are not compared', () => {
  const steps = textsOf(lockstep(), begun);
  expect(disagreementAlong(subject, steps.slice(1))).toBe(
    `after 0 steps neither model nor reference offers ${steps[1]}`,
  );
  expect(disagreementAlong(subject, [...steps, 'Unheard of'])).toBe(
    'Unheard of is no step of design 1.26-nosplit at tiny; a step looks like traceAcquireEnabled:225:0, and steps have commas between them',
  );
  expect(disagreementAlong(subject, ['AcquireOuter:0'])).toBe(
    'AcquireOuter:0 is no step of design 1.26-nosplit at tiny; it is one of the actions that older versions had in place of the steps of programs, so run nosplit conform or check again',
  );
  expect(isComparable(subject, steps)).toBe(true);
  expect(isComparable(subject, [...steps, 'AcquireOuter:0'])).toBe(false);
  expect(() => disagreementAlong({ ...subject, bounds: 'endless-small' }, [])).toThrow(
    'model and reference are not compared at endless-small; choose tiny, small',
  );
});

test('from damage on, the two need not agree', async () => {
  const of126 = { design: '1.26', debug: false, bounds: boundsNamed('tiny') };
  const { violations } = await check(systemOf(of126), { properties: ['NoWriteToQueuedBuffer'] });
  const schedule = (violations[0]?.trace?.steps ?? []).map(textOfStep);
  expect(schedule.length).toBeGreaterThan(10);
  expect(disagreementAlong({ ...subject, design: '1.26' }, [...schedule, 'Unheard of'])).toBeNull();
});

/** A section of 1.23 whose stack grows before its end(), so that the growth fills its buffer and end() stores that again. */
const storedAgain = [
  ...['traceEnabled:146 start:0', 'StartTrace:260:0', 'traceAcquire:182:0', 'traceAcquireEnabled:212:0'],
  ...['traceAcquireEnabled:240:0', 'traceEnabled:146 event:0', 'traceWriter.event:151:0'],
  ...['traceWriter.refill:83:0', 'traceBuf.byte:182:0', 'traceBuf.varint:188:0', 'traceWriter.end:47:0'],
  ...['traceEnabled:146 #3:0', 'traceAcquireEnabled:212 #2:0', 'traceAcquireEnabled:240 #2:0'],
  ...['traceLocker.writer:32:0', 'traceWriter.event:151 #2:0', 'traceBuf.byte:182 #2:0'],
  ...['traceBuf.varint:188 #2:0', 'StackGrowth:0'],
  ...[['traceWriter.refill:83'], []].flatMap((refill) =>
    [
      ...['traceTryAcquire:198', 'traceTryAcquireEnabled:256', 'traceAcquireEnabled:212'],
      ...['traceAcquireEnabled:240', 'traceLocker.writer:31', 'traceWriter.event:151', ...refill],
      ...['traceBuf.byte:182', 'traceBuf.varint:188', 'traceWriter.end:47', 'traceRelease:284'],
    ].map((step) => `${step} in a growth:0`),
  ),
  ...['traceWriter.end:47 #2:0', 'traceRelease:284:0', 'traceRelease:284 #2:0'],
];

test('the two need not agree once the reader has taken a buffer that its M keeps', () => {
  const of123 = { ...subject, design: '1.23', bounds: 'sections-small' };
  // Until then the stale pointer is the same in both.
  expect(disagreementAlong(of123, [...storedAgain, 'Unheard of'])).toMatch('Unheard of is no step');
  expect(disagreementAlong(of123, [...storedAgain, 'readTrace0:802 M0', 'Unheard of'])).toBeNull();
});
