import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { nosplit } from '../testing/world.ts';

const cwd = mkdtempSync(join(tmpdir(), 'nosplit-export-'));
afterAll(() => {
  rmSync(cwd, { recursive: true });
});

test('with --out it writes files and tells what each action reads and writes', async () => {
  const words = ['export', '--model', 'mutex', '--format', 'tla', '--out', 'new/folder'];
  const { exit, stdout, stderr } = await nosplit(words, { cwd, columns: 80 });
  expect([exit, stderr]).toEqual([0, '']);
  expect(stdout).toContain('  Enter\n    reads lock, pc[]\n    writes lock, pc[]\n');
  expect(readdirSync(join(cwd, 'new/folder')).sort()).toEqual(['Mutex.cfg', 'Mutex.tla']);
  expect(readFileSync(join(cwd, 'new/folder/Mutex.cfg'), 'utf8')).toBe(
    'SPECIFICATION Spec\nINVARIANT MutualExclusion\nINVARIANT NoDeadlock\n',
  );
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('without it the first file goes to stdout', async () => {
  const { exit, stdout } = await nosplit(['export', '--model', 'mutex', '--format', 'tla'], { cwd });
  expect(exit).toBe(0);
  expect(stdout).toMatch(/^-+ MODULE Mutex -+\n/);
});

test('a kernel is a module and what stands where in it', async () => {
  const words = ['export', '--model', 'mutex', '--format', 'kernel'];
  const nowhere = await nosplit(words, { cwd });
  expect([nowhere.exit, nowhere.stderr]).toEqual([2, expect.stringContaining('--out')]);
  const { exit, stdout } = await nosplit([...words, '--out', 'kernel'], { cwd, columns: 80 });
  expect([exit, stdout]).toEqual([
    0,
    expect.stringMatching(/^mutex: 3 actions, 6 instances, 1 word a state\n/),
  ]);
  const { words: size, initial } = JSON.parse(
    readFileSync(join(cwd, 'kernel/mutex.kernel.json'), 'utf8'),
  ) as { words: number; initial: unknown[] };
  expect([size, initial.length]).toEqual([1, 1]);
  expect([...readFileSync(join(cwd, 'kernel/mutex.kernel.wasm')).subarray(0, 4)]).toEqual([0, 97, 115, 109]);
});

test('a folder that cannot be written is one line and exit 2', async () => {
  writeFileSync(join(cwd, 'file'), '');
  const { exit, stdout, stderr } = await nosplit(['export', '--model', 'mutex', '--out', 'file'], { cwd });
  expect([exit, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^nosplit: --out file cannot be written \(.*\); choose another folder\n$/);
});

test('an interrupt ends the search that it needs', { tags: ['exhaustive'] }, async () => {
  const words = ['export', 'tiny', '--design', '1.26'];
  const { exit, stdout } = await nosplit(words, { cwd, interrupt: true });
  expect([exit, stdout]).toEqual([130, '']);
});

test('a function that nothing can be said about is named, with exit 2', async () => {
  writeFileSync(
    join(cwd, 'wide.js'),
    `export default (nosplit => {
      const { over, record, int } = nosplit;
      const { action, always, system } = over(record({ x: int(0, 1000000) }));
      return system({
        name: 'wide', initial: [{ x: 0 }], properties: { Low: always({ holds: (s) => s.x < 5 }) },
        actions: { Add: action({ guard: { low: (s) => s.x < 3 }, effect: (n) => { n.x += 1; } }) },
      });
    })(await import(${JSON.stringify(new URL('../../checker/public.ts', import.meta.url).href)}));`,
  );
  const { exit, stderr } = await nosplit(['export', '--model', 'wide.js'], { cwd });
  expect(exit).toBe(2);
  expect(stderr).toMatch(/^nosplit: .*(action|guard of|property) \w+ cannot be described: .*\n$/);
});

test('questions in SMT-LIB are about the properties of states, or those that are named', async () => {
  const words = ['export', '--model', 'peterson', '--format', 'smt'];
  const all = await nosplit(words, { cwd });
  expect([all.exit, all.stderr]).toEqual([0, '']);
  expect(all.stdout).toMatch(/^; peterson: whether an invariant of 1 conjunct is inductive\.\n/);
  expect(all.stdout).toContain('\n; unsat: initial state 0 satisfies MutualExclusion\n');
  const wrong = await nosplit([...words, '--invariant', 'Nowhere'], { cwd });
  expect([wrong.exit, wrong.stdout]).toEqual([2, '']);
  expect(wrong.stderr).toBe(
    'nosplit: Nowhere is no property of states of peterson; it has MutualExclusion\n',
  );
});

test('a function that goes too many ways on all states is named, with exit 2', async () => {
  const { exit, stderr } = await nosplit(['export', '--model', 'wide.js', '--format', 'smt'], { cwd });
  expect(exit).toBe(2);
  expect(stderr).toMatch(
    /^nosplit: the (action|guard of|property) \w+ goes too many ways to be described on all states/,
  );
});
