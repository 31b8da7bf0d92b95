import { expect, test } from 'vitest';
import { recordKinds } from '../log/records.ts';
import { wholeRun } from '../testing/make-log.ts';
import type { Written } from '../testing/make-log.ts';
import { ProgramSteps } from './program-steps.ts';
import type { LineCoverage } from './program-steps.ts';

function linesOf(records: readonly Written[], go = 'go1.26.8'): readonly LineCoverage[] {
  const steps = ProgramSteps.of(go);
  for (const [kind, ...values] of records) steps?.record(kind, values);
  return steps?.coverage().lines ?? [];
}

const seenOf = (lines: readonly LineCoverage[], thread: string, fn: string) =>
  new Set(lines.filter((one) => one.thread === thread && one.fn === fn).map(({ seen }) => seen));

test('a short run shows which functions each thread ran', () => {
  const lines = linesOf(wholeRun);
  for (const [thread, fn] of [
    ['own', 'traceWriter.end'],
    ['own', 'traceWriter.event'],
    ['growth', 'traceWriter.end'],
    ['allocm', 'traceThreadDestroy'],
    ['caller', 'traceAdvance'],
    ['reader', 'readTrace0'],
  ] as const)
    expect(seenOf(lines, thread, fn), `${thread} ${fn}`).toContain('run');
  // Neither growth of that run fills a buffer.
  expect([...seenOf(lines, 'growth', 'traceWriter.refill')]).toEqual(['never']);
});

test('without a record nothing was run, and each record more takes nothing back', () => {
  const rank = { never: 0, perhaps: 1, run: 2 };
  let before = linesOf([]);
  expect(new Set(before.map(({ seen }) => seen))).toEqual(new Set(['never']));
  for (let end = 1; end <= wholeRun.length; end += 29) {
    const lines = linesOf(wholeRun.slice(0, end));
    for (const [index, { seen }] of lines.entries())
      expect(rank[seen]).toBeGreaterThanOrEqual(rank[before[index]?.seen ?? 'run']);
    before = lines;
  }
});

test('a release without steps has none, and every kind of record is followed', () => {
  expect(ProgramSteps.of('go1.99.1')).toBeNull();
  expect(ProgramSteps.of('devel')).toBeNull();
  for (const go of ['go1.24.13', 'go1.25.12', 'go1.26.8', 'go1.27.4']) {
    const records = recordKinds.map((kind): Written => [kind, 0, 0, 0, 0, 0]);
    expect(linesOf(records, go).some(({ seen }) => seen === 'run')).toBe(true);
  }
});
