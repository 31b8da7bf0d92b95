import { expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import { defaultGoroot, designOf, readFacts, splitPoints } from '../../facts/index.ts';
import { boundsNamed, designNamed, tracer } from '../../model/index.ts';
import type { control } from '../log/format.ts';
import { codeOf } from '../log/records.ts';
import { hooksFile } from '../overlay/hooks.ts';
import { recordRules } from '../overlay/rules.ts';
import { logFile, sectionWithRefill, wholeRun } from '../testing/make-log.ts';
import { bugs, counterexampleOf } from './bugs.ts';
import type { Bug } from './bugs.ts';
import { countEvents } from './events.ts';
import { readForced } from './outcome.ts';
import { operationsOf } from './operations.ts';
import { programFiles } from './program.ts';
import { otherPart, whyNot } from './reasons.ts';
import { cureFor, isCuredByNosplit } from './cures.ts';
import { ScheduleError, canBeForced, scheduleOf } from './schedule.ts';
import type { ScheduledStep } from './step.ts';
import { turnsFile } from './turns.ts';
import { withTurns } from './waits.ts';

const [lost, queued] = bugs['A'] ?? [];
const [leaked] = bugs['B0'] ?? [];
const [skewed] = bugs['B1'] ?? [];

const goroot = await defaultGoroot();
if (goroot === null) console.log('skipped: no go command, so that no cure is asked of a tree');

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
  const again = shown(schedule).lastIndexOf('0 refill');
  expect(schedule[again]?.section).toBe(schedule.findLastIndex(({ kind }) => kind === 'acquireFlag'));
  // Once the stop has flushed, the reader takes it a second time: StopTrace then frees it twice.
  expect(shown(schedule).slice(again)).toEqual([
    ...['0 refill', '0 event', '0 end', '0 release', 'advancer stopGen', 'advancer stopEnabled'],
    ...['advancer snapshot', 'advancer flagSeen', 'advancer advanceFlush', 'advancer flushedGen'],
    'reader readerTake',
  ]);
  expect(operationsOf(schedule)).toEqual([{ does: 'stop', first: again + 4, start: again + 4 }]);
});

test('a stop that falls into a section is called before it, and what was counted stays', async () => {
  const schedule = await scheduleFor(leaked, '1.24');
  expect(shown(schedule)).toEqual([
    ...['0 acquireFlag', '0 acquireGen, grows', 'advancer stopGen', 'advancer stopEnabled'],
    ...['0 ›acquireNested', '0 writer', '0 event', '0 end', '0 releaseNested'],
  ]);
  expect(schedule.map(({ skewed }) => skewed).indexOf(true)).toBe(4);
  expect(operationsOf(schedule)).toEqual([{ does: 'stop', first: 2, start: 0 }]);
  // Of the two that begin before the stop's store, M1 has ended.
  const step = (role: number, kind: ScheduledStep['kind']): ScheduledStep => ({
    ...{ role, kind, action: kind, nested: false, grows: false, empty: false, skewed: false, section: 0 },
  });
  const two = [step(1, 'acquireFlag'), step(0, 'acquireFlag'), step(1, 'release'), step(9, 'advanceGen')];
  expect(operationsOf(two)).toEqual([{ does: 'advance', first: 3, start: 0 }]);
});

test.skipIf(goroot === null)(
  'a cure is the one that the schedule needs, and none for a tree that has it',
  async () => {
    const facts = await readFacts(goroot ?? '');
    const [design, old] = [designOf(facts), designNamed('1.24')];
    expect(cureFor(await scheduleFor(skewed, '1.24'), facts, old)?.design.reentry).toBe('entryGen');
    expect(cureFor(await scheduleFor(leaked, '1.24'), facts, old)?.edits).toHaveLength(3);
    expect(cureFor(await scheduleFor(leaked, '1.24'), facts, { ...old, reentry: 'entryGen' })).toBe(null);
    const cure = cureFor(await scheduleFor(lost, '1.26'), facts, design);
    expect(cure?.heads.length ?? 0).toBe(
      splitPoints(facts).filter(({ insideWriter }) => insideWriter).length,
    );
  },
);

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
  // The shortest one has an M without a buffer in the generation that the stop ends.
  expect(() => scheduleOf(trace)).toThrow(
    /^step \d+, EventEnsure: an advance or a stop that waits before its store has had every M write/,
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
  expect(whyNot('traceEnabled:152 start')).toMatch(/check --by model/);
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
  // The two about an M wait where its flag is read.
  const waits = JSON.stringify(withTurns(recordRules)) + hooksFile('writing', '', turnsFile(schedule));
  for (const { kind, role } of schedule)
    if (role !== 'reader' && kind !== 'flagSeen')
      expect(waits, kind).toMatch(
        new RegExp(`nosplitTurn(Of|OfAdvance)?\\(nosplit${kind.charAt(0).toUpperCase()}${kind.slice(1)},`),
      );
  expect(waits).toContain('nosplitPassesOver(mp)');
  const rows = turnsFile(schedule)
    .split('\n')
    .filter((line) => /^\t\{\d+, \d+, \d+, \d+\},$/.test(line));
  expect(rows).toHaveLength(schedule.length);
  expect(rows[3]).toBe(`\t{0, ${codeOf('noRoom')}, 4, 0},`);
  expect(programFiles(schedule)['main.go']).toContain('roles = 1\n');
  // No hook of another part is in a schedule of the core.
  expect(waits).not.toContain('nosplitTurnOfP');
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
