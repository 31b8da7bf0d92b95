import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readTrace } from '../../wire/index.ts';

const hasGo = spawnSync('go', ['version']).status === 0;
if (!hasGo) console.log('skipped: no go command, so that the program of short generations is not built');

/** More than the four that a tracer begins by itself in as many seconds; on a quiet machine there are hundreds. */
const generationsMin = 12;

/** A copy of the program, with a go.mod. */
function copied(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nosplit-short-'));
  for (const name of ['main.go', 'gomaxprocs.go', 'syscalls.go'])
    copyFileSync(new URL(`short-generations/${name}`, import.meta.url), join(folder, name));
  writeFileSync(join(folder, 'go.mod'), 'module short\n\ngo 1.22\n');
  return folder;
}

test.skipIf(!hasGo)('the program is formatted', () => {
  const folder = copied();
  try {
    const { status, stdout, stderr } = spawnSync('go', ['fmt', '.'], { cwd: folder, encoding: 'utf8' });
    expect([status, stdout, stderr]).toEqual([0, '', '']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.skipIf(!hasGo)('each workload writes a trace of many short generations', { tags: 'exhaustive' }, () => {
  const folder = copied();
  try {
    const run = (command: string, ...words: readonly string[]): void => {
      const env = { ...process.env, GOFLAGS: '', GOWORK: 'off' };
      const { status, stderr } = spawnSync(command, words, { cwd: folder, env, encoding: 'utf8' });
      expect(status, stderr).toBe(0);
    };
    run('go', 'build', '-ldflags=-checklinkname=0', '-o', 'short', '.');
    for (const workload of ['gomaxprocs', 'syscalls']) {
      run(join(folder, 'short'), workload, 'out.trace');
      const { items } = readTrace(readFileSync(join(folder, 'out.trace')));
      const gens = new Set<number>();
      for (const item of items) if (item.kind === 'batch') gens.add(item.gen);
      expect(gens.size, workload).toBeGreaterThan(generationsMin);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
