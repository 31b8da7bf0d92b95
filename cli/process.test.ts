import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { isEveryDay } from './testing/every-day.ts';
import { nosplit, repository } from './testing/world.ts';

// The built command as a process of its own: what only a process has (signals, pipes, worker threads, Node's loader).
const bin = join(repository, 'dist/cli/bin.js');
const cwd = mkdtempSync(join(tmpdir(), 'nosplit-process-'));
writeFileSync(join(cwd, 'package.json'), '{ "type": "module" }');
mkdirSync(join(cwd, 'node_modules'));
symlinkSync(repository, join(cwd, 'node_modules/nosplit'), 'dir');
afterAll(() => {
  rmSync(cwd, { recursive: true });
});

const run = (...words: readonly string[]) =>
  spawnSync(process.execPath, [bin, ...words], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });

const forever = (n: number) => ['check', '--model', 'two-phase-commit', '--set', `n=${n}`, '--progress'];

/** Starts a long search, of so many resource managers, and sends each signal once the next output has come. */
function interrupted(
  signals: number,
  n: number,
  signal: NodeJS.Signals = 'SIGINT',
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [bin, ...forever(n)], { cwd });
    let [stdout, stderr, sent] = ['', '', 0];
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
    child.stderr.on('data', (data: Buffer) => {
      stderr += data.toString();
      if (sent++ < signals) child.kill(signal);
    });
    child.on('close', (code) => {
      resolve({ code, stdout, stderr });
    });
  });
}

describe('Ctrl-C', () => {
  test('once finishes the level, reports exhausted and exits with 130', async () => {
    const { code, stdout, stderr } = await interrupted(1, 10);
    expect(stderr).toContain('nosplit: interrupted; finishing the level');
    expect(stdout).toMatch(/^exhausted: two-phase-commit with n=10: interrupted before the end/);
    expect(stdout).toMatch(/[1-9][\d,]* states left on queue\./);
    expect(code).toBe(130);
  });

  test('and SIGTERM are the same', { tags: 'exhaustive' }, async () => {
    const { code, stdout } = await interrupted(1, 10, 'SIGTERM');
    expect(stdout).toMatch(/^exhausted: two-phase-commit with n=10: interrupted before the end/);
    expect(code).toBe(130);
    expect((await interrupted(2, 18, 'SIGTERM')).code).toBe(130);
  });

  // Every day cli/process/in-charge.test.ts interrupts twice.
  test('twice ends at once, with 130 and no report', { tags: 'exhaustive' }, async () => {
    // Its levels take seconds, so that the first signal has not ended the search before the second comes.
    const { code, stdout } = await interrupted(2, 18);
    expect([code, stdout]).toEqual([130, '']);
  });
});

test('a reader that closes the pipe early is no failure', () => {
  const { stdout, stderr } = spawnSync('sh', ['-c', `"${process.execPath}" "${bin}" list | head -1`], {
    encoding: 'utf8',
  });
  expect(stdout).toMatch(/^designs: /);
  expect(stderr).toBe('');
});

const itself = existsSync('/dev/full') ? test : test.skip;
describe('a disk that is full is told, and is no fault of nosplit', () => {
  for (const words of [
    ['list'],
    ['run', 'storm', '--rounds', '10', '--out', '/dev/full'],
    ['emit-test', 'StartTrace:345 start:0', 'tiny', '--as', 'trace', '--out', '/dev/full'],
  ])
    itself(words.join(' '), { tags: words[0] === 'list' ? [] : ['exhaustive'] }, () => {
      const { status, stderr } = spawnSync(
        'sh',
        ['-c', `"${process.execPath}" "${bin}" ${words.map((word) => `'${word}'`).join(' ')} > /dev/full`],
        { encoding: 'utf8' },
      );
      expect(stderr).toMatch(/^nosplit: .* cannot be written \(.*no space left on device.*\).*\n$/);
      expect(status).toBe(2);
    });
});

test('two workers report what one reports', async () => {
  const words = [
    'check',
    '--model',
    'two-phase-commit',
    '--set',
    'n=5',
    '--set',
    'broken=true',
    '--continue',
  ];
  const settled = ({ stdout }: { stdout: string }): string =>
    stdout.replace(/^.*states\/s.*$/m, '').replace(/ --workers 2/, '');
  const [one, two] = [await nosplit(words), run(...words, '--workers', '2')];
  expect(two.stderr).toBe('');
  expect(settled(two)).toBe(settled(one));
  expect([one.exit, two.status]).toEqual([1, 1]);
});

describe("a user's own module", () => {
  const module = (name: string, text: string): string => {
    writeFileSync(join(cwd, name), text);
    return name;
  };
  const counter = (guard: string): string => `
import { int, over, record } from 'nosplit/checker';
const { action, system } = over(record({ n: int(0, 3) }));
export default ({ max = 3 }) => system({
  name: 'counter',
  initial: [{ n: 0 }],
  actions: {
    Add: action({ guard: { small: (s) => ${guard} }, effect: (next) => void next.n++ }),
  },
  properties: {},
});
`;

  test(
    'may throw an error that begins with "internal", which is no fault of nosplit',
    { tags: 'exhaustive' },
    () => {
      const thrower = module('thrower.mjs', counter("{ throw new RangeError('internal: not today'); }"));
      const { stderr, status } = run('check', '--model', thrower);
      expect(stderr).toMatch(/^nosplit: thrower.*internal: not today \(thrower\.mjs:\d+:\d+\)\n$/);
      expect(stderr).not.toContain('please report');
      expect(status).toBe(2);
    },
  );

  /** Every day it is two: the module is loaded by the command's thread and by theirs. */
  const numbers = isEveryDay ? ['2'] : ['1', '2'];

  /** A counter up to 2 has three states, whichever number of workers searches it. */
  function expectThreeStates(name: string): void {
    for (const workers of numbers) {
      const { stdout, stderr, status } = run(
        'check',
        '--model',
        name,
        '--set',
        'max=2',
        '--workers',
        workers,
      );
      expect(stderr).toBe('');
      expect(stdout).toContain('3 distinct states found, 0 states left');
      expect(status).toBe(0);
    }
  }

  test('is searched, on worker threads too, with its parameters', { tags: 'exhaustive' }, () => {
    const name = module('counter.mjs', counter('s.n < max'));
    expectThreeStates(name);
  });

  test('that throws is told with the line that threw', () => {
    const name = module('throws.mjs', counter('s.missing.n < max'));
    for (const workers of numbers) {
      const { stderr, status } = run('check', '--model', name, '--workers', workers);
      expect(stderr).toMatch(
        /^nosplit: throws: guard small of Add: missing: there is no such field in the schema \(throws\.mjs:8:\d+\)\n$/,
      );
      expect(status).toBe(2);
    }
  });

  test('in TypeScript is taken as it is, with its imports, on worker threads too', () => {
    module('limit.ts', 'export const limit = <T extends number>(max: T): number => max satisfies number;');
    const name = module(
      'protocol.ts',
      `import type { System } from 'nosplit/checker';\nimport { limit } from './limit.ts';${counter(
        's.n < limit(max as number)',
      )
        .replace(
          'export default ({ max = 3 }) =>',
          'export default ({ max = 3 }: { max?: number }): System =>',
        )
        .replace(
          "from 'nosplit/checker';",
          "from 'nosplit/checker';\ninterface Nothing { readonly left: never }",
        )}`,
    );
    expectThreeStates(name);
  });

  const toldWhatToWrite: [string, string, RegExp][] = [
    ['an enum', 'enum Phase { Idle }', /enum is not supported .*; only the types are left out/],
    ['a namespace', 'namespace N { export const n = 1; }', /namespace .*; only the types are left out/],
    ['a parameter property', 'class C { constructor(readonly n: number) {} }', /parameter property .*; only/],
    [
      'a type that is imported as a value',
      "import { System } from 'nosplit/checker';",
      /; if .* write import type/,
    ],
    ['an import of what a compiler would write', "import './limit.js';", /; write limit\.ts in the import/],
  ];
  for (const [index, [what, line, told]] of toldWhatToWrite.entries())
    test(
      `in TypeScript, with ${what}, is told what to write`,
      { tags: index === 0 ? [] : ['exhaustive'] },
      () => {
        const { stderr, status } = run('check', '--model', module('odd.ts', `${line}\nexport default 1;`));
        expect(stderr).toMatch(/^nosplit: --model odd\.ts: cannot be loaded: .*\n$/);
        expect(stderr).toMatch(told);
        expect(status).toBe(2);
      },
    );

  test('with a syntax error is told in one line', () => {
    const { stderr, status } = run('check', '--model', module('syntax.mjs', 'export default {{;'));
    expect(stderr).toMatch(/^nosplit: --model syntax\.mjs: cannot be loaded: SyntaxError: .*\n$/);
    expect(status).toBe(2);
  });

  test('with an import that is not there is told in one line', { tags: 'exhaustive' }, () => {
    const { stderr, status } = run('check', '--model', module('lost.mjs', "import 'nowhere-at-all';"));
    expect(stderr).toMatch(/^nosplit: --model lost\.mjs: cannot be loaded: .*nowhere-at-all.*\n$/);
    expect(status).toBe(2);
  });
});

test('a Go tree that is none, or is not recognised, is said in one line and never guessed', async () => {
  mkdirSync(join(cwd, 'tree/runtime'), { recursive: true });
  writeFileSync(
    join(cwd, 'tree/runtime/trace.go'),
    'package runtime\n\nfunc traceEnabled() bool { return false }\n',
  );
  writeFileSync(join(cwd, 'tree/runtime/traceruntime.go'), 'package runtime\n');
  for (const command of ['check', 'facts']) {
    const { stdout, stderr, exit } = await nosplit([command, '--go', join(cwd, 'tree')]);
    expect([stdout, exit]).toEqual(['', 2]);
    expect(stderr).toMatch(/^nosplit: [\w.]+ at \w+\.go:\d+ matches no known design: .*\n$/);
  }
});

test('where no go command is found, --go asks for a directory', () => {
  const { stderr, status } = spawnSync(process.execPath, [bin, 'check', '--go'], {
    encoding: 'utf8',
    env: { PATH: '' },
  });
  expect([stderr, status]).toEqual([
    'nosplit: no go command is on the PATH; name a Go source tree: --go DIR\n',
    2,
  ]);
});

describe('start', async () => {
  const { stdout, stderr, exit } = await nosplit(['start']);

  test('gives every released design its verdict, searched to the end', () => {
    expect(stderr).toBe('');
    expect(exit).toBe(0);
    const row = (name: string): string =>
      new RegExp(`^${name.replace('.', '\\.')} .*$`, 'm').exec(stdout)?.[0] ?? '';
    for (const name of ['1.23', 'seed', '1.24', '1.25', '1.26'])
      expect(row(name)).toMatch(/ violated +\w+ +\d+ /);
    expect(row('1.26-nosplit')).toMatch(/ holds /);
  });

  test('explains the newest that is violated: the steps, the place of the missing nosplit, and the cure', () => {
    expect(stdout).toMatch(/^counterexample to \w+( m=\d)?: \d+ steps, .*no shorter one exists$/m);
    // Of a design the prologue stands beside it; the steps of a tree name the line in the cure.
    expect(stdout).toMatch(/ StackGrowth /);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/→ traceWriter\.refill .*lacks \/\/go:nosplit, .*cure: put /);
    expect(stdout.split('\n').length).toBeLessThan(60);
    expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100);
  });
});
