import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, expect, test } from 'vitest';
import { rowsOf } from '../testing/every-day.ts';
import { repository } from '../testing/world.ts';
import { withFlags } from './flags.ts';

const cwd = mkdtempSync(join(tmpdir(), 'nosplit-flags-'));
afterAll(() => {
  rmSync(cwd, { recursive: true });
});
mkdirSync(join(cwd, 'node_modules'));
symlinkSync(repository, join(cwd, 'node_modules/nosplit'), 'dir');
writeFileSync(join(cwd, 'package.json'), '{ "type": "module" }');
writeFileSync(join(cwd, 'beside.mjs'), 'globalThis.isBeside = true;');
writeFileSync(join(cwd, 'beside.cjs'), '');
writeFileSync(
  join(cwd, 'counter.ts'),
  `import { int, over, record } from 'nosplit/checker';
const { action, system } = over(record({ n: int(0, 3) }));
export default (): unknown => system({
  name: 'counter',
  initial: [{ n: 0 }],
  actions: { Add: action({ guard: { small: (s) => s.n < 3 }, effect: (next) => void next.n++ }) },
  properties: {},
});
`,
);

/** Flags that threads take, that they refuse, and that have their value in a word of their own. */
const flags: string[][] = [
  ['--min-semi-space-size=16', '--title', 'checker', '--import', './beside.mjs'],
  ['--max-old-space-size=500'],
  ['--expose-gc', '--stack-size=900'],
  ['--cpu-prof', '--cpu-prof-dir', 'profiles'],
  ['--inspect=0'],
  ['--require', './beside.cjs', '--no-warnings'],
  ['--v8-pool-size=2', '--unhandled-rejections=strict'],
  ['--abort-on-uncaught-exception', '--conditions', 'other'],
  ['--enable-source-maps', '--trace-warnings'],
];
const runs = [
  ...rowsOf(flags, 0).map((own) => ({ own, words: ['./counter.ts'] })),
  // Its search is shared with threads, which import the model themselves.
  { own: ['--title', 'checker'], words: ['./counter.ts', '--workers', '2', '--engine', 'js'] },
  { own: ['--expose-gc'], words: ['mutex'] },
];

test.each(rowsOf(runs, 0))('node $own check --model $words gives the verdict', ({ own, words }) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...own, join(repository, 'dist/cli/bin.js'), 'check', '--quiet', '--model', ...words],
    { cwd, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '--max-semi-space-size=32' } },
  );
  expect(stdout).toMatch(/^holds: /);
  expect(stderr).not.toContain('nosplit:');
  expect(status).toBe(0);
});

const started = async (inherited: readonly string[]): Promise<unknown> => {
  const worker = withFlags(
    ['--import', 'data:text/javascript,'],
    (own) =>
      new Worker('require("node:worker_threads").parentPort.postMessage(process.execArgv)', {
        eval: true,
        ...own,
      }),
    inherited,
  );
  const said: unknown = await new Promise((resolve) => worker.once('message', resolve));
  await worker.terminate();
  return said;
};

test('a thread with flags of its own gets those of the process that it takes, with their values', async () => {
  const first = ['--import', 'data:text/javascript,'];
  expect(await started(['--no-warnings', '--title', 'checker', '--expose-gc', '--conditions', 'a'])).toEqual([
    ...first,
    ...['--no-warnings', '--conditions', 'a'],
  ]);
  expect(await started([])).toEqual(first);
});

test('whatever else keeps a thread from starting is thrown as it is', () => {
  const fails = (): never => {
    throw new RangeError('no memory');
  };
  expect(() => withFlags(['--import', 'x'], fails, ['--expose-gc'])).toThrow('no memory');
  expect(() =>
    withFlags(['--expose-gc'], ({ execArgv = [] }) => new Worker('', { eval: true, execArgv }), []),
  ).toThrow(/invalid execArgv flags: --expose-gc/);
});
