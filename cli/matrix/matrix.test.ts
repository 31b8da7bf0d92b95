import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { boundsByName, designs, mutants } from '../../model/index.ts';
import { validatorOf } from '../testing/schema.ts';
import type { Ended } from '../testing/world.ts';
import { rowsOf } from '../testing/every-day.ts';
import { nosplit } from '../testing/world.ts';
import type { Expectations } from './expectations.ts';
import { expectationsDefault, readExpectations } from './expectations.ts';
import { configsDefault } from './runs.ts';

const committed = readExpectations(undefined, '.');
const scratch = mkdtempSync(join(tmpdir(), 'nosplit-matrix-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

/** The committed expectations with some of them replaced, as a file. */
function tampered(name: string, change: (configs: Expectations) => unknown): string {
  const data = JSON.parse(readFileSync(expectationsDefault, 'utf8')) as { configs: Expectations };
  change(data.configs);
  const path = join(scratch, `${name}.json`);
  writeFileSync(path, JSON.stringify(data));
  return path;
}

const seedAlone = ['matrix', '--designs', 'seed', '--configs', 'tiny'] as const;
const outcomeOf = (configs: Expectations, config: string, variant: string) => {
  const found = configs[config]?.[variant];
  if (found === undefined) throw new Error(`nothing is expected of ${variant} at ${config}`);
  return found;
};

describe('the committed expectations', () => {
  test('are those of every design and mutant in the small bounds', () => {
    for (const config of configsDefault()) {
      const failing = Object.values(mutants).filter(({ fails }) => Object.hasOwn(fails, config));
      expect(Object.keys(committed[config] ?? {})).toEqual([
        ...Object.keys(designs),
        ...failing.map(({ name }) => name),
      ]);
    }
    expect(Object.keys(boundsByName)).toEqual(expect.arrayContaining(Object.keys(committed)));
  });

  test('say of each mutant what its file says', () => {
    for (const { name, fails } of Object.values(mutants)) {
      for (const [config, properties] of Object.entries(fails)) {
        const { violated } = outcomeOf(committed, config, name);
        const steps = Object.keys(properties).map((property) => [property, violated[property]?.steps]);
        expect({ name, config, ...Object.fromEntries(steps) }).toEqual({ name, config, ...properties });
      }
    }
  });
});

describe('the whole of tiny', { tags: 'exhaustive' }, () => {
  let ended: Ended;
  beforeAll(async () => {
    ended = await nosplit(['matrix', '--configs', 'tiny']);
  }, 60_000);

  test('is as expected', () => {
    expect({ exit: ended.exit, stderr: ended.stderr }).toEqual({ exit: 0, stderr: '' });
    expect(ended.stdout).toMatch(/^as expected: \d+ searches, /m);
  });

  test('has a column for each design, with the length of each shortest counterexample', () => {
    // In as many blocks as the width needs.
    expect(ended.stdout).toMatch(/^property +1\.23 +seed +seed-entry-gen .* 1\.25$/m);
    expect(ended.stdout).toMatch(/^property +1\.26 +1\.26-nosplit$/m);
    expect(ended.stdout).toMatch(/^OneGenerationPerOuterSection +✓ +11 +✓ +11 +11 +11 +11$/m);
    expect(ended.stdout).toMatch(/^OneGenerationPerOuterSection +✓ +✓$/m);
  });

  test('has a line for each mutant with all that it fails', () => {
    expect(ended.stdout).toMatch(/^undo-leaves-locks +LocksZeroOutside 6$/m);
  });
});

describe('a changed length', () => {
  const file = tampered('length', (configs) => {
    const found = outcomeOf(configs, 'tiny', 'seed').violated['LocksZeroOutside'];
    if (found !== undefined) found.steps = 14;
  });

  test('fails with both traces', async () => {
    const { exit, stdout } = await nosplit([...seedAlone, '--expectations', file]);
    expect(exit).toBe(1);
    expect(stdout).toContain(
      'changed: seed at tiny: LocksZeroOutside failed in 14 steps, now it failed in 15 steps',
    );
    expect(stdout).toMatch(
      /^expected: nosplit replay [0-9a-f]{8}-15-\w+ tiny --design seed\n +advancer +M0\n +1 /m,
    );
    expect(stdout).toMatch(
      /^found: nosplit replay [0-9a-f]{8}-15-\w+ tiny --design seed\n +advancer +M0\n +1 /m,
    );
    expect(stdout).toMatch(
      /^1 change: 1 search, [\d,]+ distinct states, .*; where they are meant: nosplit matrix --update$/m,
    );
  });

  test('is a failure in JUnit, and the only one', async () => {
    const { exit, stdout } = await nosplit([...seedAlone, '--expectations', file, '--format', 'junit']);
    expect(exit).toBe(1);
    expect(stdout.match(/<failure /g)).toHaveLength(1);
    expect(stdout).toMatch(/<testsuite name="design seed at tiny" tests="\d+" failures="1"/);
    expect(stdout).toContain(
      'name="LocksZeroOutside">\n      <failure message="LocksZeroOutside failed in 14 steps',
    );
  });
});

const changes: [string, (configs: Expectations) => unknown, string][] = [
  [
    'a violation that nobody expects',
    (configs) => delete outcomeOf(configs, 'tiny', 'seed').violated['NoDeadlock'],
    'NoDeadlock held, now it failed in 19 steps',
  ],
  [
    'a violation that does not come',
    (configs) => {
      outcomeOf(configs, 'tiny', 'seed').violated['NoTornEvent'] = { steps: 5, trace: 'gone' };
    },
    'NoTornEvent failed in 5 steps, now it held',
  ],
  [
    'another count of states',
    (configs) => outcomeOf(configs, 'tiny', 'seed').distinct++,
    'distinct 5736 → 5735',
  ],
  [
    'a variant without expectation',
    (configs) => delete configs['tiny']?.['seed'],
    'nothing is expected of it yet',
  ],
];
test.each(rowsOf(changes, 1))('%s is a change', async (name, change, sentence) => {
  const file = tampered(name.replaceAll(' ', '-'), change);
  const { exit, stdout } = await nosplit([...seedAlone, '--expectations', file]);
  expect(exit).toBe(1);
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`changed: seed at tiny: ${sentence}`);
});

test('--update writes what was found, and the rest stays', async () => {
  const file = tampered('update', (configs) => delete configs['tiny']?.['seed']);
  const updated = await nosplit([...seedAlone, '--expectations', file, '--update']);
  expect(updated).toMatchObject({ exit: 0, stderr: `nosplit: 1 expectations written to ${file}\n` });
  expect(readExpectations(file, '.')).toEqual(committed);
});

test('JSON is of its schema, and Markdown has the same tables', async () => {
  const validate = validatorOf('matrix');
  const { stdout } = await nosplit([...seedAlone, '--format', 'json']);
  const data = v.parse(v.record(v.string(), v.unknown()), JSON.parse(stdout));
  validate(data);
  expect(validate.errors ?? []).toEqual([]);
  expect(validate({ ...data, verdict: 'holds' })).toBe(false);
  const markdown = await nosplit([
    'matrix',
    '--configs',
    'tiny',
    '--designs',
    'seed',
    '--mutants',
    'undo-leaves-locks',
    '--format',
    'md',
  ]);
  expect(markdown.stdout).toContain('| NoDeadlock | 19 |\n');
  expect(markdown.stdout).toMatch(/^\| `undo-leaves-locks` \| an acquire that .* \| LocksZeroOutside 6 \|$/m);
});

test.each<[readonly string[], string]>([
  [
    ['--designs', '1.27'],
    'nosplit: --designs: 1.27 has the protocol of 1.26; name that, as in --designs 1.26',
  ],
  [['--designs', '1.2'], 'nosplit: --designs: there is no 1.2 (did you mean 1.23?); there are 1.23, seed,'],
  [['--mutants', 'undo-leaves-lock'], '(did you mean undo-leaves-locks?)'],
  [
    ['--configs', 'smal'],
    'nosplit: --configs: there is no smal (did you mean small?); there are tiny, small,',
  ],
  [
    ['--mutants', '--configs', 'nightly'],
    'nosplit: no mutant chosen has anything to fail at nightly; leave out --configs',
  ],
  [['--mutants', 'nothing-like-it'], 'there is no nothing-like-it; nosplit list mutants has them'],
  [
    ['--expectations', 'none.json'],
    'nosplit: --expectations none.json cannot be read (no such file or directory); nosplit matrix --update',
  ],
  [['--expectations', 'cli'], 'nosplit: --expectations cli cannot be read (it is a directory)'],
  [['--expectations', 'README.md'], 'nosplit: --expectations README.md is no JSON ('],
  [
    ['--expectations', 'package.json'],
    'nosplit: --expectations package.json is no nosplit.expectations/1 (schema: ',
  ],
])('%j is refused in one line', async (words, line) => {
  const { exit, stdout, stderr } = await nosplit(['matrix', ...words]);
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
  expect(stderr).toContain(line);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});
