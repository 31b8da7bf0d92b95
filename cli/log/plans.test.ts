import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { replay } from '../../checker/index.ts';
import { designs } from '../../model/index.ts';
import { readExpectations } from '../matrix/expectations.ts';
import { selectMutant } from '../selection/mutants.ts';
import { selectDesign } from '../selection/tracer.ts';
import { nosplit, repository } from '../testing/world.ts';
import { plansOf, shortestReal } from './plans.ts';

test('of each design and property the shortest counterexample that can be forced is shown, or else the shortest', () => {
  const all = plansOf(undefined, undefined, '.');
  const shown = shortestReal(all);
  expect(new Set(all.map(({ design }) => design))).toEqual(new Set(['1.23', '1.24', '1.25', '1.26']));
  expect(all.every(({ schedule, obstacle }) => (schedule === null) !== (obstacle === null))).toBe(true);
  for (const plan of shown) {
    const same = all.filter((one) => one.design === plan.design && one.property === plan.property);
    const forced = same.filter(({ schedule }) => schedule !== null);
    const least = Math.min(...(forced.length > 0 ? forced : same).map(({ trace }) => trace.steps.length));
    expect(plan.trace.steps).toHaveLength(least);
    expect(plan.schedule === null).toBe(forced.length === 0);
  }
  const forced = all.filter(({ schedule }) => schedule !== null).length;
  const page = readFileSync(join(repository, 'docs/reproduce.md'), 'utf8');
  expect(page.replace(/\s+/g, ' ')).toContain(`Of ${all.length}, ${forced} can be forced`);
  // The shortest one of 1.26 has 25 steps and a stop among them.
  const lost = shown.find(({ design, property }) => design === '1.26' && property === 'NoLostBuffer');
  expect([lost?.config, lost?.trace.steps.length, lost?.schedule?.length]).toEqual(['sections-tiny', 30, 19]);
});

test('the table names the step that is in the way, and why, and needs no Go', async () => {
  const { exit, stdout, stderr } = await nosplit(['reproduce', '--all', '--design', '1.26'], { columns: 80 });
  expect([exit, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/\nNoBufferQueuedTwice +tiny +33 {2}yes, 22 steps\n/);
  expect(stdout).toMatch(/\nNoLostBuffer +sections-tiny +30 {2}yes, 19 steps\n/);
  const all = await nosplit(['reproduce', '--all'], { columns: 80 });
  expect(Math.max(...all.stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
  const tiny = await nosplit(['reproduce', '--all', 'tiny']);
  expect(tiny.stdout).toMatch(/^\d+ shortest counterexamples in 1 config, /);
  expect(tiny.stdout).toMatch(/\nNoLostBuffer +tiny +25 {2}no, EventEnsure \(\d+\)\n/);
  expect(tiny.stdout).toMatch(/\n\d+: EventEnsure, an advance or a stop that waits before its store/);
  // Whatever cannot be forced has its reason.
  const [, total = '', forced = ''] =
    /^(\d+) shortest .* of which (\d+) can/.exec(all.stdout.replace(/\n/g, ' ')) ?? [];
  const others = [...all.stdout.matchAll(/^(\d+): /gm)].reduce((sum, [, times]) => sum + Number(times), 0);
  expect(others).toBe(Number(total) - Number(forced));
  expect(all.stdout).toMatch(/^\d+: a tracer that drops nested sections is that of Go 1\.23/m);
});

test('--all with what does not go with it is one line and exit code 2', async () => {
  for (const [words, line] of [
    [['teeny'], /^nosplit: no config is called teeny/],
    [['--design', '1.26-nosplit'], /^nosplit: --design 1\.26-nosplit: no such release/],
    [
      ['--property', 'NoLostBuffer'],
      /^nosplit: --all takes all that is kept; leave out --trace and --property/,
    ],
  ] as const) {
    const { exit, stdout, stderr } = await nosplit(['reproduce', '--all', ...words]);
    expect([exit, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  }
});

// Those of the releases are replayed by the tests above.
test('every trace that the expectations keep fits the model', { tags: 'exhaustive' }, () => {
  let traces = 0;
  for (const [config, variants] of Object.entries(readExpectations(undefined, '.')))
    for (const [variant, { violated }] of Object.entries(variants)) {
      const { system } = Object.hasOwn(designs, variant)
        ? selectDesign(variant, config)
        : selectMutant(variant, config);
      for (const { steps, trace } of Object.values(violated)) {
        if (trace === null) continue;
        expect(replay(system, trace).steps).toHaveLength(steps ?? NaN);
        traces++;
      }
    }
  expect(traces).toBeGreaterThan(1000);
});
