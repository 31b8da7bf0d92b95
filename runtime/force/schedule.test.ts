import { expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import { boundsNamed, designNamed, tracer } from '../../model/index.ts';
import type { control } from '../log/format.ts';
import { codeOf } from '../log/records.ts';
import { recordRules } from '../overlay/rules.ts';
import { logFile, sectionWithRefill, wholeRun } from '../testing/make-log.ts';
import { bugs, counterexampleOf } from './bugs.ts';
import type { Bug } from './bugs.ts';
import { countEvents } from './events.ts';
import { readForced } from './outcome.ts';
import { programFiles } from './program.ts';
import { otherPart, whyNot } from './reasons.ts';
import { ScheduleError, canBeForced, isCuredByNosplit, scheduleOf } from './schedule.ts';
import type { ScheduledStep } from './schedule.ts';
import { turnsFile, withTurns } from './turns.ts';

const [lost, queued] = bugs['A'] ?? [];
const [skewed] = bugs['B1'] ?? [];

async function scheduleFor(bug: Bug | undefined, design: string): Promise<ScheduledStep[]> {
  if (bug === undefined) throw new Error('there is no such bug');
  const trace = await counterexampleOf(bug, designNamed(design));
  if (trace === null) throw new Error('the property holds');
  return scheduleOf(trace);
}

const shown = (schedule: readonly ScheduledStep[]): string[] =>
  schedule.map(
    ({ role, kind, nested, grows, empty }) =>
      `${role} ${nested ? '›' : ''}${kind}${empty ? ' of nothing' : ''}${grows ? ', grows' : ''}`,
  );

test('the schedule has what others see, and where the stack grows', async () => {
  const schedule = await scheduleFor(lost, '1.26');
  expect(shown(schedule)).toEqual([
    ...['0 acquireFlag', '0 acquireGen', '0 writer', '0 noRoom of nothing, grows'],
    ...[
      '0 ›acquireNested',
      '0 ›writer',
      '0 ›noRoom of nothing',
      '0 ›refill',
      '0 ›event',
      '0 ›end',
      '0 ›releaseNested',
    ],
    ...['0 ›acquireNested', '0 ›writer', '0 ›event', '0 ›end', '0 ›releaseNested'],
    ...['0 refill', '0 event', '0 end'],
  ]);
  expect(schedule.every(({ section }) => section === 0)).toBe(true);
});

test('the reader takes the buffer of that M as soon as it is queued', async () => {
  const schedule = await scheduleFor(queued, '1.26');
  const taken = schedule.findIndex(({ role }) => role === 'reader');
  expect(shown(schedule).slice(taken - 1, taken + 2)).toEqual(['0 ›refill', 'reader readerTake', '0 ›event']);
  expect(schedule[taken]?.section).toBe(0);
  expect(shown(schedule).at(-1)).toBe('0 refill');
  expect(schedule.at(-1)?.section).toBe(schedule.findLastIndex(({ kind }) => kind === 'acquireFlag'));
});

test('an advance has its turn between an acquire and the nested one that loads again', async () => {
  expect(shown(await scheduleFor(skewed, '1.24'))).toEqual([
    ...['0 acquireFlag', '0 acquireGen, grows', 'advancer advanceGen', '0 ›acquireNested'],
  ]);
});

test('nosplit prevents a growth inside a writer, and none before it', async () => {
  expect(isCuredByNosplit(await scheduleFor(lost, '1.26'))).toBe(true);
  expect(isCuredByNosplit(await scheduleFor(skewed, '1.24'))).toBe(false);
});

test('a design without the bug has no counterexample', async () => {
  if (lost === undefined || skewed === undefined) throw new Error('there is no such bug');
  expect(await counterexampleOf(lost, designNamed('1.26-nosplit'))).toBe(null);
  expect(await counterexampleOf(skewed, designNamed('1.26'))).toBe(null);
});

test('a step at which nobody can be made to wait is named', async () => {
  const system = tracer(designNamed('1.26'), boundsNamed('tiny'));
  const { violations } = await check(system, { properties: ['NoLostBuffer'] });
  const trace = violations[0]?.trace ?? { steps: [] };
  expect(canBeForced(trace)).toBe(false);
  expect(() => scheduleOf(trace)).toThrow(ScheduleError);
  expect(() => scheduleOf(trace)).toThrow(
    /^step \d+, StopStoreGen: the program stops its trace once the schedule is over$/,
  );
});

test('what the core cannot be made to do has a reason of its own', () => {
  const core = ['1.23', '1.24', '1.26'].flatMap((design) =>
    Object.keys(tracer(designNamed(design), boundsNamed('small')).actions),
  );
  for (const action of new Set(core)) {
    const steps = [{ action, params: { m: 0, depth: 0 }, process: '', changes: [], state: {} }];
    try {
      scheduleOf({ steps });
    } catch (error) {
      if (!(error instanceof ScheduleError)) throw error;
      expect(error.why, action).not.toBe(otherPart);
    }
  }
  expect(whyNot('GoExit')).toBe(otherPart);
});

test('a run that goes on for ever has no schedule, and neither has one of nothing but the start', async () => {
  const trace = skewed === undefined ? null : await counterexampleOf(skewed, designNamed('1.24'));
  if (trace === null) throw new Error('the property holds');
  expect(canBeForced(trace)).toBe(true);
  expect(canBeForced({ ...trace, loop: 2 })).toBe(false);
  const start = trace.steps.findIndex(({ action }) => !action.startsWith('Start'));
  expect(() => scheduleOf({ steps: trace.steps.slice(0, start) })).toThrow(ScheduleError);
});

test('every step of a schedule has a place to wait, and the program a thread for each M', async () => {
  const schedule = await scheduleFor(queued, '1.26');
  const waits = JSON.stringify(withTurns(recordRules));
  for (const { kind, role } of schedule)
    if (role === 0)
      expect(waits, kind).toMatch(
        new RegExp(`nosplitTurn(Of)?\\(nosplit${kind.charAt(0).toUpperCase()}${kind.slice(1)},`),
      );
  expect(waits).toContain('nosplitAwait(100, nosplitAdvanceGen)');
  const rows = turnsFile(schedule)
    .split('\n')
    .filter((line) => /^\t\{\d+, \d+, \d+, \d+\},$/.test(line));
  expect(rows).toHaveLength(schedule.length);
  expect(rows[3]).toBe(`\t{0, ${codeOf('noRoom')}, 4, 0},`);
  expect(programFiles(schedule)['main.go']).toContain('roles    = 1\n');
});

test('a run followed the schedule only if it took every step', () => {
  const outcome = (words: Partial<Record<keyof typeof control, number>>) =>
    readForced(logFile(wholeRun, { words }), 19);
  expect(outcome({ followed: 19 })).toEqual({ outcome: 'followed', followed: 19, got: null });
  expect(outcome({ followed: 4, outcome: 1, got: codeOf('refill') })).toEqual({
    outcome: 'diverged',
    followed: 4,
    got: 'refill',
  });
  expect(outcome({ followed: 4, outcome: 2, got: codeOf('refill') }).outcome).toBe('timed out');
  // It died before its next step.
  expect(outcome({ followed: 18 })).toEqual({ outcome: 'timed out', followed: 18, got: null });
});

test('events that nobody reads are counted', () => {
  expect(countEvents(logFile(wholeRun))).toEqual({ written: 7, read: 7 });
  const left = logFile([['startEnable'], ['startPublish', 1], ...sectionWithRefill(0, 1, 101)]);
  expect(countEvents(left)).toEqual({ written: 1, read: 0 });
});
