import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { growsAtRefill, logFile, sectionWithRefill, wholeRun } from '../../runtime/testing/make-log.ts';
import type { Written } from '../../runtime/testing/make-log.ts';
import { nosplit } from '../testing/world.ts';
import { validatorOf } from '../testing/schema.ts';

const cwd = mkdtempSync(join(tmpdir(), 'nosplit-judged-'));
afterAll(() => {
  rmSync(cwd, { recursive: true });
});

const validate = (...words: readonly string[]) =>
  nosplit(['validate', '--log', ...words], { cwd, columns: 80 });

test('a run of the design is accepted, and the exit code is 0', async () => {
  const { exit, stdout, stderr } = await validate(logFile(wholeRun));
  expect([exit, stderr]).toEqual([0, '']);
  const [first, second, third] = stdout.split('\n');
  expect(first).toMatch(/^accepted: /);
  expect(second).toBe('go1.26.8 judged as design 1.26; the command ended with exit 0');
  expect(third).toBe('86 of 86 records of 2 Ms judged, in 112 steps of the programs, of which 36 are');
});

test('a step that the design does not have is shown with the record, the conjunct and what came before', async () => {
  const { exit, stdout } = await validate(logFile(growsAtRefill), '--design', '1.26-nosplit');
  expect(exit).toBe(1);
  expect(stdout).toContain('record 15, acquireNested: StackGrowth (M0)\n  prologueIsSplit does not hold\n');
  expect(stdout).toContain('prologueIsSplit reads m[0].own=traceWriter.refill:156');
  expect(stdout).toContain('M0 could write refill');
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

/** A log in which M0 has written one event in generation 1. */
const oneEvent: readonly Written[] = [['startEnable'], ['startPublish', 1], ...sectionWithRefill(0, 1, 101)];

/** A trace of that many events of an M, and one of a writer without an M. */
function traceOf(gen: number, events: 1 | 2): string {
  const none = '18446744073709551615';
  const lines = [
    'Trace Go1.23',
    `EventBatch gen=${gen} m=${none} time=1 size=6`,
    'Frequency freq=1000000000',
    `EventBatch gen=${gen} m=${none} time=100 size=14`,
    `GoStatus dt=1 g=9 m=${none} gstatus=4`,
    `EventBatch gen=${gen} m=7 time=100 size=${events === 1 ? 4 : 9}`,
    'ProcStatus dt=1 p=0 pstatus=1',
    ...(events === 1 ? [] : ['GoStatus dt=1 g=1 m=7 gstatus=2']),
  ];
  const name = `${gen}-${events}.txt`;
  writeFileSync(join(cwd, name), `${lines.join('\n')}\n`);
  return name;
}

test('a trace beside the log of its run has all events that Ms wrote, or the generation is named', async () => {
  const log = logFile(oneEvent);
  const whole = await validate(log, traceOf(1, 1));
  expect([whole.exit, whole.stderr]).toEqual([0, '']);
  expect(whole.stdout).toContain('\nvalid: 1-1.txt\n');
  expect(whole.stdout).toContain('\ncomplete: 1-1.txt has the 1 event that Ms wrote in its 1 generation\n');
  expect(whole.stdout).not.toContain('A trace does not show');

  const other = await validate(log, traceOf(1, 2));
  expect(other.exit).toBe(1);
  expect(other.stdout).toMatch(
    /\ndiffers: 1-2\.txt has not the events that Ms wrote\ngeneration {2}written {2}in the trace\n +1 +1 +2\n$/,
  );

  const cut = await validate(logFile(oneEvent, { trailer: null }), traceOf(1, 1));
  expect(cut.exit).toBe(3);
  expect(cut.stdout).toContain('\nnot compared: the log is cut');

  const foreign = await validate(log, traceOf(2, 1));
  expect([foreign.exit, foreign.stdout]).toEqual([2, '']);
  expect(foreign.stderr).toMatch(
    /^nosplit: 2-1\.txt has events in generation 2, and \S+ has none; give the log/,
  );

  const { stdout } = await validate(log, traceOf(1, 2), '--format', 'json');
  const document = JSON.parse(stdout) as { readonly trace: unknown };
  expect(document.trace).toEqual({
    file: '1-2.txt',
    rule: null,
    generations: [{ gen: 1, written: 1, read: 2 }],
    not: null,
  });
  const judge = validatorOf('log');
  judge(document);
  expect(judge.errors ?? []).toEqual([]);
});

test('what is no log, and words that do not go together, are one line and exit code 2', async () => {
  writeFileSync(join(cwd, 'other'), 'go 1.26 trace');
  for (const [words, line] of [
    [['--log', 'other'], /^nosplit: other: this is no log of nosplit record \(/],
    [['--log', 'none'], /^nosplit: none cannot be read \(no such file or directory\)/],
    [['--log', logFile(wholeRun), '--design', '1.99'], /^nosplit: --design 1\.99: no such design/],
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
  const { exit, stdout } = await validate(logFile(growsAtRefill), '--coverage', '--hidden', 'hidden.txt');
  expect(exit).toBe(0);
  expect(stdout).toMatch(/\n\d+ of \d+ steps were taken\n/);
  expect(stdout).toMatch(/\ntraceEnabled:152 +(\d+) +\1\n/);
  expect(stdout).toMatch(/\n\d+ of \d+ lines of go1\.26\.\d+'s steps were run\n/);
  expect(stdout).toMatch(/\nnever: traceAcquireEnabled \(own\), traceruntime\.go:\d+/);
  expect(
    Math.max(
      ...stdout
        .split('\n')
        .slice(1)
        .map(({ length }) => length),
    ),
  ).toBeLessThanOrEqual(80);
  const hidden = readFileSync(join(cwd, 'hidden.txt'), 'utf8');
  expect(hidden).toMatch(
    /^\d+ M0 acquireFlag: allocm:2284 by allocm make M0, traceEnabled:152, traceAcquireEnabled:202\n/,
  );
});

test('several logs are a line each with the worst exit code, and what they took is put together', async () => {
  const [whole, short] = [logFile(wholeRun), logFile(growsAtRefill)];
  const both = await validate(whole, '--log', short, '--coverage');
  expect([both.exit, both.stderr]).toEqual([0, '']);
  expect(both.stdout.match(/^accepted: /gm)).toHaveLength(2);
  const counts = (text: string): number => Number(/\nStartTrace:404 +(\d+)/.exec(text)?.[1]);
  expect(counts(both.stdout)).toBe(2);
  const rejected = await validate(short, '--log', whole, '--design', '1.26-nosplit');
  expect(rejected.exit).toBe(1);
  expect(rejected.stdout.replaceAll(/\n */g, ' ')).toMatch(/^rejected: .* at record 15, StackGrowth \(M0\):/);
  const cut = await validate(whole, '--log', logFile(wholeRun, { trailer: null }));
  expect(cut.exit).toBe(3);
  for (const words of [
    [whole, '--log', short, '--hidden', 'hidden.txt'],
    [whole, '--log', short, 'run.trace'],
  ]) {
    const { exit, stderr } = await validate(...words);
    expect(exit).toBe(2);
    expect(stderr).toMatch(/goes with one --log, and there are 2\n$/);
  }
});

test('JSON is of its schema', async () => {
  const judge = validatorOf('log');
  for (const path of [
    logFile(wholeRun),
    logFile(wholeRun, { trailer: null }),
    logFile(growsAtRefill.slice(0, -1).concat([['release', 0, 0]])),
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

test('statuses are judged where the log has them, and a record of one is shown by the names of its step', async () => {
  const statuses: readonly Written[] = [
    ['startEnable'],
    ['startPublish', 1],
    ['status', 0, 1, 11, 1, 1],
    ['status', 0, 4, 11, 2, 1],
  ];
  const log = logFile(statuses, { parts: ['core', 'statuses'] });
  const { exit, stdout } = await validate(log);
  expect(exit).toBe(1);
  expect(stdout).toContain('record 3, status: StatusPrecedesEvents\n');
  expect(stdout).toContain('event 1 of resource 0x58 in generation 2 comes before its status');
  expect(stdout).toMatch(/\n {2}2 {2}│ {13}status {2,}step=acquire resource=0x58 gen=1 value=1\n/);
  expect(stdout).toContain('2 of them are about the statuses of 1 G or P\n');
  const judge = validatorOf('log');
  judge(JSON.parse((await validate(log, '--format', 'json')).stdout));
  expect(judge.errors ?? []).toEqual([]);
  expect((await validate(logFile(wholeRun))).stdout.replaceAll('\n', ' ')).toContain(
    '--parts core,statuses.',
  );
});

test('what Gs and Ps do is judged where the log has it, and functions that no program has are named', async () => {
  const sites = ['casGToWaiting'];
  const log = logFile([['scheduler', 0, 0, 80, 2, 4, 1]], {
    parts: ['core', 'statuses', 'transitions'],
    sites,
  });
  const { exit, stdout } = await validate(log);
  expect(exit).toBe(0);
  const words = stdout.replaceAll('\n', ' ');
  expect(words).toContain('1 change of the statuses of 1 G or P, of which 0 are steps of the programs');
  expect(words).toContain('in no program: casGToWaiting: _Grunning to _Gwaiting, once');
  const judge = validatorOf('log');
  judge(JSON.parse((await validate(log, '--format', 'json')).stdout));
  expect(judge.errors ?? []).toEqual([]);
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
    [
      ['nowhere'],
      /^nosplit: nowhere cannot be run \(no such program on the PATH\); give a go command, or a program that record built$/m,
    ],
    [['./no-such-program'], /^nosplit: \.\/no-such-program cannot be run \(no such file\); give /],
    [['/etc/passwd'], /^nosplit: \/etc\/passwd cannot be run \(nobody may execute it\); give /],
    [
      ['--parts', 'statuses', '--', 'true'],
      /^nosplit: --parts statuses: the core is always recorded; write core,statuses/,
    ],
    [
      ['--parts', 'core,transitions', '--', 'true'],
      /^nosplit: --parts core,transitions: transitions are judged with what the tracer keeps of each G; write core,statuses,transitions/,
    ],
    [
      ['--parts', 'core,gs', '--', 'true'],
      /^nosplit: --parts core,gs: gs is no part; there are core, statuses, transitions/,
    ],
    [['true'], /^nosplit: nothing was recorded, and the command ended with exit 0/],
  ] as const) {
    const { exit, stderr } = await nosplit(
      ['record', '-o', 'x.log', ...(words[0] === '--parts' ? [] : ['--']), ...words],
      { cwd },
    );
    expect(exit, stderr).toBe(2);
    expect(stderr).toMatch(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  }
  const nowhere = await nosplit(['record', '-o', 'no/such/x.log', '--', 'true'], { cwd });
  expect(nowhere.stderr).toMatch(
    /^nosplit: --out no\/such\/x\.log cannot be written \(no such file or directory\)/,
  );
});
