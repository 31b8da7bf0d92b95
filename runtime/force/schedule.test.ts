import { expect, test } from 'vitest';
import { check, fingerprint, stepper, traceThrough } from '../../checker/index.ts';
import { defaultGoroot, designOf, readFacts, splitPoints } from '../../facts/index.ts';
import { boundsNamed, designNamed, programsOfRelease } from '../../model/index.ts';
import type { control } from '../log/format.ts';
import { codeOf } from '../log/records.ts';
import { hooksFile } from '../overlay/hooks.ts';
import { recordRules } from '../overlay/rules.ts';
import { logFile, sectionWithRefill, wholeRun } from '../testing/make-log.ts';
import { counterexampleOf, keptPrograms, onPrograms, realInstead, realRun } from './bugs.ts';
import { bugs } from './known-bugs.ts';
import type { Bug } from './known-bugs.ts';
import { countEvents } from './events.ts';
import { readForced } from './outcome.ts';
import { operationsOf } from './operations.ts';
import { programFiles } from './program.ts';
import { noHooks, otherPart, pastSafePoint, staleRead, whyNot } from './reasons.ts';
import { realSystem, wholeSystem } from './real-system.ts';
import type { ProgramRun, ProgramsOfRun } from './run.ts';
import { ScheduleError } from './schedule-error.ts';
import { cureFor, isCuredByNosplit } from './cures.ts';
import { canBeForced, scheduleOf } from './schedule.ts';
import type { ScheduledStep } from './step.ts';
import { turnsFile } from './turns.ts';
import { withTurns } from './waits.ts';
import { isSame } from './with-reader.ts';
import type { FoundRun } from './with-reader.ts';

const [lost, queued] = bugs['A'] ?? [];
const [leaked] = bugs['B0'] ?? [];
const [skewed] = bugs['B1'] ?? [];

const goroot = await defaultGoroot();
if (goroot === null) console.log('skipped: no go command, so that no cure is asked of a tree');

async function scheduleFor(bug: Bug | undefined, design: string): Promise<ScheduledStep[]> {
  if (bug === undefined) throw new Error('there is no such bug');
  return scheduleOf(await runFor(bug, design));
}

const found = new Map<string, ReturnType<typeof counterexampleOf>>();

async function runFor(bug: Bug, design: string): Promise<ProgramRun> {
  const key = `${bug.what} in ${design}`;
  const run = await (found.get(key) ?? counterexampleOf(bug, keptPrograms(design)));
  found.set(key, Promise.resolve(run));
  if (run === null) throw new Error('the property holds');
  return run;
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

test('the reader takes the buffer of that M before it is queued again', async () => {
  const schedule = await scheduleFor(queued, '1.26');
  const taken = schedule.findIndex(({ role }) => role === 'reader');
  // The step that queues it goes on to the end of its event.
  expect(shown(schedule).slice(taken - 3, taken + 2)).toEqual([
    ...['0 ›refill', '0 ›event', '0 ›end', 'reader readerTake', '0 ›releaseNested'],
  ]);
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
    ...{ role, kind, place: kind, nested: false, grows: false, empty: false, skewed: false, section: 0 },
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
    // Of the generation that has begun, it has no buffer.
    ...['0 ›writer', '0 ›noRoom of nothing'],
  ]);
});

test('nosplit prevents a growth inside a writer, and none before it', async () => {
  expect(isCuredByNosplit(await scheduleFor(lost, '1.26'))).toBe(true);
  expect(isCuredByNosplit(await scheduleFor(skewed, '1.24'))).toBe(false);
});

test('a release without the bug has no counterexample', async () => {
  if (skewed === undefined) throw new Error('there is no such bug');
  expect(await counterexampleOf(skewed, keptPrograms('1.26'))).toBe(null);
  await expect(counterexampleOf(skewed, keptPrograms('1.99'))).rejects.toThrow('1.99 has no programs');
});

const programsAt = (design: string, config: string): ProgramsOfRun => {
  const kept = programsOfRelease(design);
  if (kept === undefined) throw new Error(`there is no ${design}`);
  return { programs: kept.programs, bounds: boundsNamed(config), granularity: 'coarse' };
};

async function shortestOf(of: ProgramsOfRun, property: string): Promise<FoundRun> {
  const { violations } = await check(wholeSystem(of), { properties: [property] });
  const trace = violations[0]?.trace ?? null;
  if (trace === null) throw new Error('the property holds');
  return { ...of, trace };
}

test('a step at which nobody can be made to wait is named, and a run without it is found', async () => {
  const of = programsAt('1.26', 'tiny');
  const run = await shortestOf(of, 'NoLostBuffer');
  expect(canBeForced(run)).toBe(false);
  expect(() => scheduleOf(run)).toThrow(ScheduleError);
  // The shortest one has an M without a buffer in the generation that the stop ends.
  expect(() => scheduleOf(run)).toThrow(
    /^step \d+, StackGrowth: an advance or a stop that waits before its store has had every M write/,
  );
  const instead = await realInstead(run);
  if (instead === null) throw new Error('no real thread loses a buffer');
  expect(instead.property).toBe('NoLostBuffer');
  expect(canBeForced(instead.run)).toBe(true);
  // It is a run of the whole system, in bounds in which a buffer has room for both events of a growth.
  const { bounds } = instead.run;
  expect(bounds).toEqual({ ...of.bounds, eventsPerBuffer: 2 });
  expect(instead.run.trace.id.split('-')[0]).toBe(fingerprint(wholeSystem({ ...of, bounds })));
  const full = await check(realSystem(of), { properties: ['NoLostBuffer'] });
  expect(() => scheduleOf({ ...of, trace: full.violations[0]?.trace ?? run.trace })).toThrow(
    /^step \d+, .*: a buffer that this growth has just got has room/,
  );
});

test('the same run of another release has its lines', async () => {
  if (lost === undefined) throw new Error('there is no such bug');
  const run = await counterexampleOf(lost, keptPrograms('1.25'));
  if (run === null) throw new Error('the property holds');
  const other = onPrograms(run, await keptPrograms('1.24')('core'));
  const kinds = (schedule: readonly ScheduledStep[]): string[] => schedule.map(({ kind }) => kind);
  const [own, theirs] = [scheduleOf(run), scheduleOf(other)];
  expect(kinds(theirs)).toEqual(kinds(own));
  expect(theirs.map(({ place }) => place)).not.toEqual(own.map(({ place }) => place));
});

test('a stack that grows after the last event is asked for nowhere, and before the first one it is', async () => {
  const of = programsAt('1.24', 'tiny');
  const leak = await shortestOf(of, 'LocksZeroOutside');
  expect(() => scheduleOf(leak)).toThrow(/^step \d+, StackGrowth: the program calls nothing there/);
  const real = await realRun(of, 'LocksZeroOutside');
  expect(real !== null && canBeForced(real)).toBe(true);
  expect(real?.trace.steps).toHaveLength(leak.trace.steps.length);
});

test('where stores wait, a run in which each arrives at once is forced as one without buffers of processors is', async () => {
  const of = programsAt('1.26', 'memory-tiny');
  const run = await shortestOf(of, 'NoLostBuffer');
  expect(() => scheduleOf(run)).toThrow(/a store waits in the buffer of its processor/);
  const real = await realRun(of, 'NoLostBuffer');
  const plain = await realRun(programsAt('1.26', 'tiny'), 'NoLostBuffer');
  if (real === null || plain === null) throw new Error('no buffer is lost');
  expect(real.trace.steps.length).toBeGreaterThan(plain.trace.steps.length);
  expect(shown(scheduleOf(real))).toEqual(shown(scheduleOf(plain)));
});

test('whether the buffer is full shows before a stop, after which no other section can be tried', async () => {
  const queuedTwice = shown(scheduleOf(await shortestOf(programsAt('1.26', 'tiny'), 'NoBufferQueuedTwice')));
  const room = queuedTwice.indexOf('0 noRoom, grows');
  expect(queuedTwice.slice(room - 1, room + 4)).toEqual([
    ...['0 writer', '0 noRoom, grows', 'advancer stopGen', 'advancer stopEnabled', '0 ›acquireNested'],
  ]);
});

test('before its store, an advance of Go 1.26 waits for sections that are open since the one before has ended', async () => {
  const left = 'NoBufferLeftBehind';
  const of = programsAt('1.26', 'tiny');
  const queuedAgain = await shortestOf(of, left);
  expect(() => scheduleOf(queuedAgain)).toThrow(pastSafePoint);
  expect(await realRun(of, left)).toBe(null);
  // Up to Go 1.25 it waits for nobody who has a status, and the same run is forced.
  const kinds = shown(scheduleOf(await shortestOf(programsAt('1.25', 'tiny'), left)));
  const [done, stops, leaves] = ['advancer advanceDone', 'advancer stopGen', '0 ›releaseNested'].map((kind) =>
    kinds.lastIndexOf(kind),
  );
  expect([stops, leaves]).toEqual([Number(done) + 1, Number(done) + 3]);
});

test('an M that has taken a turn after a stop finds tracing off', async () => {
  const real = await realRun(programsAt('1.25', 'tiny'), 'NoDeadlock');
  if (real === null) throw new Error('the release does not come to a deadlock');
  // It has read trace.enabled before that is cleared.
  const [acquire, ...stops] = ['0 acquireNested', 'advancer stopEnabled', 'advancer snapshot'];
  expect(shown(scheduleOf(real)).slice(-3)).toEqual([acquire, ...stops]);
  // The same where the stop clears it before, and the M reads the old value.
  const { steps } = real.trace;
  const [clears] = steps.slice(-2);
  const begins = steps.findLastIndex(({ action }) => action.startsWith('traceEnabled:'));
  const writes = steps.findIndex(({ action }) => action.startsWith('traceLocker.writer:'));
  const late = [
    ...steps.slice(0, writes),
    clears,
    ...steps.slice(writes, begins),
    ...steps.slice(begins, begins + 1).map((step) => ({ ...step, action: `${step.action} stale` })),
    ...steps.slice(begins + 1, -2),
    ...steps.slice(-1),
  ].flatMap((step) => step ?? []);
  const whole = wholeSystem(real);
  const all = stepper(whole).steps;
  const instances = late.map((step) => all.findIndex((one) => isSame(one, step)));
  expect(() => scheduleOf({ ...real, trace: traceThrough(whole, { root: 0, instances }) })).toThrow(
    staleRead,
  );
});

test('a state in which only steps go on that are left out is no deadlock of real threads', async () => {
  const of = programsAt('1.25', 'tiny');
  const real = await realRun(of, 'NoDeadlock');
  if (real === null) throw new Error('the release does not come to a deadlock');
  const walk = stepper(wholeSystem(real));
  walk.reset(real.trace.steps.at(-1)?.state as Parameters<typeof walk.reset>[0]);
  expect(walk.enabled(new Uint16Array(walk.steps.length))).toBe(0);
  expect(canBeForced(real)).toBe(true);
  expect(await realRun(programsAt('1.26', 'tiny'), 'NoDeadlock')).toBe(null);
});

test('what is no step of a thread of the program has a reason of its own', () => {
  const at = { fn: 'f', line: 1 };
  const load = (place: string) => ({ ...at, op: 'load' as const, to: 'x', from: { place, of: [] } });
  expect(whyNot({ kind: 'own', one: load('work.mode') })).toBe(otherPart);
  expect(whyNot({ kind: 'own', one: load('m.freem') })).toMatch(/^the threads of the program live/);
  expect(whyNot({ kind: 'own', one: load('trace.gen') })).toBe(null);
  expect(whyNot({ kind: 'signal', one: load('trace.gen') })).toMatch(/^CPU profiling is off/);
  expect(whyNot({ kind: 'reader', one: load('trace.reader') })).toMatch(/^the reader is made to take/);
  expect(whyNot({ kind: 'own', one: { ...at, fn: 'mexit', op: 'end' } })).toMatch(/^the threads/);
});

test('Go 1.23 has no hooks', async () => {
  const run = await shortestOf(programsAt('1.23', 'tiny'), 'NoDroppedEvent');
  expect(() => scheduleOf(run)).toThrow(noHooks);
});

test('a run that goes on for ever has no schedule, and neither has one of nothing but the start', async () => {
  if (skewed === undefined) throw new Error('there is no such bug');
  const { trace, ...of } = await runFor(skewed, '1.24');
  expect(canBeForced({ ...of, trace })).toBe(true);
  expect(canBeForced({ ...of, trace: { ...trace, loop: 2 } })).toBe(false);
  const start = trace.steps.findIndex(({ process }) => process === 'M0');
  expect(() => scheduleOf({ ...of, trace: { ...trace, steps: trace.steps.slice(0, start) } })).toThrow(
    'no step of it is for a thread to take',
  );
});

test('every step of a schedule has a place to wait, and the program a thread for each M', async () => {
  const schedule = await scheduleFor(queued, '1.26');
  // The two about an M wait where its flag is read.
  const waits = JSON.stringify(withTurns(recordRules)) + hooksFile('writing', '', turnsFile(false));
  for (const { kind, role } of schedule)
    if (role !== 'reader' && kind !== 'flagSeen')
      expect(waits, kind).toMatch(
        new RegExp(`nosplitTurn(Of|OfAdvance)?\\(nosplit${kind.charAt(0).toUpperCase()}${kind.slice(1)},`),
      );
  expect(waits).toContain('nosplitPassesOver(mp)');
  // The reader does not take a buffer before its turn.
  expect(waits).toContain('if nosplitKeepsReader() {');
  const rows = (programFiles(schedule)['main.go'] ?? '')
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
  expect(outcome({ followed: 19 })).toEqual({
    outcome: 'followed',
    followed: 19,
    got: null,
    isLogFull: false,
  });
  expect(outcome({ followed: 4, outcome: 1, got: codeOf('refill') })).toEqual({
    outcome: 'diverged',
    followed: 4,
    got: 'refill',
    isLogFull: false,
  });
  expect(outcome({ followed: 4, full: 1 })).toMatchObject({ outcome: 'timed out', isLogFull: true });
  expect(outcome({ followed: 4, outcome: 2, got: codeOf('refill') }).outcome).toBe('timed out');
  // It died before its next step.
  expect(outcome({ followed: 18 })).toMatchObject({ outcome: 'timed out', followed: 18, got: null });
});

test('events that nobody reads are counted', () => {
  expect(countEvents(logFile(wholeRun))).toEqual({ written: 7, read: 7 });
  const left = logFile([['startEnable'], ['startPublish', 1], ...sectionWithRefill(0, 1, 101)]);
  expect(countEvents(left)).toEqual({ written: 1, read: 0 });
});
