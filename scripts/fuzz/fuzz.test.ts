import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { isEveryDay, rowsOf } from '../../cli/testing/every-day.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const ended = (script: string, ...words: readonly string[]) =>
  spawnSync(process.execPath, ['--import', 'tsx', script, ...words], {
    cwd: repository,
    encoding: 'utf8',
    env: { ...process.env, FUZZ_PATIENCE_MS: '5000' },
  });
const planted = (...words: readonly string[]) => ended('scripts/fixtures/fuzz/planted.ts', ...words);

describe('the fuzzing script', () => {
  test('counts what it tried, and ends with 0 where nothing differs', () => {
    const { status, stdout } = planted('--minutes', '0.01', '--seed', '7', '--only', 'sound');
    expect(stdout).toMatch(
      /^fuzz: seed 7, 0\.01 min\nsound: [\d,]+ inputs: lists of numbers\n {2}(empty [\d,]+, )?not empty [\d,]+, at most \d+ numbers\nno difference\n$/,
    );
    expect(status).toBe(0);
  });

  test('ends with 1 at a planted difference, with the smallest input, and the words that find it again', () => {
    if (!isEveryDay) expect(planted('--seed', '7').stdout).toContain('seed 7');
    const { stdout, status } = planted('--seed', '7', '--only', 'different');
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /^DIFFERENCE in different, round \d+, input \d+, shrunk \d+ times:\n {2}\[601\]$/m,
    );
    expect(stdout).toContain("'fast' !== 'slow'");
    const words = /^reproduce: npm run fuzz -- (.*)$/m.exec(stdout)?.[1]?.split(' ') ?? [];
    const again = planted(...words);
    expect(again.status).toBe(1);
    expect(again.stdout.replace(/^fuzz: .*/, '')).toContain(stdout.slice(stdout.indexOf('DIFFERENCE')));
  });

  const ends: [string, RegExp][] = [
    ['hanging', /^HANG, no answer within 5 s: hanging, round \d+:\n {2}\[.*\d.*\]$/m],
    ['crashing', /^CRASH, SIGABRT: crashing, round \d+:\n {2}\[.*\d.*\]$/m],
    ['rejecting', /^CRASH, exit code 1: rejecting, round \d+:\n {2}\[.*\d.*\]$/m],
  ];
  test.each(rowsOf(ends, 1))('ends with 1 where an input is %s, with the input', (name, told) => {
    const { stdout, status } = planted('--only', name);
    expect(stdout).toMatch(told);
    expect(stdout).toContain(`--only ${name} --round`);
    expect(status).toBe(1);
  });

  const refused: [string[], string][] = [
    [['--only', 'nothing'], 'no subject is called nothing; there are sound, different'],
    [['--minutes', '-1'], "'--minutes' argument is ambiguous"],
    [['--minutes', 'ten'], '--minutes ten is no number above 0'],
    [['--round', '3'], '--round needs one --only'],
    [['--sede', '3'], "Unknown option '--sede'"],
  ];
  test.each(rowsOf(refused, 0))('refuses %j', (words, message) => {
    const { stderr, status } = planted(...words);
    expect(stderr).toContain(message);
    expect(stderr).toContain('usage: npm run fuzz');
    expect(status).toBe(2);
  });
});

test('every subject of the real script is tried, and nothing differs', { tags: 'exhaustive' }, () => {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'scripts/fuzz/main.ts', '--minutes', '0.05', '--seed', '1'],
    { cwd: repository, encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  for (const name of [
    'systems',
    'workers',
    'graphs',
    'runs',
    'checkpoints',
    'symmetry',
    'misfits',
    'traces',
    'reports',
  ])
    expect(stdout).toMatch(new RegExp(`^${name}: [1-9]`, 'm'));
  expect(stdout).toMatch(/\nno difference\n$/);
  expect(status).toBe(0);
});
