import { describe, expect, test } from 'vitest';
import { parseDepth, parseMemory, parseStates, parseTime, parseWorkers, wholeNumber } from './limits.ts';

describe('a limit is written with its unit', () => {
  test.each([
    ['500ms', 500],
    ['30s', 30_000],
    ['30', 30_000],
    ['1.5 s', 1500],
    ['5min', 300_000],
    ['2h', 7_200_000],
  ])('--time %s is %d ms', (text, ms) => {
    expect(parseTime(text)).toBe(ms);
  });

  test.each([
    ['512MiB', 2 ** 29],
    ['2GiB', 2 ** 31],
    ['2G', 2 ** 31],
    ['1.5GB', 1.5e9],
  ])('--memory %s is %d bytes', (text, bytes) => {
    expect(parseMemory(text)).toBe(bytes);
  });

  test.each([
    ['50000', 50_000],
    ['1_000', 1000],
    ['1,000', 1000],
    ['200k', 200_000],
    ['1.5M', 1_500_000],
  ])('--states %s is %d', (text, states) => {
    expect(parseStates(text)).toBe(states);
  });

  test('--depth 0 looks at the initial states alone', () => {
    expect(parseDepth('0')).toBe(0);
  });

  test('--workers auto is one for each core', () => {
    expect(parseWorkers('auto', 6)).toBe(6);
    expect(parseWorkers('3', 6)).toBe(3);
  });
});

test.each(['', '0s', '-1s', '5 days', 's', '1e9s', '1..5s', 'NaN', 'constructor', '9e15h'])(
  '"%s" is no duration, and the message shows one',
  (text) => {
    expect(() => parseTime(text)).toThrow(/is no duration; write 500ms, 30s/);
  },
);

test.each(['2', '2TiB', '0GiB', '-2GiB', 'GiB'])('"%s" is no amount of memory', (text) => {
  expect(() => parseMemory(text)).toThrow(/is no amount of memory; write 512MiB/);
});

test.each(['0', '-1', '1.5', 'two', ''])('"%s" is no number of workers', (text) => {
  expect(() => parseWorkers(text, 2)).toThrow(/is no number of workers/);
});

test.each([
  ['7', 7],
  ['007', 7],
  ['1', 1],
  ['10', 10],
  ['0', null],
  ['11', null],
  ['', null],
  ['-3', null],
  ['+3', null],
  ['3.0', null],
  ['1e1', null],
  [' 3', null],
  ['0x3', null],
  ['٣', null],
])('of 1 to 10, %j is %j', (text, value) => {
  expect(wholeNumber(text, 1, 10)).toBe(value);
});

test('a number that no double holds exactly is none', () => {
  expect(wholeNumber('9007199254740991')).toBe(Number.MAX_SAFE_INTEGER);
  expect(wholeNumber('9007199254740992')).toBe(null);
});
