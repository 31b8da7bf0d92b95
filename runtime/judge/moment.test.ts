import { expect, test } from 'vitest';
import { explorer } from '../../checker/index.ts';
import type { Explorer, NodeId } from '../../checker/index.ts';
import { designNamed } from '../../model/index.ts';
import { openLog, sectionWithRefill, wholeRun } from '../testing/make-log.ts';
import type { Written } from '../testing/make-log.ts';
import { judgeLog } from './judge.ts';
import type { LogVerdict } from './judge.ts';
import { momentOf } from './moment.ts';
import type { LogMoment } from './moment.ts';

const design = designNamed('1.26');

interface Ended {
  readonly found: LogVerdict;
  readonly moment: LogMoment;
  readonly of: Explorer;
  readonly end: NodeId;
}

/** The run of a log's last records, each step of which the system can take. */
function ended(records: readonly Written[]): Ended {
  const log = openLog(records);
  const found = judgeLog(log, design);
  log.close();
  const again = openLog(records);
  const moment = momentOf(again, design, found);
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
  expect(of.state(end)).toMatchObject({ trace: { gen: 0, enabled: false }, advancer: { phase: 'idle' } });
});

test('wherever a damaged run is rejected, the last state is one in which the same conjunct is false', () => {
  let rejected = 0;
  for (let at = 0; at < wholeRun.length; at += 7) {
    const { found, of, end } = ended(wholeRun.toSpliced(at, 1));
    const { rejection } = found;
    if (rejection?.conjunct == null) continue;
    rejected++;
    const action = rejection.what.replace(/\(.*/, '');
    const why = of.why(end, action);
    const own = (why.kind === 'action' ? why.instances : []).filter(
      ({ params }) => rejection.m === null || params['m'] === rejection.m,
    );
    expect(
      own.map(({ failed }) => failed),
      `${at} ${action}`,
    ).toContain(rejection.conjunct);
  }
  expect(rejected).toBeGreaterThan(3);
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
  expect(of.values(end)[of.fields.findIndex(({ path }) => path === `m[${own}].stack[0].gen`)]).toBe(1);
});
