import { expect, test } from 'vitest';
import { explorer } from '../../checker/index.ts';
import type { Explorer, NodeId } from '../../checker/index.ts';
import { growsAtRefill, openLog, sectionWithRefill, wholeRun } from '../testing/make-log.ts';
import type { Written } from '../testing/make-log.ts';
import { judgeLog } from './judge.ts';
import type { LogVerdict } from './judge.ts';
import { momentOf } from './moment.ts';
import type { LogMoment } from './moment.ts';
import { shared } from './testing/shared.ts';

const by = { name: '1.26' };

interface Ended {
  readonly found: LogVerdict;
  readonly moment: LogMoment;
  readonly of: Explorer;
  readonly end: NodeId;
}

/** The run of a log's last records, each step of which the system can take. */
function ended(records: readonly Written[]): Ended {
  const log = openLog(records);
  const found = judgeLog(log, by);
  log.close();
  const again = openLog(records);
  const moment = momentOf(again, by, found);
  again.close();
  const of = explorer(moment.system);
  const end = moment.steps.reduce((at, { action, params }) => {
    const text = JSON.stringify(params);
    const number = of.instances.findIndex(
      (one) => one.action === action && JSON.stringify(one.params) === text,
    );
    return of.take(at, number);
  }, of.initial());
  return { found, moment, of, end };
}

test('a run that is accepted is opened at its end, as the steps that the judge took', () => {
  const { found, moment, of, end } = ended(wholeRun);
  expect(moment).toMatchObject({ from: 0, ms: [0, 1] });
  expect(of.path(end)).toHaveLength(found.steps + 1);
  expect(shared(of.state(end))).toEqual(shared(moment.end));
  expect(of.state(end)).toMatchObject({ trace: { gen: 0, enabled: false }, caller: [{ at: 0 }] });
});

test('wherever a run is damaged, the steps of the system lead to the state that the judge came to', () => {
  const verdicts = new Set<string>();
  for (let at = 2; at < wholeRun.length; at += 11) {
    const { found, moment, of, end } = ended(wholeRun.toSpliced(at, 1));
    verdicts.add(found.verdict);
    expect(shared(of.state(end)), `${at} ${found.verdict}`).toEqual(shared(moment.end));
  }
  expect([...verdicts]).toContain('rejected');
});

test('a log whose stack grows leads to the same state by the steps of the system', () => {
  const { moment, of, end } = ended(growsAtRefill);
  expect(shared(of.state(end))).toEqual(shared(moment.end));
});

test('of many Ms those are kept that moved, and their names are told', () => {
  const records: Written[] = [['startEnable'], ['startPublish', 1]];
  for (let m = 0; m < 40; m++) records.push(...sectionWithRefill(m, 1, 100 + m));
  records.push(['acquireFlag', 37, 1], ['acquireGen', 37, 2]);
  const { found, moment, of, end } = ended(records);
  expect(found.rejection).toMatchObject({ m: 37, conjunct: null });
  expect(moment.ms.length).toBeLessThan(20);
  expect(moment.ms).toContain(37);
  const own = moment.ms.indexOf(37);
  expect(of.values(end)[of.fields.findIndex(({ path }) => path === `m[${own}].own.at`)]).toBeGreaterThan(0);
});
