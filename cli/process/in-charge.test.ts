import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, openSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { rowsOf } from '../testing/every-day.ts';
import { repository } from '../testing/world.ts';

// Models that misbehave, run by the built command as a process of its own.
const bin = join(repository, 'dist/cli/bin.js');
const cwd = mkdtempSync(join(tmpdir(), 'nosplit-in-charge-'));
writeFileSync(join(cwd, 'package.json'), '{ "type": "module" }');
mkdirSync(join(cwd, 'node_modules'));
symlinkSync(repository, join(cwd, 'node_modules/nosplit'), 'dir');
afterAll(() => {
  rmSync(cwd, { recursive: true });
});

interface Ended {
  readonly exit: number | NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly elapsedMs: number;
}

/** Runs the words; `meanwhile` may interrupt, close streams or read late. */
function nosplit(
  words: readonly string[],
  { meanwhile = () => undefined, env = {}, stdout = 'pipe', files }: Options = {},
): Promise<Ended> {
  const started = performance.now();
  const command = [process.execPath, bin, ...words];
  const limited = ['sh', '-c', `ulimit -n ${files ?? 0}; exec "$@"`, 'sh', ...command];
  const [program = '', ...args] = files === undefined ? command : limited;
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', stdout, 'pipe'],
  });
  const told = { stdout: '', stderr: '' };
  child.stdout?.on('data', (data: Buffer) => (told.stdout += data.toString()));
  child.stderr?.on('data', (data: Buffer) => (told.stderr += data.toString()));
  meanwhile(child);
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      resolve({ ...told, exit: code ?? signal, elapsedMs: performance.now() - started });
    });
  });
}

interface Options {
  readonly meanwhile?: (child: ChildProcess) => void;
  readonly env?: NodeJS.ProcessEnv;
  readonly stdout?: 'pipe' | number;
  /** How many files it may open. */
  readonly files?: number;
}

/** A counter from 0 to `max`, whose parts can be replaced. */
const prelude = `
import { threadId } from 'node:worker_threads';
import { bool, int, over, range, record } from 'nosplit/checker';
const counter = ({ max = 9, guard = (s) => s.n < s.max, effect = (next) => void next.n++, ok = () => true } = {}) => {
  const { action, always, system } = over(record({ n: int(0, max), max: int(0, max) }));
  return system({
    name: 'counter',
    initial: [{ n: 0, max }],
    actions: { Add: action({ guard: { below: guard }, effect }) },
    properties: { Ok: always({ holds: ok }) },
  });
};
const forever = () => { for (;;); };
const busy = (ms) => { const from = performance.now(); while (performance.now() - from < ms); };
const computing = (ms) => { const from = process.cpuUsage().user; while (process.cpuUsage().user - from < ms * 1000); };
// A search begins in the command's thread, and is shared with others when it has computed for long, however long that takes.
const inWorker = (fails) => {
  const { action, system } = over(record({ n: int(0, 1999), done: bool() }));
  return system({
    name: 'wide',
    initial: range(2000).map((n) => ({ n, done: false })),
    actions: {
      Do: action({
        guard: { waits: (s) => !s.done },
        effect: (next) => { computing(5); next.done = true; if (threadId > 1) fails(); },
      }),
    },
    properties: {},
  });
};
`;

let models = 0;
/** A module with these lines after the counter. */
function model(lines: string): string {
  const name = `model${models++}.mjs`;
  writeFileSync(join(cwd, name), prelude + lines);
  return name;
}

/** An engine in WebAssembly would call the functions in the command's thread alone. */
const twoWorkers = ['--workers', '2', '--engine', 'js'] as const;

describe.concurrent('code that never returns does not outlive --time', () => {
  const neverReturns: [string, string, ...string[]][] = [
    ['the top of the module', 'forever();'],
    ['the function that makes the system', 'export default forever;'],
    ['initial', 'export default { ...counter(), get initial() { return forever(); } };'],
    ['a guard', 'export default counter({ guard: (s) => (s.n === 3 ? forever() : true) });'],
    ['an effect', 'export default counter({ effect: (s) => (s.n === 3 ? forever() : void s.n++) });'],
    ['a property', 'export default counter({ ok: (s) => s.n !== 3 || forever() });'],
    ['an effect of a worker', 'export default inWorker(forever);', ...twoWorkers, '--time', '4s'],
    ['an effect of 20 ms', 'export default counter({ max: 900, effect: (s) => (busy(20), void s.n++) });'],
    ['an effect of 700 ms', 'export default counter({ effect: (s) => (busy(700), void s.n++) });'],
  ];
  test.each(rowsOf(neverReturns, 0))('%s', async (_, lines, ...more) => {
    const { exit, stdout } = await nosplit([
      ...['check', '--model', model(lines), '--time', '300ms'],
      ...more,
    ]);
    expect(stdout).toMatch(/^exhausted: .*: stopped by the time limit before the end; nothing was violated/);
    expect(exit).toBe(3);
  });

  const late = model(
    'export default counter({ ok: (s) => s.n !== 2, effect: (s) => (s.n === 3 ? forever() : void s.n++) });',
  );
  const words = ['check', '--model', late, '--time', '2s', '--continue'];

  test('and what was violated by then is the verdict, without its steps', async () => {
    const { exit, stdout, stderr } = await nosplit(words);
    expect(stdout).toMatch(/^violated: model\d+: Ok in 2 steps\n/);
    expect(stdout).toMatch(/^\d states? generated, \d distinct states? found, \d states? left on queue\.$/m);
    expect(stderr).toMatch(/^nosplit: model\d+: the time was over while searching, .* did not return; .*\n$/);
    expect(exit).toBe(1);
  });

  test('and the report goes to the file that was asked for', { tags: 'exhaustive' }, async () => {
    const { exit, stdout } = await nosplit([...words, '--format', 'json', '--out', 'late.json']);
    expect(stdout).toMatch(/^violated: model\d+: Ok in 2 steps\n$/);
    expect(exit).toBe(1);
    expect(existsSync(join(cwd, 'late.json'))).toBe(true);
  });
});

describe('an interrupt ends the command, whatever the model does', () => {
  const atOutput =
    (signals: number) =>
    (child: ChildProcess): void => {
      let sent = 0;
      child.stderr?.on('data', () => {
        if (sent++ < signals) child.kill('SIGINT');
      });
    };

  test('the second one during a search', async () => {
    // The model speaks up once it hangs.
    const hangs = model(
      'export default counter({ effect: () => { process._rawDebug("hangs"); forever(); } });',
    );
    const { exit, stdout } = await nosplit(['check', '--model', hangs], { meanwhile: atOutput(2) });
    expect([exit, stdout]).toEqual([130, '']);
  });

  test('the first one while a command works on the main thread', { tags: 'exhaustive' }, async () => {
    const { exit } = await nosplit(['run', 'storm', '--rounds', '30000000'], {
      meanwhile: (child) => setTimeout(() => child.kill('SIGINT'), 1500),
    });
    expect(exit).toBe('SIGINT');
  });

  test.each(rowsOf(['check', 'replay', 'why'], 0))(
    'the first one while %s loads the module',
    async (command) => {
      const hangs = model('process._rawDebug("hangs"); forever();');
      const words = { check: [], replay: ['0-0'], why: ['Add', '0-0'] }[command] ?? [];
      const { exit, stdout } = await nosplit([command, ...words, '--model', hangs], {
        meanwhile: atOutput(1),
      });
      expect([exit, stdout]).toEqual([130, '']);
    },
  );
});

describe.concurrent('an exit code never lies', () => {
  const smallHeap = { NODE_OPTIONS: '--max-old-space-size=48' };
  const lies: [string, number, RegExp, string, NodeJS.ProcessEnv?][] = [
    [
      'a rejection',
      2,
      /a promise was rejected and nobody caught it: lost \(model\d+\.mjs:\d+:\d+\)/,
      'export default counter({ guard: (s) => { void Promise.reject(new Error("lost")); return s.n < 3; } });',
    ],
    [
      'a rejection with no error',
      2,
      /nobody caught it: 5/,
      'Promise.reject(5); await new Promise((r) => setTimeout(r, 1000)); export default counter();',
    ],
    [
      'a callback that throws',
      2,
      /a callback threw: late \(model/,
      'setTimeout(() => { throw new Error("late"); }); await new Promise((r) => setTimeout(r, 1000)); export default counter();',
    ],
    [
      'a wait for nothing',
      2,
      /waits for a promise that nothing settles/,
      'await new Promise(() => {}); export default counter();',
    ],
    ['process.exit(0) at import', 2, /process\.exit, code 0/, 'process.exit(0);'],
    [
      'process.exit(1) in an effect',
      2,
      /process\.exit, code 1/,
      'export default counter({ effect: () => process.exit(1) });',
    ],
    [
      'process.abort',
      2,
      /process\.abort\(\) is not supported in workers/,
      'export default counter({ effect: () => process.abort() });',
    ],
    [
      'memory that runs out',
      2,
      /memory for JavaScript objects ran out/,
      'const kept = []; export default counter({ effect: () => { for (;;) kept.push(Array(9999).fill(0.5)); } });',
      smallHeap,
    ],
  ];
  test.each(rowsOf(lies, 0, 5))('%s: %d', async (_, code, line, lines, env = {}) => {
    const { exit, stdout, stderr } = await nosplit(['check', '--model', model(lines)], { env });
    // Newer versions of Node warn of a wait for nothing themselves.
    expect(stderr).toMatch(/(^|\n)nosplit: model\d+(\.mjs)?: .*\n$/);
    expect(stderr).toMatch(line);
    expect([exit, stdout]).toEqual([code, '']);
  });

  test('a message of the model commands no terminal', { tags: 'exhaustive' }, async () => {
    const name = model(
      'Promise.reject(new Error("\\u001b[31mred")); await new Promise((r) => setTimeout(r, 999));',
    );
    expect((await nosplit(['check', '--model', name])).stderr).toMatch(/caught it: \\u001b\[31mred \(/);
  });

  test.each([['process.exit in an effect', 'export default inWorker(() => process.exit(0));', {}]])(
    'with two workers, %s is the fault of the model, too',
    { tags: 'exhaustive' },
    async (_, lines, env) => {
      const { exit, stderr } = await nosplit(['check', '--model', model(lines), ...twoWorkers], { env });
      expect(stderr).toMatch(/^nosplit: .*\n$/);
      expect(exit).toBe(2);
    },
  );

  test(
    'with two workers, a heap that is full ends the search as a bound does',
    { tags: 'exhaustive' },
    async () => {
      const lines =
        'const kept = []; export default inWorker(() => { for (;;) kept.push(Array(9999).fill(0.5)); });';
      const words = ['check', '--model', model(lines), ...twoWorkers, '--quiet'];
      const { exit, stdout } = await nosplit(words, { env: smallHeap });
      expect(stdout).toMatch(/^exhausted: .*memory/);
      expect(exit).toBe(3);
    },
  );

  // What starting takes is between these; with fewer than 24 Node itself does not come to reading us.
  test.each(rowsOf([24, 32, 48, 64, 256], 1))(
    'with %d open files at most, it is a verdict or 70',
    async (files) => {
      const words = ['check', '--model', 'peterson', '--set', 'broken=true', '--quiet', '--workers', '2'];
      const { exit, stdout, stderr } = await nosplit(words, { files });
      if (exit === 1) expect(stdout).toMatch(/^violated: /);
      else {
        expect(stderr).toMatch(/^nosplit: .*\n$/);
        expect([exit, stdout]).toEqual([70, '']);
      }
    },
  );

  test('process.exitCode, timers and what a model prints change neither verdict nor result', async () => {
    const name = model(
      'process.exitCode = 0; setInterval(() => {}, 10); console.log("hello"); export default counter({ ok: (s) => s.n !== 2 });',
    );
    const { exit, stdout, stderr } = await nosplit(['check', '--model', name, '--quiet']);
    expect(stdout).toMatch(/^violated: model\d+: Ok in 2 steps\n$/);
    expect([exit, stderr]).toEqual([1, 'hello\n']);
  });
});

describe.concurrent('streams', () => {
  const violated = ['check', '--model', 'peterson', '--set', 'broken=true'];
  const closed = (child: ChildProcess): void => {
    child.stdout?.destroy();
  };

  const unread: [number, string[]][] = [
    [1, [...violated, '--format', 'jsonl']],
    [1, [...violated, '--format', 'json']],
    [0, ['check', '--model', 'mutex']],
    [3, ['check', '--model', 'two-phase-commit', '--states', '10']],
    [0, ['list']],
    [0, ['check', '--help']],
    [0, ['run', 'storm', '--rounds', '10', '--check', '--out', '-']],
    [2, ['check', '--model', 'nowhere']],
  ];
  test.each(rowsOf(unread, 0))('where nobody reads, the exit code is still %d: %j', async (code, words) => {
    const { exit, stderr } = await nosplit(words, { meanwhile: closed });
    expect(stderr).not.toMatch(/EPIPE|internal/);
    expect(exit).toBe(code);
  });

  const full = existsSync('/dev/full') ? test : test.skip;
  const written: [number, string, string[]][] = [
    [1, 'stdout', violated],
    [0, 'stdout', ['check', '--model', 'mutex']],
    [1, '--out', [...violated, '--out', '/dev/full']],
    [0, '--out', ['check', '--model', 'mutex', '--out', '/dev/full']],
  ];
  full.each(rowsOf(written, 0))(
    'a full disk is told, and a verdict keeps its own code, %d: behind %s',
    async (code, where, words) => {
      const stdout = where === 'stdout' ? openSync('/dev/full', 'w') : ('pipe' as const);
      const { exit, stderr } = await nosplit(words, { stdout });
      expect(stderr).toMatch(/^nosplit: .* cannot be written \(.*no space left on device.*\).*\n$/);
      expect(exit).toBe(code);
    },
  );

  test('a large result is whole, however slowly it is read', { tags: 'exhaustive' }, async () => {
    const long = model('export default counter({ max: 3000, ok: (s) => s.n !== 3000 });');
    const { exit, stdout } = await nosplit(['check', '--model', long, '--format', 'json'], {
      meanwhile: ({ stdout: pipe }) => {
        pipe?.pause();
        setTimeout(() => pipe?.resume(), 1500);
      },
    });
    expect(stdout.length).toBeGreaterThan(2 ** 18);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'violated' });
    expect(exit).toBe(1);
  });
});
