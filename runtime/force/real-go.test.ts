import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { defaultGoroot, readFacts, splitPoints } from '../../facts/index.ts';
import { judgeLog } from '../judge/judge.ts';
import { LogReader } from '../log/reader.ts';
import { bugs, counterexampleOf } from './bugs.ts';
import { buildForced, designOfGo } from './reproduce.ts';
import { scheduleOf } from './schedule.ts';

const goroot = await defaultGoroot();
const splits =
  goroot === null || process.platform !== 'linux'
    ? []
    : splitPoints(await readFacts(goroot)).filter(({ insideWriter }) => insideWriter);
if (splits.length === 0)
  console.log(
    'skipped: forced schedules, which need Linux and a Go whose stack may grow between writer() and end()',
  );

const cwd = mkdtempSync(join(tmpdir(), 'nosplit-forced-'));
afterAll(() => {
  rmSync(cwd, { recursive: true });
});

test.skipIf(splits.length === 0)(
  'the real runtime loses a buffer as the counterexample says, and with the cure it cannot follow',
  { timeout: 600_000, tags: 'exhaustive' },
  async () => {
    const [lost] = bugs['A'] ?? [];
    const trace = lost === undefined ? null : await counterexampleOf(lost, await designOfGo('go', cwd));
    const schedule = scheduleOf(trace ?? { steps: [] });
    const path = join(cwd, 'run.log');

    const shipped = await buildForced('go', schedule, false, cwd);
    const followed = shipped?.run(path);
    shipped?.remove();
    expect(followed).toMatchObject({ outcome: 'followed', followed: schedule.length });
    const log = new LogReader(path);
    const verdict = judgeLog(log, log.header.design);
    log.close();
    expect(verdict).toMatchObject({ verdict: 'violated', rejection: { what: 'NoLostBuffer' } });

    const cured = await buildForced('go', schedule, true, cwd);
    const diverged = cured?.run(path);
    cured?.remove();
    // The nested section never comes: refill's stack does not grow.
    expect(diverged).toMatchObject({ outcome: 'diverged', followed: 4, got: 'refill', ended: 'exit 0' });
    const after = new LogReader(path);
    expect(judgeLog(after, after.header.design)).toMatchObject({ verdict: 'accepted' });
    after.close();
  },
);
