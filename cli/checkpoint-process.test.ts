import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runs } from '../checker/testing/runs.ts';
import { isEveryDay } from './testing/every-day.ts';
import { nosplit, repository } from './testing/world.ts';

// The built command, killed as only a process can be.
const bin = join(repository, 'dist/cli/bin.js');
const folder = mkdtempSync(join(tmpdir(), 'nosplit-killed-'));
const file = join(folder, 'search');
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

/** Runs the command, and after so many milliseconds sends it a signal. */
function run(words: readonly string[], kill?: { ms: number; by: NodeJS.Signals }): Promise<Ended> {
  return new Promise((resolve) => {
    const started = performance.now();
    const child = spawn(process.execPath, [bin, ...words], { env: { ...process.env, NO_COLOR: '1' } });
    const timer =
      kill === undefined
        ? undefined
        : setTimeout(() => {
            child.kill(kill.by);
          }, kill.ms);
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, stdout, stderr, ms: performance.now() - started });
    });
  });
}

/** The same numbers for the same seed. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const model = (workers: number): string[] => [
  ...[
    'check',
    '--model',
    'two-phase-commit',
    '--set',
    isEveryDay ? 'n=6' : 'n=7',
    '--set',
    'broken=true',
    '--continue',
  ],
  ...['--workers', String(workers), '--quiet', '--format', 'json'],
];
const keeping = ['--every', '1ms'];

/** The report without times, and without what depends on the number of workers. */
function report(stdout: string): unknown {
  const told = JSON.parse(stdout) as Record<string, unknown>;
  const left = ['date', 'elapsedMs', 'statesPerSecond', 'bytesPerState', 'workers', 'reproduce'];
  return { ...told, ...Object.fromEntries(left.map((name) => [name, null])) };
}

const kills = runs({ ofEveryDay: 2, all: 20 });
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);

describe(`killed at random moments, seed ${String(seed)}`, () => {
  test(`${String(kills)} times, a search that is resumed has the report of one that was never stopped`, async () => {
    const whole = await run(model(1));
    expect(whole.code, whole.stderr).toBe(1);
    const next = random(seed);
    let killed = 0;
    for (let count = 0; count < kills; count++) {
      const workers = (): number => (next() < 0.5 ? 1 : 2);
      rmSync(file, { force: true });
      // Each is killed once more while it goes on, now and then, and then let run.
      let ended = await run([...model(workers()), '--checkpoint', file, ...keeping], {
        ms: next() * whole.ms,
        by: 'SIGKILL',
      });
      for (let again = 0; ended.signal === 'SIGKILL'; again++) {
        killed++;
        const begun = existsSync(file) ? ['--resume', file] : ['--checkpoint', file];
        ended = await run(
          [...model(workers()), ...begun, ...keeping],
          again === 0 && next() < 0.5 ? { ms: next() * whole.ms, by: 'SIGKILL' } : undefined,
        );
      }
      expect(ended.code, `kill ${String(count)}: ${ended.stderr}`).toBe(1);
      expect(report(ended.stdout), `kill ${String(count)}`).toEqual(report(whole.stdout));
      expect(existsSync(file)).toBe(false);
    }
    expect(killed).toBeGreaterThan(0);
  });
});

test('SIGTERM leaves a checkpoint, from which a search goes on', { tags: 'exhaustive' }, async () => {
  const words = ['check', '--model', 'two-phase-commit', '--set', 'n=8', '--quiet'];
  rmSync(file, { force: true });
  const child = run([...words, '--checkpoint', file], { ms: 3000, by: 'SIGTERM' });
  const stopped = await child;
  if (stopped.code === 0) return;
  expect(stopped.stdout).toMatch(/^exhausted: two-phase-commit with n=8: interrupted before the end/);
  expect(stopped.code).toBe(130);
  const resumed = await run([...words, '--resume', file]);
  expect(resumed.stdout).toBe(
    'holds: two-phase-commit with n=8: all 4 properties, in every reachable state\n',
  );
  expect(resumed.code).toBe(0);
});

test('a checkpoint of another search is refused with exit code 2, and is not touched', async () => {
  const words = ['check', '--model', 'two-phase-commit', '--quiet'];
  rmSync(file, { force: true });
  expect((await nosplit([...words, '--checkpoint', file, '--states', '10'])).exit).toBe(3);
  for (const other of [
    ['--resume', file, '--continue'],
    ['--checkpoint', file],
  ]) {
    const { exit, stdout, stderr } = await nosplit([...words, ...other]);
    expect([exit, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^nosplit: two-phase-commit: the checkpoint [^\n]*\n$/);
  }
  expect((await nosplit([...words, '--resume', file])).exit).toBe(0);
});

test.each(['--checkpoint', '--resume'])('%s with a folder says so', async (option) => {
  const { exit, stdout, stderr } = await nosplit(['check', '--model', 'mutex', option, tmpdir()]);
  expect([exit, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^nosplit: the checkpoint [^\n]* is a folder; give the name of a file in it\n$/);
});
