import { describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import { designNamed } from '../../model/index.ts';
import { codeOf, recordKinds } from '../log/records.ts';
import { hooksFile } from '../overlay/hooks.ts';
import { recordRules } from '../overlay/rules.ts';
import { counterexampleOf, keptPrograms } from './bugs.ts';
import { bugs } from './known-bugs.ts';
import { operationsOf } from './operations.ts';
import { programFiles } from './program.ts';
import { wholeSystem } from './real-system.ts';
import { procRules } from './rules-of-procs.ts';
import { scheduleOf } from './schedule.ts';
import { codeOfStep, constantOf, procKinds } from './step.ts';
import type { ScheduledStep } from './step.ts';
import { turnsFile } from './turns.ts';
import { withTurns } from './waits.ts';
import type { FoundRun } from './with-reader.ts';

const design = designNamed('1.25');

async function scheduleFor(bug: string, index = 0): Promise<ScheduledStep[]> {
  return scheduleOf(await runFor(bug, index));
}

async function runFor(bug: string, index = 0): Promise<FoundRun> {
  const one = bugs[bug]?.[index];
  const run = one === undefined ? null : await counterexampleOf(one, keptPrograms('1.25'));
  if (run === null) throw new Error('the property holds');
  return run;
}

const shown = (schedule: readonly ScheduledStep[]): string[] =>
  schedule.map(({ role, kind }) => `${typeof role === 'number' ? `M${role}` : role} ${kind}`);

const section = (m: string): string[] =>
  ['acquireFlag', 'acquireGen', 'release'].map((kind) => `${m} ${kind}`);

const advances = (...kinds: readonly string[]): string[] => kinds.map((kind) => `advancer ${kind}`);

const schedules = {
  F10: await scheduleFor('F10'),
  'F10 again': await scheduleFor('F10', 1),
  F11: await scheduleFor('F11'),
  F13: await scheduleFor('F13'),
};

test('a P dies between the two steps of an advance about Ps, and comes alive in the next generation', () => {
  expect(shown(schedules.F10)).toEqual([
    ...['M0 acquireP', ...section('M0'), 'M0 releaseP', ...section('M0'), 'M0 idleP'],
    // M1 is whichever thread gets the P later, so that no flag of it is looked at here.
    ...advances('advanceGen', 'snapshot', 'flagSeen', 'flushedGen', 'readyDeadPs'),
    'GOMAXPROCS resizePs',
    ...advances('forEachP', 'advanceGen'),
    ...['GOMAXPROCS resizePs', 'M1 acquireP', 'M1 acquireFlag', 'M1 acquireGen'],
  ]);
});

test('a P is looked at in one system call, and stolen from the next one', () => {
  const { F11 } = schedules;
  expect(shown(F11)).toEqual([
    ...['M0 acquireP', ...section('M0'), 'M0 enterSyscall', ...section('M0'), 'M0 leaveP'],
    ...['M1 retake', 'M1 acquireFlag', 'M1 acquireGen', 'advancer advanceGen'],
    ...['M0 exitSyscall', 'M0 acquireFlag', 'M0 acquireGen', 'M0 regainP', 'M0 release', ...section('M0')],
    ...['M0 enterSyscall', ...section('M0'), 'M0 leaveP', 'M1 stealP'],
  ]);
  // The advance is called while the thief, which needs no P, is in its section or about to be.
  const [advance] = operationsOf(F11);
  expect(shown(F11)[advance?.start ?? 0]).toBe('M1 acquireFlag');
});

test('a P is given away while tracing is off, dies, and comes alive in a second trace', () => {
  const { F13 } = schedules;
  expect(operationsOf(F13).map(({ does }) => does)).toEqual(['stop', 'start', 'advance']);
  const kinds = F13.map(({ kind }) => kind);
  for (const [first, second] of [
    ['acquireP', 'stopGen'],
    ['stopEnabled', 'acquireOff'],
    ['releaseP', 'acquireOff'],
    ['idleP', 'resizePs'],
    ['readyDeadPs', 'resizePs'],
    ['resizePs', 'startEnable'],
    ['startPublish', 'advanceGen'],
  ] as const)
    expect(kinds.indexOf(first), `${first}, ${second}`).toBeLessThan(kinds.indexOf(second));
  expect(programFiles(F13)['main.go']).toMatch(
    /\{trace\.Stop, \d+\}, \{startLast, \d+\}, \{nosplitAdvance, \d+\}/,
  );
});

describe('every step has a place to wait, and a number of its own', () => {
  for (const [name, schedule] of Object.entries(schedules))
    test(name, () => {
      const waits =
        withTurns(recordRules, procRules(design))
          .flatMap(({ before = [], after = [], instead = [] }) => [...before, ...after, ...instead])
          .join('\n') + hooksFile('seqlock', '', turnsFile(true));
      for (const { kind } of schedule) {
        // Those that others do have none: nobody else moves while the world is stopped, or before there is a trace.
        if (['resizePs', 'startEnable', 'startPublish', 'flagSeen'].includes(kind)) continue;
        const waiting = `nosplitTurn(?:Of|OfP|OfAdvance)?\\(${constantOf(kind)}\\b`;
        const bound = { acquireP: 'nosplitTakesP\\(pp\\)', retake: 'nosplitLooksAt\\(pp\\)' } as const;
        expect(waits, kind).toMatch(
          new RegExp(kind === 'acquireP' || kind === 'retake' ? bound[kind] : waiting),
        );
      }
    });
  test('numbers', () => {
    const all = [...recordKinds.map(codeOf), ...procKinds.map(codeOfStep)];
    expect(new Set(all).size).toBe(all.length);
    expect(Math.max(...all)).toBeLessThan(256);
  });
});

test('a schedule has one P, and GOMAXPROCS takes it from nobody', async () => {
  const { trace, ...of } = await runFor('F13');
  const steps = trace.steps.map((step) => ({ ...step, action: step.action.replace(' P1 ', ' P2 ') }));
  expect(() => scheduleOf({ ...of, trace: { ...trace, steps } })).toThrow(
    /^step 3, own:6 P2 or releasep: the tree has no such step/,
  );
  // The shortest of all has an M whose P is taken from it.
  const { violations } = await check(wholeSystem(of), { properties: ['SequenceContiguous'] });
  const shortest = violations[0]?.trace ?? trace;
  expect(shortest.steps.length).toBeLessThan(trace.steps.length);
  expect(() => scheduleOf({ ...of, trace: shortest })).toThrow(/GOMAXPROCS takes the P of an M that has it/);
});

test('Go 1.26 has none of them', { tags: 'exhaustive' }, async () => {
  for (const bug of ['F10', 'F11'])
    for (const one of bugs[bug] ?? []) expect(await counterexampleOf(one, keptPrograms('1.26'))).toBe(null);
});
