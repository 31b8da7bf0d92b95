import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkWith } from '../../check/check.ts';
import type { CheckSettings } from '../../check/options.ts';
import { examples } from '../../../examples/index.ts';
import twoPhaseCommit from '../../../examples/two-phase-commit.ts';
import { tracerModule, tracerOf } from '../../../model/index.ts';
import type { System } from '../../language/system.ts';
import { programOf } from '../../language/program.ts';
import { viewsOf } from '../../state/views.ts';
import { alike, askingFunctions, goingOverAtOnce, said } from '../../testing/both-engines.ts';
import grid from '../../testing/grid.ts';
import misfitSystem from '../../testing/misfits.ts';
import randomSystem, { specOf } from '../../testing/random-system.ts';
import { workerModule } from '../../testing/for-workers.ts';
import { runs } from '../../testing/runs.ts';
import { withFirstSizes } from '../../testing/tiny-tables.ts';
import { reach } from '../store.ts';
import { ownBytes } from './addresses.ts';

const seed = Number(process.env['FUZZ_SEED'] ?? 20261130);
const numRuns = runs({ ofEveryDay: 10, all: 60 });
const tape = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 300, maxLength: 300 }));

const sizes = { states: 8, slots: 16, largeSlots: 16 };

test('a search that leaves its small store before that is full reports the same, bytes included', async () => {
  const system = grid({ side: 90 });
  const js = await said(system, { engine: 'js' });
  expect(await goingOverAtOnce(() => said(system, { engine: 'auto' }))).toBe(js);
  expect(js).toContain('"distinct":8100');
});

describe(`random systems, seed ${String(seed)}`, () => {
  test(`both engines give byte-identical reports on ${String(numRuns)} systems`, async () => {
    await fc.assert(
      fc.asyncProperty(tape, fc.boolean(), async (choices, all) => {
        const system = randomSystem(choices);
        const options: CheckSettings = { continue: all, memoryMaxBytes: 2 ** 18 };
        const context = JSON.stringify(specOf(choices));
        const js = await said(system, { ...options, engine: 'js' });
        const wasm = await said(system, { ...options, engine: 'wasm' });
        expect(wasm, context).toBe(js);
        const asked = await askingFunctions(choices, () => said(system, { ...options, engine: 'wasm' }));
        expect(asked, context).toBe(js);
        const over = await withFirstSizes(sizes, () =>
          goingOverAtOnce(() => said(system, { ...options, engine: 'auto' })),
        );
        const grown = await withFirstSizes(sizes, () => said(system, { ...options, engine: 'js' }));
        expect(over, context).toBe(grown);
      }),
      { seed, numRuns },
    );
  });
});

test(`2 and 4 workers give the report of one, on ${String(Math.ceil(numRuns / 2))} random systems`, async () => {
  await fc.assert(
    fc.asyncProperty(tape, fc.boolean(), async (choices, all) => {
      const system = randomSystem(choices);
      const options: CheckSettings = { continue: all, memoryMaxBytes: 2 ** 20 };
      const js = alike(await said(system, { ...options, engine: 'js' }));
      const module = { url: workerModule('random-system.ts'), params: choices };
      for (const workers of [2, 4]) {
        const run = () => said(system, { ...options, engine: 'wasm', workers, module });
        const wasm = alike(await (workers === 2 ? run() : askingFunctions(choices, run)));
        expect(wasm, JSON.stringify(specOf(choices))).toBe(js);
      }
    }),
    { seed, numRuns: Math.ceil(numRuns / 2) },
  );
});

describe('a search goes over and back', () => {
  const system = grid({ side: 60 });
  const js = () => withFirstSizes(sizes, () => said(system, { engine: 'js' }));

  test('where WebAssembly reaches less memory than the bound allows', async () => {
    const before = { ...reach };
    const own = ownBytes(programOf(system), viewsOf(system.state).layout.words);
    reach.bytes = own + 2 ** 15;
    try {
      for (const engine of ['auto', 'wasm'] as const)
        expect(await withFirstSizes(sizes, () => goingOverAtOnce(() => said(system, { engine })))).toBe(
          await js(),
        );
    } finally {
      Object.assign(reach, before);
    }
  });

  test('where it was stopped and is resumed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nosplit-engine-'));
    const checkpoint = { file: join(folder, 'checkpoint') };
    const whole = await withFirstSizes(sizes, () =>
      goingOverAtOnce(async () => {
        for (const [engine, statesMax] of [
          ['auto', 300],
          ['js', 1000],
          ['wasm', 2500],
        ] as const) {
          const resume = statesMax === 300 ? {} : { resume: checkpoint.file };
          expect(await said(system, { engine, statesMax, checkpoint, ...resume })).toContain('"exhausted"');
        }
        return said(system, { engine: 'auto', resume: checkpoint.file });
      }),
    );
    rmSync(folder, { recursive: true });
    expect(whole).toBe(await js());
  });
});

test('a search that memory ended within a level goes on in either engine', async () => {
  const system = twoPhaseCommit({ n: 5 });
  const folder = mkdtempSync(join(tmpdir(), 'nosplit-engine-'));
  const whole = alike(await said(system, { engine: 'js' }));
  for (const engine of ['js', 'wasm'] as const) {
    const checkpoint = { file: join(folder, engine) };
    const stopped = await withFirstSizes({ states: 512, slots: 512, largeSlots: 512 }, () =>
      said(system, { engine: 'wasm', memoryMaxBytes: 2 ** 15, checkpoint }),
    );
    expect(stopped).toContain('"limit":"memory"');
    // Some successors of states that were expanded have not been found (squares.ts).
    expect(alike(await said(system, { engine, resume: checkpoint.file }))).toBe(whole);
  }
  rmSync(folder, { recursive: true });
});

test(`a misfit is the same error, in ${String(numRuns)} systems`, async () => {
  const met = { same: 0, thrown: 0 };
  const misfit = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 30, maxLength: 30 }));
  await fc.assert(
    fc.asyncProperty(tape, misfit, async (choices, of) => {
      const system = misfitSystem({ choices, misfit: of });
      const js = await said(system, { continue: true, engine: 'js' });
      const wasm = await said(system, { continue: true, engine: 'wasm' });
      expect(wasm, JSON.stringify({ choices, of })).toBe(js);
      const asked = await askingFunctions(choices, () => said(system, { continue: true, engine: 'wasm' }));
      expect(asked, JSON.stringify({ choices, of })).toBe(js);
      met.same++;
      if (!js.startsWith('{')) met.thrown++;
    }),
    { seed, numRuns },
  );
  expect(met.same).toBeGreaterThan(0);
});

describe('the tracer', () => {
  const everyDay = { design: 'seed', bounds: 'reader-tiny' };
  const byNight: readonly Parameters<typeof tracerOf>[0][] = [
    { design: '1.26-nosplit', bounds: 'tiny' },
    { design: '1.26-nosplit', bounds: 'procs-tiny' },
    { design: '1.26-nosplit', bounds: 'small', granularity: 'fine' },
  ];
  const rows: readonly Parameters<typeof tracerOf>[0][] = [
    everyDay,
    { design: 'seed', bounds: 'tiny' },
    { design: '1.26', bounds: 'sections-tiny' },
    { design: '1.26-nosplit', bounds: 'memory-tiny' },
    { design: '1.26-nosplit', bounds: 'tiny', granularity: 'fine' },
    { design: '1.26-nosplit', bounds: 'small' },
    ...(process.env['NIGHTLY'] === undefined ? [] : byNight),
  ];
  for (const steps of rows) {
    const { bounds, granularity = 'coarse' } = steps;
    const design = JSON.stringify(steps.design);
    test(
      `${design} at ${bounds} in ${granularity} steps: both engines give the same report`,
      { tags: steps === everyDay ? [] : ['exhaustive'] },
      async () => {
        const system = tracerOf(steps);
        const options: CheckSettings = { continue: true, safety: true, traces: steps.design !== 'seed' };
        const js = await said(system, { ...options, engine: 'js' });
        expect(js).toContain('"verdict"');
        expect(await said(system, { ...options, engine: 'wasm' })).toBe(js);
        // Worker threads cannot import a .ts file.
        const url = new URL('../../../build/model/module.js', import.meta.url).href;
        const module = { ...tracerModule(steps), url };
        for (const workers of bounds === 'tiny' ? [2, 4] : [2])
          expect(alike(await said(system, { ...options, engine: 'wasm', workers, module }))).toBe(alike(js));
      },
    );
  }
});

describe('what the engine wasm cannot do is bad input', () => {
  test.each<[CheckSettings, string]>([
    [{ debug: true }, 'debug mode asks the functions themselves'],
    [{ unchecked: true }, 'it checks what is written'],
    [{ search: 'depth-first' }, 'it searches breadth-first'],
  ])('%o', async (options, why) => {
    const system = randomSystem([]);
    await expect(checkWith(system, { ...options, engine: 'wasm' })).rejects.toThrow(why);
    await expect(checkWith(system, { ...options, engine: 'auto' })).resolves.toBeDefined();
  });
});

describe('examples', () => {
  for (const { name, url, params } of examples)
    for (const broken of 'broken' in params ? [false, true] : [false])
      test(
        `${name}${broken ? ', broken' : ''}: both engines give the same report`,
        { tags: ['two-phase-commit', 'bounded-buffer'].includes(name) ? [] : ['exhaustive'] },
        async () => {
          const made = ((await import(url)) as { default: unknown }).default;
          const system = (
            typeof made === 'function' ? (made as (of: object) => unknown)({ broken }) : made
          ) as System;
          const options: CheckSettings = { continue: true, safety: true };
          const js = await said(system, { ...options, engine: 'js' });
          expect(js).toContain('"verdict"');
          expect(await said(system, { ...options, engine: 'wasm' })).toBe(js);
          const module = { url: pathToFileURL(`build/examples/${name}.js`).href, params: { broken } };
          expect(alike(await said(system, { ...options, engine: 'wasm', workers: 2, module }))).toBe(
            alike(js),
          );
        },
      );
});
