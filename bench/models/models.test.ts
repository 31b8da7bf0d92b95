import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { check, loadSystem } from '../../checker/index.ts';
import { examples } from '../../examples/index.ts';
import { expectedRows, inScratch, outcome, peers } from '../../peers/index.ts';
import type { Row } from '../../peers/index.ts';

// Each number of these rows was printed by SPIN, too; the slow rows are those that the bench measures and compares.
const rows = expectedRows('bench');
const small = rows.filter(({ slow }) => slow !== true);
const measured = rows.filter(({ slow }) => slow === true);
const models = readdirSync(new URL('./', import.meta.url))
  .filter((file) => /^[a-z-]+\.ts$/.test(file))
  .map((file) => file.slice(0, -'.ts'.length));

const title = ({ model, params }: Row): string =>
  [model, ...Object.entries(params).map(([name, value]) => `${name}=${String(value)}`)].join(' ');

test.each(small.map((row) => [title(row), row] as const))('%s has the counts of SPIN', async (_, row) => {
  const { model, params, distinct, generated, diameter, verdict, violated } = row;
  const url = new URL(`./${model}.ts`, import.meta.url).href;
  const found = await check(await loadSystem({ url, params }), { continue: true, debug: distinct < 1000 });
  const steps = found.violations.map(({ property, trace }) => [property, trace?.steps.length] as const);
  expect(found).toMatchObject({ distinct, generated, diameter, verdict });
  expect(Object.fromEntries(steps)).toEqual(violated);
  // What is broken may leave an action out.
  if (verdict === 'holds') expect(found.actions.filter(({ fired }) => fired === 0)).toEqual([]);
});

test('each model holds somewhere, is violated where it is broken, and is measured, as each example is', () => {
  expect(models).toHaveLength(10);
  for (const name of models) {
    const verdicts = small.filter(({ model }) => model === name).map(({ verdict }) => verdict);
    expect(verdicts).toEqual(expect.arrayContaining(['holds', 'violated']));
  }
  const all = [...models, ...examples.map(({ name }) => name)];
  // Two-phase commit has rows of its own, with other tools.
  expect([...measured.map(({ model }) => model), 'two-phase-commit'].sort()).toEqual(all.sort());
  // A lock for two processes has no more states.
  const few = measured.filter(({ distinct }) => distinct < 300_000).map(({ model }) => model);
  expect(few).toEqual(['mutex', 'peterson', 'dekker']);
});

const spin = peers.find(({ name }) => name === 'spin');
const missing = spin?.missing();
if (missing !== undefined) console.log(`skipped: SPIN's counts of the bench's models: ${missing}`);

describe.skipIf(spin === undefined || missing !== undefined)('SPIN', { tags: ['exhaustive'] }, () => {
  test.each(small.map((row) => [title(row), row] as const))('counts the same of %s', (_, row) => {
    const { distinct, generated, diameter, violated } = row;
    const steps = Object.values(violated);
    // The twin of go-back-n judges a message when it is taken, which is one step later.
    const later = row.model === 'go-back-n' ? 1 : 0;
    // It tells of an assertion by no name.
    const earliest = steps.length === 0 ? {} : { '*': Math.min(...steps) + later };
    expect(spin?.run(row)).toEqual({ distinct, generated, diameter, violated: earliest });
  });

  const startsAnywhere = expectedRows().filter(
    ({ model, verdict, distinct }) =>
      ['token-ring', 'termination-detection'].includes(model) && verdict === 'holds' && distinct < 1000,
  );
  test.each(startsAnywhere)('counts the same of $model, whose twin chooses its start', (row) => {
    const found = inScratch((folder) => {
      const search = spin?.prepare(row, folder, { workers: 1, search: 'depth-first' });
      return search && outcome(search);
    });
    expect(found).toEqual({ distinct: row.distinct, generated: row.generated, violated: {} });
  });
});
