import { expect, test } from 'vitest';
import type { LogCoverage } from '../judge/coverage.ts';
import { judgeLog } from '../judge/judge.ts';
import { openLog, sectionWithRefill, wholeRun } from '../testing/make-log.ts';
import type { Written } from '../testing/make-log.ts';
import { unionOf } from './union.ts';

function coverageOf(records: readonly Written[], design = '1.26'): LogCoverage {
  const log = openLog(records, { design });
  const { coverage } = judgeLog(log, { name: design }, { coverage: { go: `go${design}.8` } });
  log.close();
  if (coverage === null) throw new Error('nothing was counted');
  return coverage;
}

const whole = coverageOf(wholeRun);
const short = coverageOf([['startEnable'], ['startPublish', 1], ...sectionWithRefill(0, 1, 101)]);

test('what one log took is taken by both, whichever comes first, and counts add up', () => {
  const union = unionOf([short, whole]);
  const other = unionOf([whole, short]);
  expect(new Set(union?.steps)).toEqual(new Set(other?.steps));
  expect(union?.program?.lines).toEqual(other?.program?.lines);
  for (const one of union?.steps ?? []) {
    const [a, b] = [short, whole].map(({ steps }) => steps.find(({ step }) => step === one.step));
    expect(one.taken).toBe((a?.taken ?? 0) + (b?.taken ?? 0));
    expect(one.hidden).toBe((a?.hidden ?? 0) + (b?.hidden ?? 0));
  }
  const run = (lines: LogCoverage['program']): number =>
    lines?.lines.filter(({ seen }) => seen === 'run').length ?? 0;
  expect(run(union?.program ?? null)).toBeGreaterThanOrEqual(run(whole.program));
  expect(run(short.program)).toBeLessThan(run(whole.program));
});

test('one alone is itself, none is nothing, and steps of another tree stand beside', () => {
  expect(unionOf([whole])).toBe(whole);
  expect(unionOf([])).toBeNull();
  const names = unionOf([whole, coverageOf(wholeRun, '1.25')])?.steps.map(({ step }) => step) ?? [];
  expect(names.length).toBeGreaterThan(whole.steps.length);
  expect(new Set(names).size).toBe(names.length);
});
