import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import { boundsNamed } from '../../model/index.ts';
import { classOf, eventsOf, noM, readTrace, validate } from '../../wire/index.ts';
import { judgeLog } from '../judge/judge.ts';
import { writtenEvents } from '../log/by-generation.ts';
import { LogReader } from '../log/reader.ts';
import { forceableGo, goWithOldProcs } from '../testing/forceable.ts';
import { counterexampleOf, realRun } from './bugs.ts';
import { bugs } from './known-bugs.ts';
import { buildForced, programsOfGo } from './reproduce.ts';
import { wholeSystem } from './real-system.ts';
import { canBeForced, scheduleOf } from './schedule.ts';
import type { ScheduledStep } from './step.ts';

const goroot = await forceableGo('forced schedules');
const old = await goWithOldProcs('a forced schedule of Ps');

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The events of Ms, by generation. */
function readEvents(path: string): Map<number, number> {
  const counts = new Map<number, number>();
  for (const item of readTrace(readFileSync(path)).items)
    if (item.kind === 'batch' && item.m !== noM && classOf(item) === 'timed')
      counts.set(item.gen, (counts.get(item.gen) ?? 0) + [...eventsOf(item)].length);
  return counts;
}

const cwd = mkdtempSync(join(tmpdir(), 'nosplit-forced-'));
afterAll(() => {
  rmSync(cwd, { recursive: true });
});

test.skipIf(goroot === null)(
  'the real runtime loses a buffer as the counterexample says, and with the cure it cannot follow',
  { timeout: 600_000, tags: 'exhaustive' },
  async () => {
    const [lost] = bugs['A'] ?? [];
    const run = lost === undefined ? null : await counterexampleOf(lost, programsOfGo('go', cwd));
    if (run === null) throw new Error('the tree loses no buffer');
    const schedule = scheduleOf(run);
    const path = join(cwd, 'run.log');

    const shipped = await buildForced('go', schedule, 'as it is', cwd);
    const tracePath = join(cwd, 'run.trace');
    const followed = shipped?.run(path, tracePath);
    shipped?.remove();
    expect(followed).toMatchObject({ outcome: 'followed', followed: schedule.length });
    const log = new LogReader(path);
    const verdict = judgeLog(log, shipped?.judgedBy ?? log.header.design);
    log.close();
    expect(verdict).toMatchObject({ verdict: 'violated', rejection: { what: 'NoLostBuffer' } });

    // The trace may be valid all the same: it depends on what was in the buffer.
    const written = sum([...writtenEvents(path).byGeneration.values()]);
    expect(sum([...readEvents(tracePath).values()])).toBeLessThan(written);

    const cured = await buildForced('go', schedule, 'cured', cwd);
    const diverged = cured?.run(path, tracePath);
    cured?.remove();
    // The nested section never comes: refill's stack does not grow.
    expect(diverged).toMatchObject({ outcome: 'diverged', followed: 4, got: 'refill', ended: 'exit 0' });
    const after = new LogReader(path);
    expect(judgeLog(after, cured?.judgedBy ?? after.header.design)).toMatchObject({ verdict: 'accepted' });
    after.close();
    expect(readEvents(tracePath)).toEqual(writtenEvents(path).byGeneration);
  },
);

/** The outcomes of several runs of the tree as it is. */
async function outcomes(schedule: readonly ScheduledStep[], runs: number): Promise<readonly unknown[]> {
  const program = await buildForced('go', schedule, 'as it is', cwd);
  const all = Array.from({ length: runs }, () => program?.run(join(cwd, 'run.log')));
  program?.remove();
  return all.map((run) => [run?.outcome, run?.followed]);
}

/** The schedule of the tree at tiny: of its shortest counterexample, or else of the shortest without the steps in the way. */
async function atTiny(property: string): Promise<readonly ScheduledStep[]> {
  const bounds = boundsNamed('tiny');
  const of = { programs: await programsOfGo('go', cwd)('core'), bounds, granularity: 'coarse' } as const;
  const { violations } = await check(wholeSystem(of), { properties: [property] });
  const trace = violations[0]?.trace;
  if (trace == null) throw new Error(`${property} holds`);
  const shortest = { ...of, trace };
  const real = canBeForced(shortest) ? shortest : await realRun(of, property);
  if (real === null) throw new Error(`${property} cannot be forced`);
  return scheduleOf(real);
}

test.skipIf(goroot === null)(
  'a section finds its buffer full before a stop, and none is waited for while an advance is yet to store',
  { timeout: 600_000, tags: 'exhaustive' },
  async () => {
    const schedule = await atTiny('NoBufferQueuedTwice');
    expect(await outcomes(schedule, 3)).toEqual(Array(3).fill(['followed', schedule.length]));
    // A whole section after an advance, whose buffer may be there or not.
    const stop = schedule.filter(({ kind }) => kind === 'stopGen');
    const end = schedule.findIndex(({ kind }) => kind === 'release');
    const section = schedule.slice(0, end + 1).filter(({ kind }) => kind !== 'noRoom' && kind !== 'refill');
    const late = [
      ...stop.map((step) => ({ ...step, kind: 'advanceGen' as const })),
      ...section.map((step) => ({ ...step, section: 1 })),
    ];
    expect(await outcomes(late, 1)).toEqual([['followed', 7]]);
  },
);

test.skipIf(old === null)(
  'a growth may have a further section without an end, because that finds tracing off',
  { timeout: 600_000, tags: 'exhaustive' },
  async () => {
    const real = await atTiny('ReenteredZeroOutside');
    expect(await outcomes(real, 5)).toEqual(Array(5).fill(['followed', real.length]));
  },
);

test.skipIf(old === null)(
  'a P dies between two traces of the real runtime, and the second one is refused; with the cure a stop sees to it first',
  { timeout: 600_000, tags: 'exhaustive' },
  async () => {
    const [dead] = bugs['F13'] ?? [];
    const found = dead === undefined ? null : await counterexampleOf(dead, programsOfGo('go', cwd));
    if (found === null) throw new Error('no P dies between two traces');
    const schedule = scheduleOf(found);
    const [path, tracePath] = [join(cwd, 'procs.log'), join(cwd, 'procs.trace')];
    const runs = async (runtime: 'as it is' | 'cured'): Promise<readonly unknown[]> => {
      const program = await buildForced('go', schedule, runtime, cwd);
      const run = program?.run(path, tracePath);
      program?.remove();
      const log = new LogReader(path);
      const { verdict } = judgeLog(log, program?.judgedBy ?? log.header.design);
      log.close();
      const { violation } = validate(readFileSync(tracePath));
      return [run?.outcome, run?.ended, run?.got, verdict, violation?.rule];
    };
    expect(await runs('as it is')).toEqual(['followed', 'exit 0', null, 'accepted', 'cannot-advance']);
    expect(await runs('cured')).toEqual(['diverged', 'exit 0', 'forEachP', 'accepted', undefined]);
  },
);
