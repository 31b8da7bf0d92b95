import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { classOf, eventsOf, noM, readTrace, validate } from '../../wire/index.ts';
import { judgeLog } from '../judge/judge.ts';
import { writtenEvents } from '../log/by-generation.ts';
import { LogReader } from '../log/reader.ts';
import { forceableGo, goWithOldProcs } from '../testing/forceable.ts';
import { counterexampleOf } from './bugs.ts';
import { bugs } from './known-bugs.ts';
import { buildForced, programsOfGo } from './reproduce.ts';
import { scheduleOf } from './schedule.ts';

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
