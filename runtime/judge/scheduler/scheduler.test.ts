import { expect, test } from 'vitest';
import { designNamed } from '../../../model/index.ts';
import { eventOfId } from '../../../wire/index.ts';
import { schedulerActs } from '../../log/records.ts';
import { openLog } from '../../testing/make-log.ts';
import type { Written } from '../../testing/make-log.ts';
import { act, changed, g, other, run, running, sites, waiting } from '../../testing/scheduler-run.ts';
import { judgeLog } from '../judge.ts';
import type { LogVerdict } from '../judge.ts';
import { events } from './trace-reader.ts';

test('events have the numbers that they have in a trace', () => {
  for (const [name, number] of Object.entries(events)) expect(eventOfId(number)?.name).toBe(name);
});

function judged(records: readonly Written[]): LogVerdict {
  const log = openLog(records, { parts: ['core', 'statuses', 'transitions'], sites });
  const found = judgeLog(log, designNamed('1.26'));
  log.close();
  return found;
}

test('changes of statuses are steps of the programs, and those of functions that no program has are named', () => {
  const { verdict, reason, scheduler } = judged(run());
  expect([verdict, reason]).toEqual(['accepted', null]);
  expect(scheduler).toMatchObject({
    changes: 6,
    read: 4,
    unread: {
      'casGToWaiting: _Grunning to _Gwaiting': 1,
      'stopTheWorldWithSema: _Gwaiting to _Grunning': 1,
    },
    events: 7,
    resources: 2,
  });
  // Before the first record of an M, it may be at several places.
  expect(scheduler?.frontier).toBeGreaterThan(1);
});

/** The run with the n-th record of that sort replaced. */
function edited(is: (record: Written) => boolean, ...instead: readonly Written[]): Written[] {
  const records = run();
  const at = records.findIndex(is);
  return records.toSpliced(at, 1, ...instead);
}
const isTold =
  (event: number) =>
  ([kind, , number, of]: Written): boolean =>
    kind === 'scheduler' && number === schedulerActs.indexOf('told') && of === event;
const isChange =
  (who: number, is: number) =>
  ([kind, , number, of, , to]: Written): boolean =>
    kind === 'scheduler' && number === 0 && of === who && to === is;

test('a change that begins where no one before it ended is rejected, with what was found', () => {
  const found = judged(edited(isChange(other, running), changed(other, waiting, running, 'execute')));
  expect(found.verdict).toBe('rejected');
  expect(found.reason).toMatch(/goes from _Gwaiting to _Grunning, and it was _Grunnable$/);
  expect(found.rejection?.kind).toBe('scheduler');
});

test('a change that its function never makes is rejected', () => {
  const found = judged(edited(isChange(g, running), changed(g, waiting, running, 'execute')));
  expect(found.reason).toMatch(/execute makes G .* and in the programs it is runnable before$/);
});

test('an event without its change is rejected at the end of its section', () => {
  const found = judged(run().filter((record) => !isChange(g, waiting)(record) || record[6] !== 2));
  expect(found.verdict).toBe('rejected');
  expect(found.reason).toMatch(/^M0 ends its section, and no way in the programs leads there: the M was at /);
});

test('an event that does not fit the status that the trace has is a violation', () => {
  const found = judged(edited(isTold(events.GoUnblock), act('told', events.GoStart, 2, 1, 1)));
  expect([found.verdict, found.rejection?.what]).toEqual(['violated', 'EventFitsStatus']);
  expect(found.reason).toBe('GoStart is about G 2 in generation 1, which is waiting, and not runnable');
});

test('no damage to a record of the part is accepted, but where nothing is known before or comes after', () => {
  const records = run();
  const survivors: string[] = [];
  let tried = 0;
  const damage = (name: string, damaged: readonly Written[]): void => {
    tried++;
    if (judged(damaged).verdict === 'accepted') survivors.push(name);
  };
  for (const [at, record] of records.entries()) {
    if (record[0] !== 'scheduler') continue;
    const [, , number = 0, of = 0, a = 0, b = 0, c = 0] = record;
    const what = `${at} ${schedulerActs[number] ?? ''}`;
    damage(`${what} dropped`, records.toSpliced(at, 1));
    damage(`${what} twice`, records.toSpliced(at, 0, record));
    if (number === 0) {
      damage(`${what} of another`, records.with(at, changed(of === g ? other : g, a, b, sites[c - 1] ?? '')));
      damage(`${what} to another`, records.with(at, changed(of, a, 9, sites[c - 1] ?? '')));
    }
    if (number === 3) {
      if (of !== events.GoBlock)
        damage(`${what} about another`, records.with(at, act('told', of, a + 1, b, c)));
      damage(`${what} by another`, records.with(at, act('told', of, a, b, c + 1)));
    }
  }
  expect(tried).toBeGreaterThan(40);
  // A P is said to have its id twice; the M comes from a function that no program has; nothing follows the last change of a G.
  expect(survivors).toEqual(['0 procHas twice', '33 goroutine dropped', '57 goroutine to another']);
});
