import { describe, expect, test } from 'vitest';
import { boundsByName, mutants } from '../../model/index.ts';
import { UsageError } from '../errors.ts';
import { isEveryDay } from '../testing/every-day.ts';
import { nosplit } from '../testing/world.ts';
import { selectMutant } from './mutants.ts';

const isNightly = process.env['NIGHTLY'] !== undefined;

const names = async (): Promise<string[]> => {
  const { stdout } = await nosplit(['list', 'mutants'], { columns: 160 });
  return [...stdout.matchAll(/^ {2}([a-z0-9-]+) /gm)].map(([, name = '']) => name);
};

test('list mutants prints every mutant', async () => {
  expect(await names()).toEqual(Object.keys(mutants));
});

for (const [index, { name, fails }] of Object.values(mutants).entries())
  test(
    `${name} without bounds is searched in some in which it is expected to fail`,
    // Every day it is one of 32, and in the exhaustive run one of eight; NIGHTLY=1 takes all.
    { tags: index % 32 === 0 ? [] : ['exhaustive'], skip: index % 8 !== 0 && !isNightly },
    async () => {
      const { exit, stderr, stdout } = await nosplit(['check', '--mutant', name, '--states', '500']);
      expect([1, 3], stderr).toContain(exit);
      const [, config = ''] = new RegExp(`: mutant ${name} at ([a-z-]+):`).exec(stdout) ?? [];
      expect(Object.keys(fails)).toContain(config);
      if (Object.keys(fails).includes('small')) expect(config).toBe('small');
      // What is printed to run it again selects the same.
      const [, again = ''] = /^reproduce: nosplit check (.*) --states 500/m.exec(stdout) ?? [];
      expect((await nosplit(['check', ...again.split(' '), '--states', '1'])).stdout).toContain(
        `: mutant ${name} at ${config}:`,
      );
    },
  );

test.each(
  Object.values(mutants).filter((_, index) => index % (isEveryDay ? Infinity : 16) === 0 || isNightly),
)('$name with any bounds is taken, or refused with bounds that have its part', ({ name, fails }) => {
  for (const config of Object.keys(boundsByName)) {
    const refused = refusal(name, config);
    if (refused === null) continue;
    const [, others = ''] =
      /^mutant .* changes nothing at .* \(.*\); choose one of (.*)$/.exec(refused) ?? [];
    expect(others.split(', '), refused).not.toContain(config);
    for (const other of others.split(', ')) expect(refusal(name, other)).toBeNull();
    // Bounds in which it must fail are never refused.
    for (const one of Object.keys(fails)) expect(others.split(', ')).toContain(one);
  }
});

/** What is said of the bounds; null where they are taken. */
function refusal(name: string, config: string): string | null {
  try {
    selectMutant(name, config);
    return null;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.message;
  }
}

describe('the bounds that a mutant has by itself', () => {
  test.each([
    ['release-lowers-flag', 'small', []],
    ['flag-stored-plainly', 'memory-small', []],
    ['status-after-event', 'statuses-tiny', []],
    ['steal-names-itself', 'syscalls-blocked', []],
  ])('of %s are %s, and need not be named again', (name, config, words) => {
    const { title, words: found } = selectMutant(name);
    expect(title).toBe(`mutant ${name} at ${config}`);
    expect(found).toEqual([...words, '--mutant', name]);
  });

  test('are named where others were chosen', () => {
    expect(selectMutant('steal-names-itself', 'syscalls-blocked').words).not.toContain('syscalls-blocked');
    expect(selectMutant('start-from-one', 'procs-restart').words).toContain('procs-restart');
  });
});

describe('every mutant', { tags: ['exhaustive'] }, () => {
  const some = Object.keys(mutants).filter((_, index) => index % 12 === 0 || isNightly);

  // The matrix has each in all bounds in which it must fail.
  test.each(some)('%s fails by itself', async (name) => {
    expect((await nosplit(['check', '--mutant', name, '--quiet'])).exit).toBe(1);
  });

  test.each(some)('%s crashes in no bounds', async (name) => {
    for (const config of Object.keys(boundsByName).filter((one) => refusal(name, one) === null)) {
      const { exit, stderr } = await nosplit([
        'check',
        config,
        '--mutant',
        name,
        '--states',
        '2000',
        '--quiet',
        '--continue',
      ]);
      expect([0, 1, 3], `${config}: ${stderr}`).toContain(exit);
    }
  });
});
