import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { twoPhaseCommit, usable } from './contests.ts';
import { measure, unmeasurable, usageIn } from './measure.ts';
import { tracerCounts } from '../peers/index.ts';

const bench = (...words: string[]) =>
  spawnSync(process.execPath, [fileURLToPath(new URL('../build/bench/main.js', import.meta.url)), ...words], {
    encoding: 'utf8',
  });

test.skipIf(unmeasurable() !== undefined)(
  'a row is measured in a process of its own and its counts hold',
  () => {
    const { stdout, stderr, status } = bench('--quick', '--only', 'tiny nosplit 1', '--format', 'json');
    expect(stderr).toMatch(/^round 1 of 1: tracer 1\.26-nosplit, tiny nosplit 1: \d+\.\d\d s\n$/);
    expect(status).toBe(0);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string });
    expect([...new Set(lines.map(({ kind }) => kind))]).toEqual(['environment', 'result', 'target']);
    expect(lines[1]).toMatchObject({
      tool: 'nosplit',
      workers: 1,
      runs: 1,
      ...tracerCounts('tiny', '1.26-nosplit'),
    });
  },
);

test.each([
  [['--runs', '0'], '--runs 0 is not a positive integer'],
  [['--format', 'xml'], '--format xml is neither text nor json'],
  [['--ony', 'tlc'], "Unknown option '--ony'"],
  [['--only', 'no such row'], 'no row contains no such row'],
])('%j is refused before anything runs', (words, message) => {
  const { stderr, status } = bench(...words);
  expect(stderr).toMatch(new RegExp(`^bench: ${message}.*\\n$`));
  expect(status).toBe(2);
});

test('a tool that is missing is skipped once, with how to get it; the others stay', () => {
  const contests = twoPhaseCommit(7).map((contest) => ({
    ...contest,
    missing: () => (contest.tool === 'tlc' ? 'no tla2tools.jar; get it' : undefined),
  }));
  const { ready, skipped } = usable(contests);
  expect([...skipped]).toEqual([['tlc', 'no tla2tools.jar; get it']]);
  expect(ready).toHaveLength(contests.length - 2);
});

test('a model without known counts is no row', () => {
  expect(() => twoPhaseCommit(6)).toThrow('no two-phase-commit with n=6');
  expect(() => tracerCounts('huge', '1.26-nosplit')).toThrow('no counts of design 1.26-nosplit in huge');
});

test('user and system time are added, and KiB become bytes', () => {
  expect(usageIn('1.50 2.25 0.25 1000\n')).toEqual({
    wallSeconds: 1.5,
    cpuSeconds: 2.5,
    peakBytes: 1_024_000,
  });
  expect(() => usageIn('Command exited')).toThrow('not four numbers');
});

test.skipIf(unmeasurable() !== undefined)('a search that fails is an error with what it printed', () => {
  const words = ['-e', 'console.log("no good"); process.exit(3)'];
  expect(() => measure({ command: process.execPath, words, cwd: tmpdir() })).toThrow(
    /ended with 3:\nno good/,
  );
});
