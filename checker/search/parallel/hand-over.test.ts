import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkWith } from '../../check/check.ts';
import type { CheckSettings } from '../../check/options.ts';
import type { Report } from '../../check/report.ts';
import { programOf } from '../../language/program.ts';
import type { System } from '../../language/system.ts';
import { viewsOf } from '../../state/views.ts';
import { moduleOf, workerModule } from '../../testing/for-workers.ts';
import grid from '../../testing/grid.ts';
import randomSystem, { specOf } from '../../testing/random-system.ts';
import { runs } from '../../testing/runs.ts';
import { withFirstSizes } from '../../testing/tiny-tables.ts';
import { reach } from '../store.ts';
import { ownBytes } from '../wasm/addresses.ts';
import { pace } from '../wasm/going-over.ts';
import { sharing } from './sharing.ts';

const folder = mkdtempSync(join(tmpdir(), 'nosplit-hand-over-'));
const file = join(folder, 'search');
const atOnce = { ...sharing };
const farthest = { ...reach };
const usual = { ...pace };
beforeEach(() => {
  Object.assign(pace, { afterMs: 0, leftMs: 0, lookMs: 0 });
});
afterEach(() => {
  Object.assign(sharing, atOnce);
  Object.assign(reach, farthest);
  Object.assign(pace, usual);
});

/** Bytes that hold the parts of all threads and few states. */
const within = ({ state, ...system }: System, workers: number): number =>
  (workers + 1) * ownBytes(programOf({ state, ...system }), viewsOf(state).layout.words) + 2 ** 14;

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const text = (report: Report): string =>
  JSON.stringify({ ...report, elapsedMs: 0, statesPerSecond: 0, bytesPerState: 0, workers: 0 });

const seed = Number(process.env['FUZZ_SEED'] ?? 20261201);
const numRuns = runs({ ofEveryDay: 15, all: 100 });
const tape = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 300, maxLength: 300 }));
const url = workerModule('random-system.ts');

test(`${String(numRuns)} random systems have the reports of one worker, whenever others take over, seed ${String(seed)}`, async () => {
  const how = fc.record({
    workers: fc.constantFrom(2, 3),
    states: fc.nat(80),
    waits: fc.boolean(),
    all: fc.boolean(),
    debug: fc.boolean(),
    tiny: fc.boolean(),
    engine: fc.constantFrom('js' as const, 'auto' as const),
    // WebAssembly reaches so few bytes that the search goes on in larger columns.
    far: fc.boolean(),
    // Stopped at so many states, and gone on from there.
    stop: fc.option(fc.nat(60)),
  });
  let asked = 0;
  const sharedAt = new Set<number>();
  await fc.assert(
    fc.asyncProperty(
      tape,
      how,
      async (choices, { workers, states, waits, all, debug, tiny, engine, far, stop }) => {
        const system = randomSystem(choices);
        const run = (options: CheckSettings): Promise<Report> =>
          checkWith(system, { continue: all, debug, engine, module: { url, params: choices }, ...options });
        const sizes = tiny ? { states: 4, slots: 8, largeSlots: 16 } : {};
        await withFirstSizes({ states: 1 << 13, slots: 1 << 10, largeSlots: 1 << 14, ...sizes }, async () => {
          const one = await run({ workers: 1, engine: 'js' });
          reach.bytes = far ? within(system, workers) : farthest.bytes;
          const search = asked++;
          const isDue: typeof sharing.isDue = ({ expanded }) => expanded >= states && !!sharedAt.add(search);
          Object.assign(sharing, { isDue, waits });
          let resume: CheckSettings = {};
          rmSync(file, { force: true });
          if (stop !== null) {
            await run({ workers, statesMax: stop, checkpoint: { file } });
            resume = { resume: file };
          }
          expect(text(await run({ workers, ...resume })), JSON.stringify(specOf(choices))).toBe(text(one));
        });
      },
    ),
    { seed, numRuns },
  );
  expect(sharedAt.size).toBeGreaterThan(numRuns / 20);
  expect(asked - sharedAt.size).toBeGreaterThan(numRuns / 20);
});

describe('a search', () => {
  const params = { side: 300 };
  const module = { url: workerModule('grid.ts'), params };
  const nowhere = { url: new URL('nowhere.js', import.meta.url).href };

  test('that is over before the others have started is not theirs, and their faults are none of it', async () => {
    Object.assign(sharing, { isDue: () => true, waits: false });
    // While the structures are looked for, the others might start.
    Object.assign(pace, usual);
    const small = { side: 3 };
    expect(await checkWith(grid(small), { workers: 2, module: nowhere })).toMatchObject({ distinct: 9 });
    Object.assign(sharing, { isDue: () => false });
    expect(await checkWith(grid(params), { workers: 2, module: nowhere })).toMatchObject({
      distinct: 90_000,
    });
    Object.assign(sharing, atOnce);
    expect(await checkWith(grid(params), { workers: 2, module })).toMatchObject({ distinct: 90_000 });
  });

  test('that goes on while the others start hears of their faults', async () => {
    Object.assign(sharing, { isDue: () => true, waits: false });
    const large = { side: 4000 };
    await expect(checkWith(grid(large), { workers: 2, module: nowhere })).rejects.toThrow(
      'Cannot find module',
    );
    const ends = { url: moduleOf('process.exit(3)') };
    await expect(checkWith(grid(large), { workers: 2, module: ends })).rejects.toThrow(
      'a worker thread ended with code 3',
    );
  });

  test('keeps its bound of time when it is handed over, and an interrupt ends it', async () => {
    Object.assign(sharing, { isDue: ({ expanded }: { expanded: number }) => expanded > 1000, waits: true });
    const large = { side: 4000 };
    const own = { workers: 2, module: { ...module, params: large } };
    // To its end it would search 16 million states.
    const { limit, distinct } = await checkWith(grid(large), { ...own, timeMaxMs: 300 });
    expect(limit).toBe('time');
    expect(distinct).toBeLessThan(8_000_000);
    const controller = new AbortController();
    const onProgress = ({ distinct }: { distinct: number }): void => {
      if (distinct > 20_000) controller.abort();
    };
    const ended = await checkWith(grid(large), { ...own, signal: controller.signal, onProgress });
    expect(ended).toMatchObject({ limit: 'interrupt', verdict: 'exhausted' });
  });

  test('judges every property after it went over, those that were asked once before, too', async () => {
    const hole = [17, 23] as const;
    const one = text(await checkWith(grid({ ...params, hole }), { engine: 'js' }));
    expect(one).toContain('"violated"');
    for (const states of [0, 1, 100]) {
      Object.assign(sharing, { isDue: ({ expanded }: { expanded: number }) => expanded >= states });
      for (const engine of ['auto', 'wasm'] as const) {
        const shared = { workers: 2, engine, module: { ...module, params: { ...params, hole } } };
        expect(text(await checkWith(grid({ ...params, hole }), shared))).toBe(one);
      }
    }
  });

  test('goes on in larger columns where WebAssembly reaches no further, by one worker or by several', async () => {
    const one = await checkWith(grid(params), { engine: 'js' });
    reach.bytes = within(grid(params), 2);
    const held = (await checkWith(grid(params), { workers: 2, module, memoryMaxBytes: 2 ** 21 })).distinct;
    expect(held).toBeLessThan(one.distinct);
    for (const isDue of [() => true, () => false]) {
      Object.assign(sharing, { isDue });
      expect(text(await checkWith(grid(params), { workers: 2, module }))).toBe(text(one));
    }
  });

  test('tells counts that only grow, before and after it is handed over', async () => {
    Object.assign(sharing, { isDue: ({ expanded }: { expanded: number }) => expanded > 20_000, waits: true });
    const seen: number[][] = [];
    const report = await checkWith(grid(params), {
      workers: 2,
      module,
      onProgress: ({ distinct, generated, depth, elapsedMs }) =>
        seen.push([distinct, generated, depth, elapsedMs]),
    });
    for (const column of [0, 1, 2, 3]) {
      const values = seen.map((row) => row[column] ?? NaN);
      expect(values).toEqual(values.toSorted((a, b) => a - b));
    }
    expect(seen.at(-1)?.slice(0, 2)).toEqual([report.distinct, report.generated]);
  });
});
