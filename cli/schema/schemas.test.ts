import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultGoroot } from '../../facts/index.ts';
import { fixture } from '../../facts/testing/known.ts';
import { recordProcess, designNamed, workloadNamed } from '../../reference/index.ts';
import { logFile, wholeRun } from '../../runtime/testing/make-log.ts';
import { accepting } from '../testing/accepting.ts';
import { validatorOf } from '../testing/schema.ts';
import { isEveryDay } from '../testing/every-day.ts';
import { nosplit, repository } from '../testing/world.ts';

const goroot = await defaultGoroot();
if (goroot === null)
  console.log('skipped: no go command, so that what is printed about a tree is not judged');

const cwd = mkdtempSync(join(tmpdir(), 'nosplit-schemas-'));
afterAll(() => {
  rmSync(cwd, { recursive: true });
});

/** A tree that is read in no time. */
const small = fixture('entry-gen');

/** The commands that print JSON, by the file that describes it. */
const commands: Readonly<Record<string, readonly (readonly string[])[]>> = {
  report: [['check', '--model', 'mutex', '--format', 'json']],
  why: [
    ['why', 'StackGrowth', 'report.json', '--format', 'json'],
    ['why', 'NoLostBuffer', 'report.json', '--format', 'json'],
    ...(isEveryDay ? [] : [['why', 'NoDeadlock', 'report.json', '--format', 'json']]),
  ],
  trace: [['replay', 'report.json', '--format', 'json']],
  run: [['run', 'pipeline', '--rounds', '8', '--check', '--format', 'json']],
  validation: [
    ['validate', 'whole.trace', '--format', 'json'],
    ['validate', 'cut.trace', '--strict', '--format', 'json'],
  ],
  reproduce: [['reproduce', '--all', 'tiny', '--design', '1.26', '--format', 'json']],
  log: [['validate', '--log', logFile(wholeRun), '--format', 'json']],
  logs: [
    [
      'validate',
      ...['--log', logFile(wholeRun)],
      ...['--log', logFile(wholeRun)],
      '--coverage',
      '--format',
      'json',
    ],
  ],
  matrix: [
    [
      'matrix',
      '--designs',
      '1.26',
      '--mutants',
      'flush-without-flag',
      '--configs',
      'tiny',
      '--format',
      'json',
    ],
  ],
  structures: [
    ['export', '--model', 'two-phase-commit'],
    // Its description takes seconds.
    ...(isEveryDay ? [] : [['export', 'tiny']]),
  ],
  induction: [['induction', '1x1', '--only', 'sizes', '--format', 'json']],
  conform: [['conform', 'tiny', '--design', '1.26', '--runs', '1', '--traces', '1', '--format', 'json']],
  ...(goroot !== null && {
    facts: [['facts', '--format', 'json']],
    statements: [['facts', '--statements', '--format', 'json']],
    parts: [
      ['check', '--go', small, '--time', '1ms', '--format', 'json'],
      ...(isEveryDay ? [] : [['check', '--go', '--format', 'json']]),
    ],
    // A comparison that was searched to its end is judged by the tests of diff.
    diff: [['diff', '--go', goroot, '--go', goroot, '--time', '1ms', '--format', 'json']],
  }),
};

/** What is written into files, or read from them: files.test.ts judges it. */
const inFiles = ['expectations', 'kernel', 'vacuity-waivers'];

const long = ['diff', 'matrix', 'conform', 'induction'];

for (const [name, lines] of Object.entries(commands))
  // Every day their own tests hold a smaller document of these to its schema.
  describe(name, { tags: long.includes(name) ? ['exhaustive'] : [] }, () => {
    const validate = validatorOf(name);

    test.each(lines.map((line) => [line]))('what %j prints is of the schema', async (line) => {
      const { stdout, stderr } = await nosplit(
        [...line, ...(line.includes(small) ? await accepting(small) : [])],
        { cwd },
      );
      expect(stdout, stderr).not.toBe('');
      const document = JSON.parse(stdout) as Record<string, unknown>;
      validate(document);
      expect(validate.errors ?? []).toEqual([]);
      expect(validate({ ...document, schema: 'nosplit.other/1', initial: 7 }), 'another version').toBe(false);
      for (const field of Object.keys(document).slice(0, 3)) {
        const without = Object.fromEntries(Object.entries(document).filter(([key]) => key !== field));
        expect(validate(without), `without ${field}`).toBe(false);
      }
    });
  });

/** A report with a counterexample, and execution traces. */
beforeAll(async () => {
  const { stdout } = await nosplit(['check', 'tiny', '--design', '1.26', '--format', 'json']);
  writeFileSync(join(cwd, 'report.json'), stdout);
  const { bytes } = recordProcess({
    workload: workloadNamed('pipeline'),
    design: designNamed('1.26-nosplit'),
    seed: 1,
    rounds: 8,
    advances: 2,
    stepsMax: 20,
  });
  writeFileSync(join(cwd, 'whole.trace'), bytes);
  writeFileSync(join(cwd, 'cut.trace'), bytes.subarray(0, bytes.length >> 1));
});

test('each file is the schema of a document, and is exported by the package', () => {
  const names = readdirSync(join(repository, 'cli/schema'))
    .flatMap((name) => /^(.+)\.schema\.json$/.exec(name)?.slice(1) ?? [])
    .sort();
  // Without a Go tree some commands are not run above.
  const ran =
    goroot === null
      ? [...Object.keys(commands), 'facts', 'statements', 'parts', 'diff']
      : Object.keys(commands);
  expect(names).toEqual([...ran, ...inFiles].sort());
  const { exports, files: shipped } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
    exports: Record<string, unknown>;
    files: string[];
  };
  expect(exports['./schema/*.json']).toBe('./cli/schema/*.json');
  expect(shipped).toContain('cli/schema/*.json');
});
