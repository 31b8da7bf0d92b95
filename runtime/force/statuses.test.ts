import { expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import { boundsNamed, partOf, programsOfRelease } from '../../model/index.ts';
import { realRun } from './bugs.ts';
import { operationsOf } from './operations.ts';
import { programFiles } from './program.ts';
import { otherCalls, tracedBefore } from './reasons.ts';
import { wholeSystem } from './real-system.ts';
import type { ProgramsOfRun } from './run.ts';
import { scheduleOf } from './schedule.ts';
import type { ScheduledStep } from './step.ts';

function programsAt(config: string): ProgramsOfRun {
  const bounds = boundsNamed(config);
  const kept = programsOfRelease('1.25', partOf(bounds));
  if (kept === undefined) throw new Error('there are no such programs');
  return { programs: kept.programs, bounds, granularity: 'coarse' };
}

async function realSchedule(config: string, property: string): Promise<ScheduledStep[]> {
  const run = await realRun(programsAt(config), property);
  if (run === null) throw new Error(`${property} holds`);
  return scheduleOf(run);
}

const shown = (schedule: readonly ScheduledStep[]): string[] =>
  schedule.map(
    ({ role, kind, nested, grows, call }) =>
      `${role} ${nested ? '›' : ''}${kind}${call === undefined ? '' : ` of ${call}`}${grows ? ', grows' : ''}`,
  );

const section = (call: string): string[] => [`0 acquireFlag of ${call}`, '0 acquireGen', '0 release'];
const flushes = ['snapshot', 'flagSeen', 'flushedGen'].map((kind) => `advancer ${kind}`);

test('a goroutine ends, and its stack grows meanwhile in the next generation, in which it then has a status', async () => {
  const schedule = await realSchedule('statuses-restart', 'EveryLiveHasStatus');
  expect(shown(schedule)).toEqual([
    ...section('log'),
    ...['0 acquireFlag of end', '0 acquireGen, grows', 'advancer advanceGen', 'advancer snapshot'],
    ...['0 ›acquireNested', '0 ›releaseNested', '0 ›acquireNested', '0 ›releaseNested', '0 release'],
    ...flushes.slice(1),
    ...['advancer advanceGen', ...flushes],
    ...['advancer stopGen', 'advancer stopEnabled', ...flushes],
  ]);
  // The advance is called once the first section is over, and before the last.
  expect(operationsOf(schedule)[0]).toEqual({ does: 'advance', first: 5, start: 3 });
  expect(programFiles(schedule)['main.go']).toContain('\t0: {"log", "end"},\n');
});

test('the shortest has a goroutine without a status where an advance comes, which no real one does', async () => {
  const of = programsAt('statuses-tiny');
  const { violations } = await check(wholeSystem(of), { properties: ['OneGenerationPerOuterSection'] });
  const trace = violations[0]?.trace;
  if (trace == null) throw new Error('the property holds');
  expect(() => scheduleOf({ ...of, trace })).toThrow(tracedBefore);
  const real = await realRun(of, 'OneGenerationPerOuterSection');
  expect(real?.trace.steps.length ?? 0).toBeGreaterThan(trace.steps.length);
  expect(shown(await realSchedule('statuses-tiny', 'OneGenerationPerOuterSection'))).toEqual([
    ...section('log'),
    ...['0 acquireFlag of end', '0 acquireGen, grows', 'advancer advanceGen', '0 ›acquireNested'],
  ]);
});

test('what the program has no goroutine for is refused', async () => {
  const of = programsAt('statuses-tiny');
  const run = await realRun(of, 'OneGenerationPerOuterSection');
  if (run === null) throw new Error('the property holds');
  const steps = run.trace.steps.map((step) => ({ ...step, action: step.action.replace(' end', ' park') }));
  expect(() => scheduleOf({ ...run, trace: { ...run.trace, steps } })).toThrow(otherCalls);
});
