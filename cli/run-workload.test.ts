import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readTrace } from '../wire/index.ts';
import { nosplit } from './testing/world.ts';

const cwd = mkdtempSync(join(tmpdir(), 'nosplit-'));
afterAll(() => {
  rmSync(cwd, { recursive: true });
});
const run = (...words: string[]) => nosplit(['run', ...words], { cwd });
const short = ['--rounds', '8', '--generations', '3'];

describe('nosplit run', () => {
  test('runs each workload, and finds its trace valid', async () => {
    const { stdout, exit } = await run(...short, '--check', '--design', '1.26-nosplit');
    expect(exit).toBe(0);
    for (const name of ['fork-join', 'pipeline', 'syscalls', 'gc', 'annotations', 'storm']) {
      expect(stdout).toMatch(new RegExp(`^${name} .* 3 .* valid$`, 'm'));
    }
    expect(stdout).not.toContain('In design');
  });

  test('writes the trace to a file, and the same seed the same one', async () => {
    for (const name of ['a', 'b'])
      await run('annotations', ...short, '--seed', '5', '--out', `${name}.trace`);
    await run('annotations', ...short, '--seed', '6', '--out', 'c.trace');
    const [a, b, c] = ['a', 'b', 'c'].map((name) => readFileSync(join(cwd, `${name}.trace`)));
    expect(a).toEqual(b);
    expect(a).not.toEqual(c);
    const batches = [...readTrace(a ?? Buffer.of()).items].filter(({ kind }) => kind === 'batch');
    expect(new Set(batches.map((batch) => ('gen' in batch ? batch.gen : 0)))).toEqual(new Set([1, 2, 3]));
  });

  test('writes the trace to stdout and the summary to stderr', async () => {
    const { stdout, stderr, exit } = await run('pipeline', ...short, '--out', '-');
    expect(stdout.startsWith('go 1.23 trace')).toBe(true);
    expect(stderr).toMatch(/^design seed, seed 1\n/);
    expect(exit).toBe(0);
  });

  test('does not write the trace onto a terminal', async () => {
    const { screen, exit } = await nosplit(['run', 'pipeline', ...short, '--out', '-'], { cwd, isTTY: true });
    expect(screen).toBe(
      'nosplit: an execution trace is no text; give --out FILE, or send stdout into a file\n',
    );
    expect(exit).toBe(2);
  });

  test('prints JSON, in which a growth inside a section is counted', async () => {
    const { stdout } = await run('storm', ...short, '--check', '--format', 'json');
    const [found] = (JSON.parse(stdout) as { runs: Record<string, unknown>[] }).runs;
    expect(found).toMatchObject({ workload: 'storm', design: 'seed', seed: 1, failure: '', valid: true });
    expect(found?.['growthsInSections']).toBeGreaterThan(0);
  });

  test('says what a growth does to the traces of a design', async () => {
    const { stdout } = await run('storm', ...short, '--design', '1.26');
    expect(stdout).toContain('In design 1.26 traceWriter.refill can grow the stack');
  });

  test('a release that is like an older one has the same bytes under its own name', async () => {
    const of = async (name: string): Promise<unknown> => {
      const { stdout } = await run('storm', ...short, '--design', name, '--check', '--format', 'json');
      const { runs } = JSON.parse(stdout) as { runs: readonly object[] };
      return runs.map((one) => ({ ...one, elapsedMs: 0, eventsPerSecond: 0 }));
    };
    expect(await of('1.27')).toEqual([expect.objectContaining({ design: '1.27' })]);
    expect(await of('1.27')).toEqual(
      ((await of('1.26')) as object[]).map((one) => ({ ...one, design: '1.27' })),
    );
  });

  test.each([
    [
      ['pipelin'],
      "no workload is called 'pipelin' (did you mean pipeline?); choose one of fork-join, pipeline",
    ],
    [['--design', '1.28'], '--design 1.28: no such design (did you mean 1.23?); there are 1.23, seed'],
    [['--rounds', '-1'], "--rounds '-1' is no whole number from 1 to 4294967295; give one, as in --rounds 7"],
    [['--out', 'x'], '--out takes the trace of one run; name a workload'],
    [
      ['gc', '--out', 'no/such/folder'],
      '--out no/such/folder cannot be written (no such file or directory); choose another file',
    ],
  ])('refuses %j', async (words, message) => {
    const { stdout, stderr, exit } = await run(...words);
    expect([stdout, exit]).toEqual(['', 2]);
    expect(stderr).toContain(message);
  });
});
