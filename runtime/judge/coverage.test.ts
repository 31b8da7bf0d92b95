import { expect, test } from 'vitest';
import { LogReader } from '../log/reader.ts';
import { logFile, sectionWithRefill, wholeRun } from '../testing/make-log.ts';
import type { Written } from '../testing/make-log.ts';
import type { JudgeOptions, LogVerdict } from './judge.ts';
import { judgeLog } from './judge.ts';

function judged(options: JudgeOptions, records: readonly Written[] = wholeRun): LogVerdict {
  const log = new LogReader(logFile(records));
  const found = judgeLog(log, { name: '1.26' }, options);
  log.close();
  return found;
}

test('what is counted adds up to the steps of the verdict, and the verdict is the same', () => {
  const { coverage, ...verdict } = judged({ coverage: { go: 'go1.26.8' } });
  expect({ ...verdict, coverage: null }).toEqual(judged({}));
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const steps = coverage?.steps ?? [];
  const grown = wholeRun.filter(([kind]) => kind === 'acquireNested').length;
  expect(new Set(steps.map(({ step }) => step)).size).toBe(steps.length);
  // A growth of the stack is no step of a thread's program.
  expect(sum(steps.map(({ taken }) => taken)) + grown).toBe(verdict.steps);
  expect(sum([...steps.map(({ hidden }) => hidden), ...Object.values(coverage?.joined ?? {})]) + grown).toBe(
    verdict.hidden,
  );
});

test('what a log did not take was not taken', () => {
  const records: Written[] = [['startEnable'], ['startPublish', 1], ...sectionWithRefill(0, 1, 101)];
  const steps = judged({ coverage: { go: 'go1.26.8' } }, records).coverage?.steps ?? [];
  const of = (name: string) => steps.find(({ step }) => step === name);
  expect(of('traceWriter.refill:156')).toMatchObject({ taken: 1, hidden: 0 });
  expect(of('traceEnabled:152')).toMatchObject({ taken: 1, hidden: 1 });
  expect(of('traceAcquireEnabled:237')).toMatchObject({ taken: 0, hidden: 0 });
});

test('hidden steps are told with the record that they come before', () => {
  const told: [number, string, readonly string[]][] = [];
  const { hidden, steps } = judged({
    onHidden: (record, kind, m, names) => told.push([record, `M${m} ${kind}`, [...names]]),
  });
  expect(told.flatMap(([, , names]) => names)).toHaveLength(hidden);
  expect(steps).toBeGreaterThan(hidden);
  expect(told[0]).toEqual([
    wholeRun.findIndex(([kind]) => kind === 'acquireFlag'),
    'M0 acquireFlag',
    ['allocm:2284 by allocm make M0', 'traceEnabled:152', 'traceAcquireEnabled:202'],
  ]);
});
