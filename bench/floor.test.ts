import { expect, test } from 'vitest';
import { floorSeconds } from './floor.ts';

test('the floor grows with the transitions, whatever the machine', () => {
  const [few, many] = [1e6, 1e8].map((generated) => floorSeconds({ distinct: 1000, generated }));
  expect(few).toBeGreaterThan(0);
  expect(many).toBeGreaterThan(few ?? NaN);
});
