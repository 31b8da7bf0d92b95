import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { growsAtRefill, logFile, wholeRun } from '../../runtime/testing/make-log.ts';
import { nosplit } from '../testing/world.ts';

const cwd = mkdtempSync(join(tmpdir(), 'nosplit-explore-log-'));
afterAll(() => {
  rmSync(cwd, { recursive: true });
});

const explore = (words: readonly string[], stdin = '') =>
  nosplit(['explore', '--tty', ...words], { cwd, columns: 80, stdin: [Buffer.from(stdin)] });

test('a rejected log is opened where it is rejected, with what the design would allow, and the run can be opened again', async () => {
  const log = logFile(growsAtRefill);
  const words = ['--log', log, '--design', '1.26-nosplit'];
  const { exit, stdout } = await explore(words, 'why StackGrowth m=0\n');
  expect(exit).toBe(0);
  const text = stdout.replaceAll('\n', ' ');
  expect(text).toContain('rejected by 1.26-nosplit at record 15, acquireNested: StackGrowth (M0),');
  expect(stdout).toContain('step 20 of 20: M0 traceWriter.event:74 event no room');
  expect(stdout).toMatch(/\n +\d+ +M0 traceWriter\.refill:156/);
  expect(stdout).toMatch(/✗ prologueIsSplit +m\[0\]\.own\.at = \d+ step 20: M0 traceWriter\.event:74/);
  const id = /again: nosplit explore --tty (\S+) --log/.exec(stdout)?.[1] ?? '';
  const again = await explore([id, ...words]);
  expect([again.exit, again.stderr]).toEqual([0, '']);
  expect(again.stdout).toContain('step 20 of 20');
  // The design that has the split prologue takes the step.
  expect((await explore(['--log', log])).stdout).toContain('accepted by 1.26 after 16 records');
});

test('validate says how', async () => {
  const log = logFile(growsAtRefill);
  const { stdout } = await nosplit(['validate', '--log', log, '-d', '1.26-nosplit'], { cwd, columns: 200 });
  expect(stdout).toContain(`\nexplore: nosplit explore --log ${log} --design 1.26-nosplit\n`);
  const accepted = await nosplit(['validate', '--log', logFile(wholeRun)], { cwd, columns: 200 });
  expect(accepted.stdout).not.toContain('explore');
});

test('what is no log, and words that do not go with one, are one line and exit code 2', async () => {
  writeFileSync(join(cwd, 'other'), 'go 1.26 trace');
  const log = logFile(wholeRun);
  for (const [words, line] of [
    [['--log', 'none'], /^nosplit: none cannot be read \(no such file or directory\)/],
    [['--log', 'other'], /^nosplit: other: this is no log of nosplit record/],
    [['--log', log, '--design', '1.99'], /^nosplit: --design 1\.99: no such design/],
    [['--log', log, '--mutant', 'split-end'], /^nosplit: --mutant does not go with --log/],
    [['--log', log, '--go', '/x'], /^nosplit: .*\/x/],
    [['--log', log, '--go', '/x', '--design', '1.26'], /^nosplit: --design and --go both say/],
    [['tiny', '--log', log], /^nosplit: tiny is no id of a run/],
  ] as const) {
    const { exit, stdout, stderr } = await explore(words);
    expect([exit, stdout], stderr).toEqual([2, '']);
    expect(stderr).toMatch(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  }
});
