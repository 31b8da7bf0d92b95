import { expect, test } from 'vitest';
import { designNamed } from '../../model/index.ts';
import type { LogCoverage } from '../judge/coverage.ts';
import { judgeLog } from '../judge/judge.ts';
import { openLog, sectionWithRefill, wholeRun } from '../testing/make-log.ts';
import type { Written } from '../testing/make-log.ts';
import { unionOf } from './union.ts';

function coverageOf(records: readonly Written[], design = '1.26'): LogCoverage {
  const log = openLog(records, { design });
  const { coverage } = judgeLog(log, designNamed(design), { coverage: { go: `go${design}.8` } });
  log.close();
  if (coverage === null) throw new Error('nothing was counted');
  return coverage;
}

const whole = coverageOf(wholeRun);
const short = coverageOf([['startEnable'], ['startPublish', 1], ...sectionWithRefill(0, 1, 101)]);

test('what one log took is taken by both, whichever comes first, and counts add up', () => {
  const union = unionOf([short, whole]);
  const other = unionOf([whole, short]);
  expect(union?.actions).toEqual(other?.actions);
  expect(union?.program?.lines).toEqual(other?.program?.lines);
  for (const one of union?.actions ?? []) {
    const [a, b] = [short, whole].map(({ actions }) => actions.find(({ action }) => action === one.action));
    expect(one.taken).toBe((a?.taken ?? 0) + (b?.taken ?? 0));
    for (const [index, { held, failed }] of one.conjuncts.entries()) {
      expect(held).toBe(a?.conjuncts[index]?.held === true || b?.conjuncts[index]?.held === true);
      expect(failed).toBe(a?.conjuncts[index]?.failed === true || b?.conjuncts[index]?.failed === true);
    }
  }
  const run = (lines: LogCoverage['program']): number =>
    lines?.lines.filter(({ seen }) => seen === 'run').length ?? 0;
  expect(run(union?.program ?? null)).toBeGreaterThanOrEqual(run(whole.program));
  expect(run(short.program)).toBeLessThan(run(whole.program));
});

test('one alone is itself, none is nothing, and actions of another design stand beside', () => {
  expect(unionOf([whole])).toBe(whole);
  expect(unionOf([])).toBeNull();
  const names = unionOf([whole, coverageOf(wholeRun, '1.25')])?.actions.map(({ action }) => action) ?? [];
  expect(names).toContain('AcquireReload');
  expect(new Set(names).size).toBe(names.length);
});
