import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { check, loadSystem } from '../checker/index.ts';
import { naiveCheck } from '../checker/testing/naive.ts';
import { expectedRows } from '../peers/index.ts';
import type { Row } from '../peers/index.ts';
import { examples } from './index.ts';
import type { Example } from './index.ts';

// Each number of expected.json was printed by another checker: nosplit compare-peers says the same of it again.
const rows = expectedRows();
const here = fileURLToPath(new URL('./', import.meta.url));

const title = ({ model, params }: Row): string =>
  [model, ...Object.entries(params).map(([name, value]) => `${name}=${value}`)].join(' ');

const exampleOf = (model: string): Example => {
  const found = examples.find(({ name }) => name === model);
  if (found === undefined) throw new Error(`expected.json names ${model}, which is no example`);
  return found;
};

const load = ({ model, params }: Row): ReturnType<typeof loadSystem> =>
  loadSystem({ url: exampleOf(model).url, params });

describe('the engine agrees with other checkers', () => {
  // Spaces of a hundred thousand states and more are for all tests.
  for (const row of rows)
    test(title(row), { tags: row.distinct > 10 ** 5 ? ['exhaustive'] : [] }, async () => {
      const found = await check(await load(row), { continue: true });
      const steps = found.violations.map(({ property, trace }) => [property, trace?.steps.length] as const);
      expect({ ...found, violated: Object.fromEntries(steps) }).toMatchObject({
        verdict: row.verdict,
        distinct: row.distinct,
        generated: row.generated,
        diameter: row.diameter,
        left: 0,
      });
      expect(Object.fromEntries(steps)).toEqual(row.violated);
    });
});

describe('the slow twin agrees with other checkers, and debug mode finds no fault in the models', () => {
  const small = rows.filter(({ distinct }) => distinct <= 1000);
  test.each(small.map((row) => [title(row), row] as const))('%s', async (_, row) => {
    const system = await load(row);
    const { distinct, generated, diameter, violated } = row;
    expect(naiveCheck(system, true)).toEqual({ distinct, generated, diameter, violated });
    const debugged = await check(system, { continue: true, debug: true });
    expect(debugged).toMatchObject({ distinct, generated, diameter });
  });
});

describe('the list of examples', () => {
  test('names every module of this folder', () => {
    const modules = readdirSync(here).filter((file) => /^[a-z-]+\.ts$/.test(file) && file !== 'index.ts');
    expect(examples.map(({ name }) => `${name}.ts`).sort()).toEqual(modules.sort());
  });

  test.each(examples.map((example) => [example.name, example] as const))(
    '%s has the defaults that the list gives, and its name',
    async (name, { url, params }) => {
      const listed = Object.fromEntries(
        Object.entries(params).map(([key, { default: value }]) => [key, value]),
      );
      const [byDefault, byList] = [
        await loadSystem({ url, params: {} }),
        await loadSystem({ url, params: listed }),
      ];
      expect(byDefault.name).toBe(name);
      expect(JSON.stringify(byList)).toBe(JSON.stringify(byDefault));
      const [one, other] = [await check(byDefault), await check(byList)];
      expect([other.distinct, other.generated]).toEqual([one.distinct, one.generated]);
    },
  );

  test.each(examples.map((example) => [example.name, example] as const))(
    '%s holds by default with every action taken, and its broken variant is violated',
    async (name, { url, params }) => {
      const found = await check(await loadSystem({ url, params: {} }));
      expect(found.verdict).toBe('holds');
      expect(found.actions.filter(({ fired }) => fired === 0)).toEqual([]);
      // A deadlock property is exercised by states without successor, which most of these have not.
      const idle = found.properties.filter((is) => is.kind !== 'deadlockFree' && is.exercised === 0);
      expect(idle).toEqual([]);
      const judged = rows.filter(({ model }) => model === name).map(({ verdict }) => verdict);
      expect(judged).toEqual(expect.arrayContaining('broken' in params ? ['holds', 'violated'] : ['holds']));
    },
  );

  test.each(examples.map(({ name }) => name))('%s has a twin in TLA+', (name) => {
    const module = name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
    expect(existsSync(`${here}peers/tlc/${module}.tla`)).toBe(true);
    expect(existsSync(`${here}peers/tlc/${module}.cfg`)).toBe(true);
  });
});

test('the ABA counterexample is a pop that one thread begins and ends around the pops and the push of another', async () => {
  const system = await loadSystem({ url: exampleOf('treiber-stack').url, params: { broken: true } });
  const { violations } = await check(system);
  const [violation] = violations;
  expect(violation).toMatchObject({ property: 'NoOwnedNodeOnStack', trace: { shortest: true, switches: 2 } });
  expect(violation?.trace?.steps.map(({ action }) => action)).toEqual([
    'PopReadTop',
    'PopReadNext',
    ...['PopReadTop', 'PopReadNext', 'PopSwap'],
    ...['PopReadTop', 'PopReadNext', 'PopSwap'],
    ...['PushReadTop', 'PushLink', 'PushSwap'],
    'PopSwap',
  ]);
});
