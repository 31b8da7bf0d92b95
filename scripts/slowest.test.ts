import { expect, test } from 'vitest';
import { slowest } from './slowest.ts';

test('the slowest files stand first, and quick ones nowhere', () => {
  const files = [
    { name: 'a.test.ts', ms: 1000 },
    { name: 'b.test.ts', ms: 999 },
    { name: 'c.test.ts', ms: 12_340 },
  ];
  expect(slowest(files, [])).toEqual(['the slowest files:', '   12.3 s  c.test.ts', '    1.0 s  a.test.ts']);
  expect(slowest([], [])).toEqual([]);
  const many = Array.from({ length: 30 }, (_, index) => ({ name: String(index), ms: 2000 + index }));
  expect(slowest(many, [])).toHaveLength(9);
});

test('one line warns of the tests that take more than five seconds', () => {
  const tests = [
    { name: 'a.test.ts > quick', ms: 4999 },
    { name: 'a.test.ts > slow', ms: 5000 },
    { name: 'b.test.ts > slower', ms: 61_000 },
  ];
  expect(slowest([], tests)).toEqual([
    'warning: 2 of the tests of every day took more than 5.0 s, the longest 61.0 s: b.test.ts > slower',
  ]);
});
