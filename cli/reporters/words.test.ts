import { expect, test } from 'vitest';
import { duration, fill, painter, plural, proseTable, right, short, size, table, wrap } from './words.ts';

test('rates and sizes have three digits', () => {
  expect([0, 7, 999, 1000, 9995, 99_950, 999_499, 999_500, 1.36e6, 2e9].map(short)).toEqual([
    '0',
    '7',
    '999',
    '1.00 k',
    '10.0 k',
    '100 k',
    '999 k',
    '1.00 M',
    '1.36 M',
    '2.00 G',
  ]);
  expect([512, 1536, 2 ** 20, 3.5 * 2 ** 30].map(size)).toEqual([
    '512 B',
    '1.50 KiB',
    '1.00 MiB',
    '3.50 GiB',
  ]);
});

test('durations are told in the unit that suits them', () => {
  expect([3, 99, 100, 9999, 10_000, 59_900, 61_000, 3_725_000].map(duration)).toEqual([
    '3 ms',
    '99 ms',
    '0.10 s',
    '10.00 s',
    '10.0 s',
    '59.9 s',
    '1 min 1 s',
    '1 h 2 min',
  ]);
});

test('one is singular', () => {
  expect([plural(1, 'step'), plural(0, 'step'), plural(2000, 'property', 'properties')]).toEqual([
    '1 step',
    '0 steps',
    '2,000 properties',
  ]);
});

test('wrapped lines keep to the width and lose no part', () => {
  const parts = ['alpha', 'beta', 'gamma', 'delta', 'a part that is wider than the width'];
  const lines = wrap(parts, 18);
  expect(lines.join(' ')).toBe(parts.join(', '));
  expect(lines.slice(0, -1).every((line) => line.length <= 18)).toBe(true);
  expect(fill('one two three four', 9)).toEqual(['one two', 'three', 'four']);
});

test('colours do not move columns', () => {
  const red = (text: string): string => painter(true)('red', text);
  const [plain, coloured] = [false, true].map((paint) =>
    table([
      [{ text: 'ab', paint: paint ? red : (text: string) => text }, right('1')],
      ['c', right('23')],
    ]),
  );
  expect(plain).toEqual(['ab   1', 'c   23']);
  expect(coloured?.[0]).toBe(`${red('ab')}   1`);
  expect(painter(false)('red', 'x')).toBe('x');
});

test('prose in a last column is filled below itself', () => {
  expect(
    proseTable(
      [
        ['name', 'one two three four five six seven'],
        ['b', 'short'],
      ],
      32,
      painter(false),
    ),
  ).toEqual(['name  one two three four five', '      six seven', 'b     short']);
});

test('a table that is too wide comes in blocks, each with the first column and as many others as fit', () => {
  const rows = [
    ['name', 'one', right('two'), 'three'],
    ['a', '1', right('2'), 'x'.repeat(30)],
  ];
  expect(table(rows, 20)).toEqual([
    'name  one  two',
    'a     1      2',
    '',
    'name  three',
    `a     ${'x'.repeat(30)}`,
  ]);
  expect(table(rows, 46)).toEqual(table(rows));
  expect(table(rows, 45)).not.toEqual(table(rows));
});

test('prose that has no room beside its row goes below it', () => {
  const paint = painter(false);
  const rows = [
    ['a', 'b'.repeat(20), 'some words that are prose'],
    ['longer', 'c', ''],
  ];
  expect(proseTable(rows, 40, paint)).toEqual([
    `a       ${'b'.repeat(20)}`,
    '      some words that are prose',
    'longer  c',
  ]);
  expect(proseTable([['a'.repeat(30), 'b'.repeat(20), 'prose']], 40, paint)).toEqual([
    'a'.repeat(30),
    `      ${'b'.repeat(20)}`,
    '      prose',
  ]);
});
