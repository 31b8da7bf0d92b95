import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { logFile, sectionWithRefill, wholeRun } from '../../runtime/testing/make-log.ts';
import type { Written } from '../../runtime/testing/make-log.ts';
import { nosplit } from '../testing/world.ts';
import { validatorOf } from '../testing/schema.ts';

const cwd = mkdtempSync(join(tmpdir(), 'nosplit-judged-'));
afterAll(() => {
  rmSync(cwd, { recursive: true });
});

const validate = (...words: readonly string[]) =>
  nosplit(['validate', '--log', ...words], { cwd, columns: 80 });

/** M0's stack grows where refill is not nosplit. */
const grows: readonly Written[] = [
  ['startEnable'],
  ['startPublish', 1],
  ...sectionWithRefill(0, 1, 101),
  ['acquireFlag', 0, 1],
  ['acquireGen', 0, 1],
  ['writer', 0, 1, 101, 30],
  ['noRoom', 0, 1, 101, 30, 980],
  ['acquireNested', 0, 1, 1],
];

test('a run of the design is accepted, and the exit code is 0', async () => {
  const { exit, stdout, stderr } = await validate(logFile(wholeRun));
  expect([exit, stderr]).toEqual([0, '']);
  const [first, second, third] = stdout.split('\n');
  expect(first).toMatch(/^accepted: /);
  expect(second).toBe('go1.26.8 judged as design 1.26; the command ended with exit 0');
  expect(third).toBe('86 of 86 records of 2 Ms judged, in 112 steps of the model, of which 36 are');
});

test('a step that the design does not have is shown with the record, the conjunct and what came before', async () => {
  const { exit, stdout } = await validate(logFile(grows), '--design', '1.26-nosplit');
  expect(exit).toBe(1);
  expect(stdout).toContain('record 15, acquireNested: StackGrowth(M0)\n  prologueIsSplit does not hold\n');
  expect(stdout).toContain('m[0].stack[0].phase=refill');
  expect(stdout).toContain('M0 could take Refill');
  expect(stdout).toMatch(/\n {6}advancer {6}M0\n/);
  expect(stdout).toMatch(
    /\n {2}14 {2}│ {13}noRoom {9}gen=1 buf=0x65000 pos=30 need=980\n {2}15 {2}│ {13}acquireNested {2}gen=1 reentered=1\n/,
  );
  const rows = stdout.split('\n').slice(1);
  expect(Math.max(...rows.map(({ length }) => length))).toBeLessThanOrEqual(80);
});

test('a log without its end is inconclusive, and the exit code is 3', async () => {
  const { exit, stdout } = await validate(logFile(wholeRun, { trailer: null }));
  expect(exit).toBe(3);
  expect(stdout).toContain('nosplit record did not see the program end');
});

test('what is no log, and words that do not go together, are one line and exit code 2', async () => {
  writeFileSync(join(cwd, 'other'), 'go 1.26 trace');
  for (const [words, line] of [
    [['--log', 'other'], /^nosplit: other: this is no log of nosplit record \(/],
    [['--log', 'none'], /^nosplit: none cannot be read \(no such file or directory\)/],
    [['--log', logFile(wholeRun), '--design', '1.99'], /^nosplit: --design 1\.99: no such design/],
    [['--log', 'other', 'other'], /^nosplit: give an execution trace, or a log with --log, and not both/],
    [[], /^nosplit: name an execution trace, or a log with --log FILE/],
    [['other', '--coverage'], /^nosplit: --coverage is about a log; give one with --log FILE/],
    [
      ['--log', logFile(wholeRun), '--hidden', 'no/such/list'],
      /^nosplit: --hidden no\/such\/list cannot be written \(no such file or directory\)/,
    ],
    [['other', '--design', '1.26'], /^nosplit: --design goes with --log/],
  ] as const) {
    const { exit, stdout, stderr } = await nosplit(['validate', ...words], { cwd });
    expect([exit, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  }
});

test('--coverage says what was taken and what never was, and --hidden lists what no record stands for', async () => {
  const { exit, stdout } = await validate(logFile(grows), '--coverage', '--hidden', 'hidden.txt');
  expect(exit).toBe(0);
  expect(stdout).toMatch(/\n\d+ of \d+ actions were taken\n/);
  expect(stdout).toMatch(/\nAcquireOuter +(\d+) +\1\n/);
  expect(stdout).toMatch(/\nnever taken: .*AcquireUndo \(undo never held\)/);
  expect(stdout).toContain('\nno log shows: AcquireDisabled, ReapUntraced\n');
  expect(
    Math.max(
      ...stdout
        .split('\n')
        .slice(1)
        .map(({ length }) => length),
    ),
  ).toBeLessThanOrEqual(80);
  const hidden = readFileSync(join(cwd, 'hidden.txt'), 'utf8');
  expect(hidden).toMatch(/^\d+ M0 acquireFlag: ThreadStart, AcquireOuter, AcquireFlagDown\n/);
});

test('JSON is of its schema', async () => {
  const judge = validatorOf('log');
  for (const path of [
    logFile(wholeRun),
    logFile(wholeRun, { trailer: null }),
    logFile(grows.slice(0, -1).concat([['release', 0, 0]])),
  ]) {
    for (const more of [[], ['--coverage']]) {
      const { stdout } = await validate(path, ...more, '--format', 'json');
      const document = JSON.parse(stdout) as Record<string, unknown>;
      judge(document);
      expect(judge.errors ?? []).toEqual([]);
      expect(document['coverage'] === null).toBe(more.length === 0);
      expect(judge({ ...document, verdict: 'fine' })).toBe(false);
      expect(judge({ ...document, extra: 1 })).toBe(false);
    }
  }
});

test('record refuses what it cannot record', async () => {
  for (const [words, line] of [
    [
      ['go', 'vet'],
      /^nosplit: go vet builds no program; record takes go run, go test, go build and go install/,
    ],
    [
      ['go', 'run', '-overlay=x', '.'],
      /^nosplit: there is an -overlay already, and go takes one; leave it out/,
    ],
    [['./no-such-program'], /^nosplit: \.\/no-such-program cannot be run \(/],
    [['true'], /^nosplit: nothing was recorded, and the command ended with exit 0/],
  ] as const) {
    const { exit, stderr } = await nosplit(['record', '-o', 'x.log', '--', ...words], { cwd });
    expect(exit, stderr).toBe(2);
    expect(stderr).toMatch(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  }
  const nowhere = await nosplit(['record', '-o', 'no/such/x.log', '--', 'true'], { cwd });
  expect(nowhere.stderr).toMatch(
    /^nosplit: --out no\/such\/x\.log cannot be written \(no such file or directory\)/,
  );
});
