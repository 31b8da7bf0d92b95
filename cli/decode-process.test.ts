import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { batch, event, trace } from '../wire/testing/encode.ts';
import { repository } from './testing/world.ts';

// The built command as a process of its own: pipes, full disks and memory.
const bin = join(repository, 'dist/cli/bin.js');
const cwd = mkdtempSync(join(tmpdir(), 'nosplit-decode-process-'));
afterAll(() => {
  rmSync(cwd, { recursive: true });
});

const perBatch = 16_000;
const full = batch({ body: Array.from({ length: perBatch }, () => event('GoStart', 1, 2, 3)).flat() });
const large = Buffer.concat([trace(23), ...Array.from({ length: 400 }, () => Buffer.from(full))]);
const path = join(cwd, 'large.trace');
writeFileSync(path, large);

const shell = (script: string) =>
  spawnSync('sh', ['-c', script.replaceAll('nosplit', `"${process.execPath}" "${bin}"`)], {
    cwd,
    encoding: 'utf8',
  });

describe('decode', () => {
  test('reads a pipe and writes a pipe', () => {
    const { stdout, stderr } = shell('cat large.trace | nosplit decode /dev/stdin | wc -l');
    expect([stdout.trim(), stderr]).toEqual([String(400 * (perBatch + 1)), '']);
  });

  test('reads stdin by its short name, packed or not, and validate does', { tags: 'exhaustive' }, () => {
    const decoded = shell('cat large.trace | nosplit decode - | wc -l');
    expect([decoded.stdout.trim(), decoded.stderr]).toEqual([String(400 * (perBatch + 1)), '']);
    const packed = shell('gzip -c1 large.trace | nosplit decode - | head -1');
    expect([packed.stdout, packed.stderr]).toEqual([
      `EventBatch gen=1 m=77 time=1000 size=${4 * perBatch}\n`,
      '',
    ]);
    const judged = shell('cat large.trace | nosplit validate -');
    expect(judged.stdout).toMatch(/^violated: stdin: frequency-missing\n/);
    expect(judged.stdout).toContain('the trace is probably cut, and not damaged');
    for (const command of ['decode', 'validate'])
      expect(shell(`nosplit ${command} - < /dev/null`)).toMatchObject({
        ...{ status: 2, stdout: '', stderr: 'nosplit: stdin: byte 0: the file is empty\n' },
      });
  });

  test('ends quietly where its reader has seen enough', () => {
    const { stdout, stderr } = shell('nosplit decode large.trace | head -1');
    expect([stdout, stderr]).toEqual([`EventBatch gen=1 m=77 time=1000 size=${4 * perBatch}\n`, '']);
  });

  test.skipIf(!existsSync('/dev/full'))('tells a full disk in one line', () => {
    const { stderr, status } = shell('nosplit decode large.trace > /dev/full');
    expect(stderr).toMatch(/^nosplit: the output cannot be written \(ENOSPC: .*\)\n$/);
    expect(status).toBe(2);
  });

  test.skipIf(process.platform !== 'linux')(
    'takes no more memory the larger the trace, and waits for a slow reader',
    async () => {
      // 250 MB of lines, of which nobody reads more than the first.
      const child = spawn(process.execPath, [bin, 'decode', path], { stdio: ['ignore', 'pipe', 'inherit'] });
      await new Promise((resolve) => child.stdout.once('readable', resolve));
      await new Promise((resolve) => setTimeout(resolve, 500));
      const status = spawnSync('cat', [`/proc/${child.pid ?? 0}/status`], { encoding: 'utf8' }).stdout;
      const ended = new Promise((resolve) => child.once('close', resolve));
      child.stdout.resume();
      child.kill();
      await ended;
      const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
      expect(Number(kilobytes)).toBeGreaterThan(10_000);
      expect(Number(kilobytes)).toBeLessThan(160_000);
    },
  );
});
