import { describe, expect, test } from 'vitest';
import { check } from '../checker/index.ts';
import { boundsNamed } from '../model/index.ts';
import * as reference from '../reference/index.ts';
import { Lockstep, systemOf } from './lockstep.ts';
import { replay } from './replay.ts';
import { textsOf } from './testing/steps.ts';

const subjectOf = (design: string) => ({ reference, design, debug: false, bounds: boundsNamed('tiny') });

/** What the reference does with the model's counterexample to a property. */
async function replayed(design: string, property: string) {
  const subject = subjectOf(design);
  const { violations } = await check(systemOf(subject), { properties: [property] });
  const steps = violations[0]?.trace?.steps ?? [];
  const schedule = steps.map(({ action, params }) =>
    [action, ...Object.values(params).map(String)].join(':'),
  );
  return replay(subject, schedule);
}

describe('the reference follows a counterexample, and what it leaves is damaged', () => {
  test.each([
    ['1.24', 'NoBufferQueuedTwice', /^lost: GoroutineStack/],
    ['1.26', 'NoBufferQueuedTwice', /^lost: GoroutineStack/],
    ['1.26', 'NoLostBuffer', /^lost: GoroutineStack/],
    ['1.26', 'EventExactlyOnce', /^lost: GoroutineStack/],
    ['1.26', 'NoWriteToQueuedBuffer', /^lost: GoroutineStack/],
    ['1.26', 'NoTornEvent', /^lost: GoroutineStack/],
    ['seed', 'OneGenerationPerOuterSection', /^out of order: SpanFree/],
    ['seed', 'EventExactlyOnce', /^out of order: SpanFree/],
    ['seed', 'LockParityAndBalance', /^traceAdvance waits for ever/],
    ['1.25', 'NoDeadlock', /^M0 is outside and has locks 2, reentered 1/],
  ])('%s: %s', async (design, property, expected) => {
    const { refused, damage } = await replayed(design, property);
    expect(refused).toEqual([]);
    expect(damage).toContainEqual(expect.stringMatching(expected));
  });
});

test('a run that goes well leaves nothing to complain of, and a step that is not open is refused', () => {
  const subject = subjectOf('1.26-nosplit');
  const whole = textsOf(new Lockstep(subject), ['StartTrace start:0', 'StartTrace:0', 'traceEnabled:0']);
  expect(replay(subject, whole)).toMatchObject({ refused: [], damage: [] });
  expect(replay(subject, whole.slice(1, 2)).refused).toEqual([whole[1]]);
  const byMs = replay(subject, whole).log.filter(({ m }) => m >= 0);
  expect(byMs.length).toBe(1);
});
