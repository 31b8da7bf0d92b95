import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nosplit, repository } from './testing/world.ts';

const cwd = mkdtempSync(join(tmpdir(), 'nosplit-long-'));
beforeAll(() => {
  writeFileSync(join(cwd, 'package.json'), '{ "type": "module" }');
  mkdirSync(join(cwd, 'node_modules'));
  symlinkSync(repository, join(cwd, 'node_modules/nosplit'), 'dir');
  writeFileSync(join(cwd, 'long.mjs'), model);
});
afterAll(() => {
  rmSync(cwd, { recursive: true });
});

const model = `
import { int, over, record } from 'nosplit/checker';
const { action, always, system } = over(record({ n: int(0, 2000000), odd: int(0, 1) }));
export default ({ n = 1 }) => system({
  name: 'long',
  initial: [{ n: 0, odd: 0 }],
  actions: {
    Odd: action({ guard: { room: (s) => s.n < n, even: (s) => s.odd === 0 }, effect: (x) => { x.n++; x.odd = 1; }, process: () => 'odd' }),
    Even: action({ guard: { room: (s) => s.n < n, odd: (s) => s.odd === 1 }, effect: (x) => { x.n++; x.odd = 0; }, process: () => 'even' }),
  },
  properties: { Short: always({ holds: (s) => s.n < n }) },
});
`;

/** Checks, saves and replays a counterexample of so many steps; returns what the replay prints and its user CPU time in seconds. */
async function replayed(
  n: number,
): Promise<{ readonly lines: readonly string[]; readonly seconds: number; readonly id: string }> {
  const words = ['--model', 'long.mjs', '--set', `n=${n}`];
  const checked = await nosplit(['check', ...words, '--format', 'json', '--out', 'long.json'], { cwd });
  expect([checked.exit, checked.stderr]).toEqual([1, '']);
  const started = process.cpuUsage();
  const { exit, stdout, stderr } = await nosplit(['replay', 'long.json', '--model', 'long.mjs'], { cwd });
  const { user } = process.cpuUsage(started);
  expect([exit, stderr]).toEqual([0, '']);
  const text = await nosplit(['check', ...words], { cwd });
  const [, id = ''] = /^replay: +nosplit replay (\S+) /m.exec(text.stdout) ?? [];
  return { lines: stdout.trimEnd().split('\n'), seconds: user / 1e6, id };
}

describe('a long counterexample', () => {
  test('is printed without its middle, whole with --all-steps, and replayed by its short id', async () => {
    const { lines, id } = await replayed(20_000);
    expect(lines).toHaveLength(2 + 100 + 1 + 100);
    expect(lines[0]).toBe('long with n=20000: 20,000 steps to a violation of Short, replayed');
    expect(lines[101]).toMatch(/^ +100 {2}│ +Even {2}n 99 → 100, odd 1 → 0$/);
    expect(lines[102]).toMatch(/^ +… 19,800 steps left out; nosplit replay --all-steps prints them$/);
    expect(lines[103]).toMatch(/^ +19901 {2}Odd/);
    expect(id).toMatch(/^[0-9a-f]{8}-20000-_[0-9a-z]{2,12}$/);
    const words = [id, '--model', 'long.mjs', '--set', 'n=20000'];
    expect((await nosplit(['replay', ...words], { cwd })).stdout.split('\n').slice(1, 204)).toEqual(
      lines.slice(1).concat(''),
    );
    const all = await nosplit(['replay', ...words, '--all-steps'], { cwd });
    expect(all.stdout.trimEnd().split('\n')).toHaveLength(2 + 20_000);
    expect((await nosplit(['replay', ...words, '--at', '12345'], { cwd })).stdout).toBe('n 12345\nodd 1\n');
    expect((await nosplit(['why', 'Even', ...words, '--at', '12345'], { cwd })).stdout).toContain(
      'Even is enabled',
    );
  });

  test('of 1,000 steps is printed whole', async () => {
    expect((await replayed(1000)).lines).toHaveLength(2 + 1000);
    expect((await replayed(1001)).lines).toHaveLength(2 + 201);
  });

  // A limit in seconds would say more about the machine.
  test(
    'of a million steps takes at most fifteen times what one of 100,000 takes',
    { tags: ['exhaustive'] },
    async () => {
      const { seconds: tenth } = await replayed(100_000);
      const { seconds } = await replayed(1_000_000);
      expect(seconds / tenth).toBeLessThan(15);
    },
  );
});
