import { expect, test } from 'vitest';
import { designNamed } from '../../../model/index.ts';
import { eventOfId } from '../../../wire/index.ts';
import { events } from '../../log/events.ts';
import { schedulerActs } from '../../log/records.ts';
import { openLog } from '../../testing/make-log.ts';
import type { Written } from '../../testing/make-log.ts';
import { act, changed, g, listed, other, run, running, sites, waiting } from '../../testing/scheduler-run.ts';
import { judgeLog } from '../judge.ts';
import type { LogVerdict } from '../judge.ts';

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
      'traceAdvance: _Gwaiting to _Grunning': 1,
    },
    events: 7,
    resources: 3,
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
  expect(found.reason).toBe('the events of generation 1 leave goroutine 1 waiting, and G 0x280 is running');
});

test('an event that does not fit the status that the trace has is a violation', () => {
  const found = judged(edited(isTold(events.GoStatus), act('told', events.GoStatus, 1, 4, 1)));
  expect([found.verdict, found.rejection?.what]).toEqual(['violated', 'EventFitsStatus']);
  expect(found.reason).toMatch(/^GoStart is about G 1 in generation 1, which is waiting, and not runnable$/);
});

/** What damage to a record of the part is accepted. */
function survivorsOf(records: readonly Written[]): string[] {
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
  return survivors;
}

test('no damage to a record of the part is accepted, but where nothing comes after the last change of a G', () => {
  expect(survivorsOf(run())).toEqual(['57 goroutine to another']);
});

test('a log that begins and ends with a list of all Gs and Ps says what the first and the last change must be', () => {
  const records = listed();
  expect(judged(records)).toMatchObject({ verdict: 'accepted', reason: null });
  // The program may have ended in the middle of its list.
  expect(survivorsOf(records)).toEqual(['76 listed dropped']);
  const [last = -1] = records
    .flatMap(([kind, , number], at) =>
      kind === 'scheduler' && number === schedulerActs.indexOf('goroutineHas') ? [at] : [],
    )
    .slice(-1);
  const wrong = judged(records.with(last, act('goroutineHas', other, waiting, 2, 0)));
  expect(wrong.reason).toBe('G 0x300 is _Gwaiting in a list, and it was _Grunning');
  expect(judged(records.toSpliced(last, 1)).reason).toBe('the list has 1 Gs and 1 Ps');
});
