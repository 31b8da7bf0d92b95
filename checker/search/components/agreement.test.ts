import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkWith } from '../../check/check.ts';
import type { CheckSettings } from '../../check/options.ts';
import type { Report } from '../../check/report.ts';
import { examples } from '../../../examples/index.ts';
import type { RecordField } from '../../language/schema.ts';
import type { System } from '../../language/system.ts';
import grid from '../../testing/grid.ts';
import misfitSystem from '../../testing/misfits.ts';
import randomSymmetric from '../../testing/random-symmetric.ts';
import randomSystem, { specOf } from '../../testing/random-system.ts';
import { runs } from '../../testing/runs.ts';
import { expectedOf, summaryOf } from '../../testing/summary.ts';
import { withFirstSizes } from '../../testing/tiny-tables.ts';
import { firstPartSizes } from './part.ts';
import { segmentSizes } from './store.ts';
import { worth } from './over.ts';

const usual = { parts: { ...firstPartSizes }, segments: { ...segmentSizes }, worth: { ...worth } };
// Every few states, segments are added, tables grow, and rows are packed anew.
beforeEach(() => {
  // Some parts are looked up by their bits, and some by a hash.
  Object.assign(firstPartSizes, { values: 1, slots: 2, bits: 4 });
  Object.assign(segmentSizes, { bits: 2 });
});
afterEach(() => {
  Object.assign(firstPartSizes, usual.parts);
  Object.assign(segmentSizes, usual.segments);
  Object.assign(worth, usual.worth);
});

const misfit = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 30, maxLength: 30 }));
const sizes = { states: 4, slots: 8, largeSlots: 8 };
const seed = Number(process.env['FUZZ_SEED'] ?? 20261202);
const tape = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 300, maxLength: 300 }));

/** A report without what it takes and how it was kept. */
const text = ({ components: _, ...report }: Report): string =>
  JSON.stringify({
    ...report,
    ...{ elapsedMs: 0, statesPerSecond: 0, bytesPerState: 0 },
    liveness: report.liveness && { ...report.liveness, elapsedMs: 0 },
  });

/** The report in components, or what is thrown. */
const kept = <S extends RecordField>(system: System<S>, options: CheckSettings): Promise<Report | string> =>
  withFirstSizes(sizes, () => checkWith(system, { ...options, store: 'components' })).catch(String);

const said = (report: Report | string): string => (typeof report === 'string' ? report : text(report));

const ways: readonly (readonly [name: string, options: CheckSettings])[] = [
  ['breadth-first', {}],
  ['with all violations and what decides nothing', { continue: true, vacuity: true }],
  ['in debug mode', { debug: true }],
  ['depth-first', { search: 'depth-first', continue: true }],
];

describe(`random systems, seed ${String(seed)}`, () => {
  test.each(ways)('%s, both stores give one report, and the slow twin agrees', async (_, options) => {
    await fc.assert(
      fc.asyncProperty(tape, async (choices) => {
        const system = randomSystem(choices);
        const context = JSON.stringify(specOf(choices));
        const report = await kept(system, options);
        expect(said(report), context).toBe(
          said(await checkWith(system, { ...options, store: 'plain' }).catch(String)),
        );
        if (typeof report === 'string') return;
        if (options.search === undefined)
          expect(summaryOf(report), context).toEqual(expectedOf(system, options.continue === true));
      }),
      { seed, numRuns: runs({ ofEveryDay: 6, all: 30 }) },
    );
  });

  test('with symmetry, both stores give one report', async () => {
    await fc.assert(
      fc.asyncProperty(tape, async (choices) => {
        const system = randomSymmetric(choices);
        const options: CheckSettings = { symmetry: true, continue: true };
        const report = await kept(system, options);
        expect(said(report)).toBe(
          said(await checkWith(system, { ...options, store: 'plain' }).catch(String)),
        );
      }),
      { seed, numRuns: runs({ ofEveryDay: 6, all: 20 }) },
    );
  });

  test('a search that memory ends says so, and counts no state twice', async () => {
    await fc.assert(
      fc.asyncProperty(tape, fc.integer({ min: 2 ** 9, max: 2 ** 12 }), async (choices, memoryMaxBytes) => {
        const system = randomSystem(choices);
        const report = await kept(system, { continue: true, memoryMaxBytes });
        if (typeof report === 'string') throw new Error(report);
        if (report.limit === null) return;
        const whole = expectedOf(system, true);
        expect(report.limit).toBe('memory');
        expect(report.verdict).not.toBe('holds');
        expect(report.distinct).toBeLessThanOrEqual(whole.distinct);
      }),
      { seed, numRuns: runs({ ofEveryDay: 10, all: 50 }) },
    );
    const bound = await kept(grid({ side: 60 }), { memoryMaxBytes: 2 ** 13 });
    expect(bound).toMatchObject({ verdict: 'exhausted', limit: 'memory' });
  });
});

test.each(examples)('$name has one report in both stores', async ({ url }) => {
  const { default: made } = (await import(url)) as { default: System | ((params: object) => System) };
  const system = typeof made === 'function' ? made({}) : made;
  const report = await kept(system, { continue: true });
  expect(said(report)).toBe(said(await checkWith(system, { continue: true, store: 'plain' })));
});

test('a search is in components as soon as its first tables are full', async () => {
  const report = await kept(grid({ side: 30 }), {});
  if (typeof report === 'string') throw new Error(report);
  expect(report.distinct).toBe(900);
  expect(report.components).toBeDefined();
});

test('what a function throws is told alike', async () => {
  await fc.assert(
    fc.asyncProperty(tape, misfit, async (choices, of) => {
      const system = misfitSystem({ choices, misfit: of });
      const said = await kept(system, { continue: true });
      if (typeof said !== 'string') return;
      expect(said).toBe(await checkWith(system, { continue: true, store: 'plain' }).catch(String));
    }),
    { seed, numRuns: runs({ ofEveryDay: 8, all: 20 }) },
  );
});

describe('checkpoints', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nosplit-components-'));
  const file = join(folder, 'search');
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test('of either store are gone on from in either, with the report of a search that was not stopped', async () => {
    const store = fc.constantFrom('plain' as const, 'components' as const, 'auto' as const);
    const stops = fc.array(fc.tuple(store, fc.nat(60)), { minLength: 1, maxLength: 4 });
    const order = fc.constantFrom('breadth-first' as const, 'depth-first' as const);
    await fc.assert(
      fc.asyncProperty(tape, stops, store, order, async (choices, stops, last, search) => {
        const system = randomSystem(choices);
        const run = (options: CheckSettings): Promise<Report> =>
          withFirstSizes(sizes, () => checkWith(system, { search, continue: true, ...options }));
        rmSync(file, { force: true });
        let resume: CheckSettings = {};
        for (const [store, statesMax] of stops) {
          const { limit } = await run({ ...resume, store, statesMax, checkpoint: { file } });
          resume = { resume: file };
          if (limit === null) break;
        }
        expect(text(await run({ ...resume, store: last })), JSON.stringify(specOf(choices))).toBe(
          text(await run({ store: 'plain' })),
        );
      }),
      { seed, numRuns: runs({ ofEveryDay: 4, all: 20 }) },
    );
  });

  test.each([
    ['plain', 'components'],
    ['components', 'plain'],
  ] as const)('written from %s are gone on from in %s', async (first, last) => {
    const run = (options: CheckSettings): Promise<Report> =>
      withFirstSizes(sizes, () => checkWith(grid({ side: 40 }), options));
    rmSync(file, { force: true });
    const begun = await run({ store: first, checkpoint: { file }, statesMax: 400 });
    const later = await run({ store: last, resume: file });
    expect([begun.components === undefined, later.components === undefined]).toEqual([
      first === 'plain',
      last === 'plain',
    ]);
    expect(text(later)).toBe(text(await run({ store: 'plain' })));
  });

  test('go on in components with as many bytes as a search that was not stopped', async () => {
    const run = (options: CheckSettings): Promise<Report> =>
      withFirstSizes(sizes, () => checkWith(grid({ side: 60 }), { store: 'components', ...options }));
    rmSync(file, { force: true });
    const whole = await run({ checkpoint: { file } });
    rmSync(file, { force: true });
    await run({ checkpoint: { file }, statesMax: 900 });
    const later = await run({ resume: file, checkpoint: { file } });
    expect(later.components).toEqual(whole.components);
    expect(later.bytesPerState).toBe(whole.bytesPerState);
  });
});

describe('a search that is to choose', () => {
  const memoryMaxBytes = 2 ** 18;
  const system = grid({ side: 200 });

  test('goes on in components where memory ends, if these take less', async () => {
    Object.assign(worth, { states: 0, share: 10 });
    const exhausted = await checkWith(system, { memoryMaxBytes, store: 'plain', engine: 'js' });
    expect(exhausted).toMatchObject({ verdict: 'exhausted', limit: 'memory' });
    for (const engine of ['js', 'auto'] as const) {
      const report = await checkWith(system, { memoryMaxBytes, engine });
      expect(report.distinct).toBeGreaterThan(exhausted.distinct);
      expect(report.components?.length).toBeGreaterThan(0);
    }
  });

  test('stays where they do not', async () => {
    Object.assign(worth, { states: 0, share: 0 });
    expect((await checkWith(system, { memoryMaxBytes })).components).toBeUndefined();
  });

  test('cannot with several workers or in WebAssembly, and says so', async () => {
    const module = { url: examples[0]?.url ?? '' };
    await expect(checkWith(system, { store: 'components', engine: 'wasm' })).rejects.toThrow(
      'the store components cannot keep this: the engine wasm knows whole states only; leave one of the two out',
    );
    await expect(checkWith(system, { store: 'components', workers: 2, module })).rejects.toThrow(
      'the store components cannot keep this: it has several workers; leave one of the two out',
    );
  });
});
