import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nosplit, repository } from '../testing/world.ts';
import { plansText } from '../reporters/plans.ts';
import { plansOf, shortestReal } from './plans.ts';

/** How many of all can be forced, by the first line that was printed. */
function counted(stdout: string): readonly [all: number, forced: number] {
  const [, all = '', forced = ''] = /: of (\d+), (\d+) can be forced/.exec(stdout.replace(/\n/g, ' ')) ?? [];
  return [Number(all), Number(forced)];
}

test('of each design and property the shortest counterexample that can be forced is shown, or else the shortest', async () => {
  const all = [...(await plansOf('tiny', '1.26')), ...(await plansOf('sections-tiny', '1.26'))];
  const shown = shortestReal(all);
  for (const plan of shown) {
    const same = all.filter((one) => one.design === plan.design && one.property === plan.property);
    const forced = same.filter(({ schedule }) => schedule !== null);
    const least = Math.min(...(forced.length > 0 ? forced : same).map(({ run }) => run.trace.steps.length));
    expect(plan.run.trace.steps).toHaveLength(least);
    expect(plan.schedule === null).toBe(forced.length === 0);
  }
  // At tiny, the shortest one has a stop before which every real M has written, and a longer one has none.
  const lost = all.find(({ config, property }) => config === 'tiny' && property === 'NoLostBuffer');
  expect(lost?.schedule).not.toBe(null);
  expect(lost?.obstacle?.why).toMatch(/^an advance or a stop that waits before its store/);
});

test('the table names the step that is in the way, and why, and needs no Go', async () => {
  const { exit, stdout, stderr } = await nosplit(
    ['reproduce', '--all', 'statuses-tiny', '--design', '1.25'],
    {
      columns: 80,
    },
  );
  expect([exit, stderr]).toEqual([0, '']);
  expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
  // In the shortest, an advance comes to a goroutine that runs without a status.
  expect(stdout).toMatch(/\nGenerationsAgree +statuses-tiny +34 +yes, 14 steps\n/);
  expect(stdout).toMatch(/\n2: traceAdvance, an advance or a stop finds no running goroutine without/);
  expect(counted(stdout)).toEqual([2, 2]);
  const [plan] = await plansOf('statuses-tiny', '1.25');
  if (plan === undefined) throw new Error('there is no counterexample');
  const no = plansText([plan], [{ ...plan, schedule: null }], 100, (_, text) => text).join('\n');
  expect(no).toMatch(/statuses-tiny +\d+ +no, traceAdvance:\d+ #2 \(11\)\n/);
});

test('the page has those of the core', { tags: 'exhaustive' }, async () => {
  const plans = await plansOf('tiny', undefined);
  const page = readFileSync(join(repository, 'docs/reproduce.md'), 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| 1.') && line.includes('`tiny`'));
  expect(new Set(plans.map(({ design }) => design))).toEqual(new Set(['1.24', '1.25', '1.26', '1.27']));
  for (const { design, property, schedule } of plans) {
    const row = rows.find((line) => line.includes(`${design}.`) && line.includes(`\`${property}\``)) ?? '';
    const [, , , turns = ''] = row.split('|');
    expect(turns.trim(), `${design} ${property}`).toBe(schedule === null ? 'none' : String(schedule.length));
  }
});

test('--all with what does not go with it is one line and exit code 2', async () => {
  for (const [words, line] of [
    [['teeny'], /^nosplit: no config is called teeny/],
    [['--design', '1.26-nosplit'], /^nosplit: --design 1\.26-nosplit: no such release/],
    [
      ['--property', 'NoLostBuffer'],
      /^nosplit: --all takes all that is searched; leave out --trace and --property/,
    ],
  ] as const) {
    const { exit, stdout, stderr } = await nosplit(['reproduce', '--all', ...words]);
    expect([exit, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  }
});
