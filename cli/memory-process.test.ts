import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rowsOf } from './testing/every-day.ts';
import { repository } from './testing/world.ts';

// The built command under limits that only a process has.
const bin = join(repository, 'dist/cli/bin.js');

/** Runs the command in a shell that first does `limit`. */
const under = (limit: string, ...words: readonly string[]) =>
  spawnSync('sh', ['-c', `${limit} && exec "$0" "$@"`, process.execPath, bin, ...words], {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });

const search = (n: number, workers: number): string[] => [
  ...['check', '--model', 'two-phase-commit', '--set', `n=${n}`, '--workers', String(workers)],
  ...['--memory', '64GiB', '--states', '500k', '--quiet'],
];

// Node and the command's thread need some 1.1 GB of addresses before a first state is searched.
const withLimits = existsSync('/proc/self/limits') ? describe : describe.skip;
withLimits.each(rowsOf([1_300_000, 1_600_000, 3_500_000], 0))('with ulimit -v %i', (kib) => {
  test.each(rowsOf([1, 2], 0))('a search of %i workers holds where it fits', (workers) => {
    const { status, stdout } = under(`ulimit -v ${kib}`, ...search(4, workers));
    expect(stdout).toContain('holds: two-phase-commit with n=4');
    expect(status).toBe(0);
  });

  test.each(rowsOf([1, 2], 1))(
    'a search of %i workers that does not fit is exhausted, and no crash',
    (workers) => {
      const { status, stdout, stderr } = under(`ulimit -v ${kib}`, ...search(12, workers));
      expect(stdout).toMatch(/^exhausted: .* stopped by the (memory|states) limit/);
      expect(stderr).toMatch(/nosplit: (ulimit -v|the machine) leaves \d+ MiB for states/);
      expect(status).toBe(3);
    },
  );
});

test('more workers than cores are capped, with a line', () => {
  const { status, stderr } = under('true', 'check', '--model', 'peterson', '--workers', '500', '--quiet');
  expect(stderr).toMatch(/^nosplit: --workers 500 is more than there are cores; /);
  expect(status).toBe(0);
});
