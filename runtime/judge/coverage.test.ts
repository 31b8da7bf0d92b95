import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { designNamed } from '../../model/index.ts';
import { LogReader } from '../log/reader.ts';
import { logFile, sectionWithRefill, wholeRun } from '../testing/make-log.ts';
import type { Written } from '../testing/make-log.ts';
import { neverFalse, neverHeld, notInLogs } from './coverage.ts';
import type { JudgeOptions, LogVerdict } from './judge.ts';
import { judgeLog } from './judge.ts';
import { systemOf } from './system.ts';

function judged(options: JudgeOptions, records: readonly Written[] = wholeRun): LogVerdict {
  const log = new LogReader(logFile(records));
  const found = judgeLog(log, designNamed('1.26'), options);
  log.close();
  return found;
}

test('what is counted adds up to the steps of the verdict, and the verdict is the same', () => {
  const { coverage, ...verdict } = judged({ coverage: { go: 'go1.26.8' } });
  expect({ ...verdict, coverage: null }).toEqual(judged({}));
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const actions = coverage?.actions ?? [];
  expect(actions.map(({ action }) => action)).toEqual(Object.keys(systemOf(designNamed('1.26'), 2).actions));
  expect(sum(actions.map(({ taken }) => taken))).toBe(verdict.steps);
  expect(sum([...actions.map(({ hidden }) => hidden), ...Object.values(coverage?.joined ?? {})])).toBe(
    verdict.hidden,
  );
});

test('an action that was never taken has the conjunct that never held, and a guard what was never false', () => {
  const records: Written[] = [['startEnable'], ['startPublish', 1], ...sectionWithRefill(0, 1, 101)];
  const actions = judged({ coverage: { go: 'go1.26.8' } }, records).coverage?.actions ?? [];
  const of = (name: string) => actions.find(({ action }) => action === name);
  const [undo, refill, start] = ['AcquireUndo', 'Refill', 'StartEnable'].map(of);
  if (undo === undefined || refill === undefined || start === undefined)
    throw new Error('an action is missing');
  expect([undo.taken, neverHeld(undo), neverFalse(undo)]).toEqual([0, 'undo', []]);
  expect([refill.hidden, neverHeld(refill)]).toEqual([0, null]);
  expect(refill.taken).toBeGreaterThan(0);
  // An M waits at a refill before some records and not before others.
  expect(neverFalse(refill)).not.toContain('refill');
  expect(neverFalse(start)).toContain('worldStopped');
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
    ['ThreadStart', 'AcquireOuter', 'AcquireFlagDown'],
  ]);
});

test('what no log shows is all that the judge never takes', () => {
  const source = ['steps', 'sections', 'moves']
    .map((file) => readFileSync(new URL(`${file}.ts`, import.meta.url), 'utf8'))
    .join('');
  for (const design of ['1.24', '1.25', '1.26'])
    for (const action of Object.keys(systemOf(designNamed(design), 2).actions))
      expect(source.includes(`'${action}'`), action).toBe(!notInLogs.includes(action));
});
