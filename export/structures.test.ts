import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectedRows } from '../peers/index.ts';
import type { Row } from '../peers/index.ts';
import { SystemError, check, describeSystem, loadSystem } from '../checker/index.ts';
import type { System } from '../checker/index.ts';
import randomSystem from '../checker/testing/random-system.ts';
import { runs } from '../checker/testing/runs.ts';
import { validatorOf } from '../cli/testing/schema.ts';
import { examples } from '../examples/index.ts';
import { tracerOf } from '../model/index.ts';
import { structuresDocument } from './structures.ts';
import { interpret } from './testing/interpreter.ts';

const title = ({ model, params }: Row): string =>
  [model, ...Object.entries(params).map(([name, value]) => `${name}=${String(value)}`)].join(' ');

const load = ({ model, params }: Row): ReturnType<typeof loadSystem> =>
  loadSystem({ url: examples.find(({ name }) => name === model)?.url ?? '', params });

const textOf = async (system: System, runsMax?: number): Promise<string> =>
  JSON.stringify(
    structuresDocument(await describeSystem(system, runsMax === undefined ? {} : { runsMax }), system.name),
  );

/** What the checker finds, in the interpreter's terms. */
async function checked(system: System): Promise<ReturnType<typeof interpret>> {
  const { distinct, generated, diameter, violations } = await check(system, { continue: true, safety: true });
  const violated = violations.map(({ property, trace }) => [property, trace?.steps.length ?? null] as const);
  return { distinct, generated, diameter, violated: Object.fromEntries(violated) };
}

describe('what is exported has the counts of other checkers', () => {
  for (const row of expectedRows().filter(({ distinct }) => distinct <= 30_000))
    test(title(row), { tags: row.distinct > 500 ? ['exhaustive'] : [] }, async () => {
      const { distinct, generated, diameter, violated } = row;
      expect(interpret(await textOf(await load(row)))).toEqual({ distinct, generated, diameter, violated });
    });
});

describe('so has what is known on reached states alone', () => {
  for (const row of expectedRows().filter(({ distinct }) => distinct <= 2000))
    test(title(row), { tags: row.distinct > 100 ? ['exhaustive'] : [] }, async () => {
      const text = await textOf(await load(row), 3);
      expect(text).toContain('"effect":"reached"');
      const { distinct, generated, diameter, violated } = row;
      expect(interpret(text)).toEqual({ distinct, generated, diameter, violated });
    });
});

describe("so have the tracer's systems", { tags: ['exhaustive'] }, () => {
  // In memory-tiny effects go too many ways, in all of them properties.
  for (const [design, bounds] of [
    ['1.26', 'tiny'],
    ['1.23', 'reader-tiny'],
    ['1.26-nosplit', 'memory-tiny'],
  ] as const)
    test(`design ${design} at ${bounds}`, async () => {
      const system = tracerOf({ design, bounds });
      expect(interpret(await textOf(system, 1 << 12))).toEqual(await checked(system));
    });
});

test('so have random systems, in both ways', async () => {
  const tape = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 300, maxLength: 300 }));
  const seed = Number(process.env['FUZZ_SEED'] ?? 20261201);
  const numRuns = runs({ ofEveryDay: 5, all: 100 });
  let described = 0;
  await fc.assert(
    fc.asyncProperty(tape, async (choices) => {
      const system = randomSystem(choices);
      const expected = await checked(system);
      try {
        for (const runsMax of [3, undefined])
          expect(interpret(await textOf(system, runsMax))).toEqual(expected);
        described++;
      } catch (thrown) {
        // A field of two thousand million values.
        if (!(thrown instanceof SystemError)) throw thrown;
        expect(thrown.message).toContain('a scalar has too many values');
      }
    }),
    { seed, numRuns },
  );
  expect(described).toBeGreaterThan(numRuns / 2);
});

test('it is of its schema, and says another thing where a node is another one', async () => {
  const system = await loadSystem({
    url: examples.find(({ name }) => name === 'peterson')?.url ?? '',
    params: {},
  });
  const text = await textOf(system);
  const document = JSON.parse(text) as ReturnType<typeof structuresDocument>;
  const validate = validatorOf('structures');
  validate(document);
  expect(validate.errors ?? []).toEqual([]);
  const found = JSON.stringify(interpret(text));
  const isNoticed = document.nodes.map((node, at) => {
    if (typeof node === 'number') return true;
    const [scalar, ...children] = node;
    const nodes = document.nodes.with(at, [scalar, ...children.reverse()]);
    try {
      return JSON.stringify(interpret(JSON.stringify({ ...document, nodes }))) !== found;
    } catch {
      return true;
    }
  });
  // Some decide nothing that is reached.
  expect(isNoticed.filter((one) => one).length).toBeGreaterThan(isNoticed.length / 2);
});
