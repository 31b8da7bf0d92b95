import { expect, test } from 'vitest';
import { designNamed } from '../../model/index.ts';
import { recordFields } from '../log/records.ts';
import { logFile, openLog, wholeRun } from '../testing/make-log.ts';
import type { Written } from '../testing/make-log.ts';
import { LogReader } from '../log/reader.ts';
import { judgeLog } from './judge.ts';

const verdictOf = (records: readonly Written[]): string => {
  const reader = openLog(records);
  try {
    return judgeLog(reader, designNamed('1.26')).verdict;
  } finally {
    reader.close();
  }
};

/** Each way to damage the run at each record, and what is left of it that is a run as well. */
function survivorsOf(damage: (at: number) => readonly Written[] | null): { tried: number; left: string[] } {
  const left: string[] = [];
  let tried = 0;
  for (let at = 0; at < wholeRun.length; at++) {
    const damaged = damage(at);
    if (damaged === null) continue;
    tried++;
    if (verdictOf(damaged) === 'accepted') left.push(`${at} ${wholeRun[at]?.join(' ') ?? ''}`);
  }
  return { tried, left };
}

const fieldsOf = ([kind]: Written): readonly string[] => recordFields[kind];

/** The run with one value of a record changed; null where the record has no such field. */
const withValue = (
  at: number,
  field: string,
  change: (value: number) => number,
): readonly Written[] | null => {
  const record = wholeRun[at];
  const index = record === undefined ? -1 : fieldsOf(record).indexOf(field);
  if (record === undefined || index === -1) return null;
  const [kind, ...values] = record;
  return wholeRun.with(at, [kind, ...values.with(index, change(values[index] ?? 0))]);
};

test('a record that is dropped is noticed, but for what comes last', () => {
  const { tried, left } = survivorsOf((at) => wholeRun.toSpliced(at, 1));
  expect(tried).toBe(wholeRun.length);
  // No record says when a buffer of no M is queued, so nobody misses it; and the run may end before its last record.
  expect(left).toEqual(['57 readerTake 900 1 7', `${wholeRun.length - 1} advanceDone 2`]);
});

test('a record that stands twice is noticed', () => {
  const { left } = survivorsOf((at) => {
    const record = wholeRun[at];
    return record === undefined ? null : wholeRun.toSpliced(at, 0, record);
  });
  expect(left).toEqual([]);
});

test('two records in the wrong order are noticed, or belong to different threads', () => {
  const mOf = (record: Written): number => (fieldsOf(record)[0] === 'm' ? (record[1] ?? -1) : -1);
  const { tried, left } = survivorsOf((at) => {
    const [one, next] = [wholeRun[at], wholeRun[at + 1]];
    if (one === undefined || next === undefined || mOf(one) === -1 || mOf(one) !== mOf(next)) return null;
    return wholeRun.with(at, next).with(at + 1, one);
  });
  expect(tried).toBeGreaterThan(40);
  expect(left).toEqual([]);
});

test.each([
  ['gen', (gen: number) => gen + 1],
  ['buf', (buf: number) => buf + 1],
  ['flag', (flag: number) => 1 - flag],
  ['reentered', (reentered: number) => reentered + 1],
  ['m', (m: number) => 1 - m],
] as const)('a wrong %s is noticed', (field, change) => {
  const { tried, left } = survivorsOf((at) => withValue(at, field, change));
  expect(tried).toBeGreaterThan(2);
  expect(left).toEqual([]);
});

test('a wrong position is noticed, but for that of a buffer without M', () => {
  const { left } = survivorsOf((at) => withValue(at, 'pos', (pos) => pos + 1));
  expect(left).toEqual([expect.stringContaining('readerTake 900')]);
});

test('every cut is inconclusive, and none is accepted or rejected', () => {
  const verdicts = new Set<string>();
  for (let cut = 1; cut < 300; cut += 7) {
    const reader = new LogReader(logFile(wholeRun, { cut }));
    verdicts.add(judgeLog(reader, designNamed('1.26')).verdict);
    reader.close();
  }
  expect([...verdicts]).toEqual(['inconclusive']);
});
