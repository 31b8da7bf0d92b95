import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ForcedRun, ScheduledStep } from '../../runtime/index.ts';
import { reproducedText } from '../reporters/reproduced.ts';
import { nosplit } from '../testing/world.ts';
import type { JudgedRun } from './reproduced.ts';

const step = { role: 0, nested: false, grows: false, empty: false, skewed: false, section: 0 } as const;
const schedule: readonly ScheduledStep[] = [
  { ...step, kind: 'noRoom', place: 'traceWriter.refill:156', grows: true },
  { ...step, kind: 'acquireNested', place: 'traceAcquireEnabled:216', nested: true },
];

const judged = (
  run: Partial<ForcedRun>,
  events: JudgedRun['events'] = null,
  trace: JudgedRun['trace'] = null,
): JudgedRun => ({
  run: {
    outcome: 'followed',
    followed: 2,
    got: null,
    isLogFull: false,
    ended: 'exit 0',
    words: '',
    log: null,
    ...run,
  },
  verdict: null,
  events,
  trace,
});

test('runs that went alike are one line, and a crash is not a schedule that was followed', () => {
  const lines = reproducedText(
    {
      title: 'bug A',
      schedule,
      plans: [],
      builds: [
        {
          version: 'go1.26.8',
          runtime: 'as it is',
          runs: [
            judged({}, { written: 9, read: 8 }),
            judged({}, { written: 7, read: 6 }),
            judged({
              outcome: 'timed out',
              followed: 1,
              ended: 'exit 2',
              words: 'SIGSEGV: segmentation violation',
            }),
          ],
        },
        {
          version: 'go1.26.8',
          runtime: 'cured',
          runs: [judged({ outcome: 'diverged', followed: 1, got: 'refill' }, { written: 9, read: 9 })],
        },
      ],
    },
    80,
    (_, text) => text,
  );
  expect(lines).toEqual([
    'go1.26.8: bug A; 2 scheduled steps',
    'runtime   followed  diverged  timed out  died  lost events  refused',
    'as it is    2 of 3         0          1     1            2        0',
    'cured       0 of 1         1          0     0            0        0',
    'as it is: 2 followed 2 of 2; ended, with events lost; no log',
    'as it is: 1 timed out after 1, before traceAcquireEnabled:216; SIGSEGV:',
    '  segmentation violation, exit 2; no log',
    'cured: 1 diverged after 1: scheduled traceAcquireEnabled:216 (acquireNested),',
    '  got refill; ended; no log',
    '',
  ]);
});

test('a log that was full is the reason why no further step is followed', () => {
  const runs = [judged({ outcome: 'timed out', followed: 1, isLogFull: true })];
  const builds = [{ version: 'go1.26.8', runtime: 'as it is', runs }] as const;
  const lines = reproducedText({ title: 'bug A', schedule, plans: [], builds }, 200, (_, text) => text);
  expect(lines[4]).toBe(
    'as it is: 1 timed out after 1, before traceAcquireEnabled:216; the log was full at 256 MiB, and no step is followed after that: run it again; ended; no log',
  );
});

test('check prints how a counterexample is forced, where it can be', async () => {
  const lines = async (...words: string[]): Promise<string[]> =>
    (await nosplit(['check', ...words])).stdout.split('\n').filter((line) => line.startsWith('force:'));
  const skewed = ['-p', 'OneGenerationPerOuterSection'];
  expect(await lines('tiny', '-d', '1.24', ...skewed)).toEqual([
    expect.stringMatching(/^force: {5}nosplit reproduce --trace [\da-z]+-11-[\da-z]+ tiny --design 1\.24$/),
  ]);
  // Its M has no buffer in the generation that a stop ends, so another one is forced.
  expect(await lines('tiny', '-d', '1.26', '-p', 'NoLostBuffer')).toEqual(['force:     nosplit reproduce A']);
  // Neither what-if designs nor mutants are in any release, and Go 1.23 has no hooks.
  expect(await lines('tiny', '-d', '1.23', '-p', 'NoLostBuffer')).toEqual([]);
  expect(await lines('tiny', '-d', 'seed', ...skewed)).toEqual([]);
  expect(await lines('--model', 'peterson', '--set', 'broken=true')).toEqual([]);
});

test('what cannot be forced is one line and exit code 2', async () => {
  for (const [words, line] of [
    [[], /^nosplit: name a bug \(A, B0, B1, F10, F11, F13\), or give a counterexample with --trace/],
    [['F12'], /^nosplit: F12 cannot be forced/],
    [['A', '--runs', '0'], /^nosplit: --runs 0: write a whole number from 1 to 1000/],
    [
      ['A', '--go', '/no/such/tree'],
      /^nosplit: \/no\/such\/tree\/bin\/go does not say where its tree is \(no such file\); install Go, or /,
    ],
  ] as const) {
    const { exit, stdout, stderr } = await nosplit(['reproduce', ...words]);
    expect([exit, stdout], stderr).toEqual([2, '']);
    expect(stderr).toMatch(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  }
});

interface Reported {
  readonly violations: readonly [{ readonly trace: { readonly id: string } }];
}

test('a counterexample for which there are no hooks is refused before anything is built', async () => {
  const dropped = ['check', 'tiny', '--design', '1.23', '-p', 'NoDroppedEvent'];
  const { stdout } = await nosplit([...dropped, '--format', 'json']);
  const [{ trace }] = (JSON.parse(stdout) as Reported).violations;
  const words = ['reproduce', '--trace', trace.id, 'tiny', '--design', '1.23'];
  const { exit, stderr } = await nosplit(words);
  expect(exit).toBe(2);
  expect(stderr).toMatch(
    /^nosplit: this counterexample cannot be forced: a tracer that drops nested sections /,
  );
});

test('a trace in steps that no tree has is one line and exit code 2', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'nosplit-other-'));
  const checked = [
    'check',
    '--model',
    'peterson',
    '--set',
    'broken=true',
    '--format',
    'json',
    '--out',
    'other.json',
  ];
  await nosplit(checked, { cwd });
  const { exit, stderr } = await nosplit(['reproduce', '--trace', 'other.json'], { cwd });
  rmSync(cwd, { recursive: true });
  expect(exit).toBe(2);
  expect(stderr).toMatch(
    /^nosplit: real threads follow the steps of a tree alone, and this counterexample has others; /,
  );
  expect(stderr.trim().split('\n')).toHaveLength(1);
});
