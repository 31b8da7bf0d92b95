import { describe, expect, test } from 'vitest';
import { boundsNamed, designs } from '../model/index.ts';
import * as reference from '../reference/index.ts';
import type { M } from '../reference/index.ts';
import { follow, routeOf } from './follow.ts';
import type { FollowOptions } from './follow.ts';
import type { Subject } from './run/run.ts';

const subject = (design: string, config: string, debug = false) => ({
  reference,
  design,
  debug,
  bounds: boundsNamed(config),
});

const followed = async (one: Subject, options: FollowOptions = {}) =>
  follow(one, await routeOf(one), options);

describe('the reference follows the model through every transition at tiny', () => {
  for (const design of Object.keys(designs)) {
    const tags = design === '1.23' ? [] : ['exhaustive'];
    test(design, { tags }, async () => {
      const result = await followed(subject(design, 'tiny'));
      expect(result.failure).toBeNull();
      expect(result.covered).toBe(result.transitions);
      expect(result.beyond > 0).toBe(['1.24', '1.25', '1.26'].includes(design));
    });
  }

  test.each(['seed', '1.26'])('%s with debugTraceReentrancy', { tags: 'exhaustive' }, async (design) => {
    const result = await followed(subject(design, 'tiny', true));
    expect(result.failure).toBeNull();
    expect(result.covered).toBe(result.transitions);
  });
});

test('one path in twenty takes some of the transitions', async () => {
  let told = 0;
  const result = await followed(subject('1.24', 'tiny'), { every: 20, onPath: () => told++ });
  expect(result.failure).toBeNull();
  expect(told).toBe(result.paths);
  expect(result.covered).toBeLessThan(result.transitions);
});

test(
  'one path in sixty of the seed at small takes some 35,000 of the 826,972 transitions',
  { tags: 'exhaustive' },
  async () => {
    let told = 0;
    const result = await followed(subject('seed', 'small'), { every: 60, onPath: () => told++ });
    expect(result).toMatchObject({ failure: null, transitions: 826_972, paths: 2005, beyond: 0 });
    expect(told).toBe(result.paths);
    expect(result.covered).toBeGreaterThan(35_000);
  },
);

test('a reference whose flag is down in a nested section is found, with the steps that lead there', async () => {
  const { failure } = await followed({
    ...subject('1.26-nosplit', 'tiny'),
    reference: { ...reference, isWriting: (mp: M) => reference.isWriting(mp) && mp.trace.reentered === 0 },
  });
  expect(failure?.kind).toBe('differs');
  expect(failure?.text).toMatch('m[0].writing is true, and false in the reference');
  expect(failure?.schedule.length).toBeGreaterThan(5);
});
