import * as fc from 'fast-check';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Json, Trace } from '../../checker/index.ts';
import { stepper, traceThrough } from '../../checker/index.ts';
import { itf } from '../reporters/itf.ts';
import { selectModule } from '../selection/module.ts';
import { isEveryDay, rowsOf } from '../testing/every-day.ts';
import { nosplit } from '../testing/world.ts';

const cwd = mkdtempSync(join(tmpdir(), 'nosplit-itf-'));
afterAll(() => {
  rmSync(cwd, { recursive: true });
});
const write = (name: string, data: unknown): string => {
  writeFileSync(join(cwd, name), JSON.stringify(data));
  return name;
};
const world = { cwd, runsModel: () => undefined };

/** A walk by chance: each number chooses among the steps that are enabled. */
async function walkOf(model: string, choices: readonly number[]): Promise<{ trace: Trace; data: Json }> {
  const selection = await selectModule(model, [], world);
  const { system, subject } = selection;
  const walk = stepper(system);
  const enabled = new Uint16Array(walk.steps.length);
  const instances: number[] = [];
  walk.reset(0);
  for (const choice of choices) {
    const count = walk.enabled(enabled);
    if (count === 0) break;
    const instance = enabled[choice % count] ?? 0;
    walk.take(instance);
    instances.push(instance);
  }
  const trace = traceThrough(system, { root: 0, instances });
  return { trace, data: itf(system, trace, { description: '', status: 'ok', subject }) };
}

const replayed = async (file: string, ...words: string[]): Promise<Trace> => {
  const { stdout, stderr, exit } = await nosplit(['replay', file, ...words, '--format', 'json'], { cwd });
  expect(exit, stderr).toBe(0);
  return JSON.parse(stdout) as Trace;
};

const states = ({ initial, steps }: Trace): Json[] => [initial, ...steps.map(({ state }) => state)];
const models = ['peterson', 'two-phase-commit', 'dining-philosophers', 'alternating-bit'];

describe('what was written as ITF is read as the same trace', () => {
  test('any walk through an example', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...models),
        fc.array(fc.nat(1000), { maxLength: 25 }),
        async (model, choices) => {
          const { trace, data } = await walkOf(model, choices);
          expect(await replayed(write('own.itf.json', data))).toEqual(trace);
          // Of another tool: without an id, with big integers, and the model named by hand.
          const foreign = write('foreign.itf.json', foreignOf(data, true));
          expect(states(await replayed(foreign, '--model', model))).toEqual(states(trace));
          const bare = write('bare.itf.json', foreignOf(data, false));
          expect(states(await replayed(bare, '--model', model))).toEqual(states(trace));
        },
      ),
      { numRuns: isEveryDay ? 10 : 40 },
    );
  });

  test('a lasso, and the answer of why about it', async () => {
    const words = [
      'endless-small',
      '--design',
      '1.26-nosplit',
      '--property',
      'AdvanceEnds',
      '--fairness',
      'weak',
    ];
    const { stdout } = await nosplit(['check', ...words, '--format', 'itf']);
    const { stdout: report } = await nosplit(['check', ...words, '--format', 'json']);
    const { violations } = JSON.parse(report) as { violations: { trace: Trace }[] };
    writeFileSync(join(cwd, 'lasso.itf.json'), stdout);
    const trace = await replayed('lasso.itf.json');
    expect(trace.id).toBe(violations[0]?.trace.id);
    expect(trace.loop).toBe(4);
    const why = await nosplit(['why', 'StackGrowth', 'lasso.itf.json', '--at', '4'], { cwd });
    expect([why.exit, why.stderr]).toEqual([0, '']);
  });
});

/** As Quint or Apalache would write it: no id of ours; integers as `#bigint`; with or without the actions. */
function foreignOf(data: Json, actions: boolean): unknown {
  const { vars, states: all } = data as { vars: Json; states: Record<string, Json>[] };
  const big = (value: Json): unknown => {
    if (typeof value === 'number') return { '#bigint': String(value) };
    if (typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map((one: Json) => big(one));
    return Object.fromEntries(
      Object.entries(value).map(([key, one]: [string, Json]) => [key, key === 'index' ? one : big(one)]),
    );
  };
  return {
    '#meta': { format: 'ITF', description: 'of another tool' },
    vars,
    states: all.map((state) => {
      const kept = Object.entries(state).filter(([name]) => actions || !name.startsWith('mbt::'));
      return big(Object.fromEntries(kept));
    }),
  };
}

describe('damaged ITF', () => {
  /** Every way to damage one place of a value. */
  function* damaged(value: unknown): Generator {
    if (typeof value === 'number') yield* [value + 1, -1, 'x', null];
    else if (typeof value === 'string') yield* ['', `${value}x`, 7];
    else if (typeof value === 'boolean') yield* [!value, 'x'];
    else if (Array.isArray(value)) {
      yield [...(value as unknown[]), 0];
      for (const [at, one] of (value as unknown[]).entries()) {
        yield value.toSpliced(at, 1);
        for (const other of damaged(one)) yield value.with(at, other);
      }
    } else if (typeof value === 'object' && value !== null)
      for (const [key, one] of Object.entries(value) as [string, unknown][]) {
        yield Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
        for (const other of damaged(one)) yield { ...value, [key]: other };
      }
  }

  test.each(rowsOf(['own', 'foreign'], 1))(
    '%s: each is refused in a line, or is the same trace',
    async (kind) => {
      const { trace, data } = await walkOf('peterson', [0, 1, 0]);
      const words = kind === 'own' ? [] : ['--model', 'peterson'];
      const tried = { refused: 0, same: 0 };
      for (const other of damaged(kind === 'own' ? data : foreignOf(data, true))) {
        const file = write('damaged.itf.json', other);
        const { exit, stdout, stderr } = await nosplit(['replay', file, ...words, '--format', 'json'], {
          cwd,
        });
        if (exit === 0) {
          // What names nothing (a description), or a shorter walk that is one: the states are still those of the system.
          const found = states(JSON.parse(stdout) as Trace);
          expect(states(trace).slice(0, found.length)).toEqual(found);
          tried.same++;
        } else {
          expect([exit, stderr.split('\n').length, stderr.slice(0, 9)]).toEqual([2, 2, 'nosplit: ']);
          tried.refused++;
        }
      }
      expect(tried.refused).toBeGreaterThan(50);
      expect(tried.same).toBeGreaterThan(2);
    },
  );

  test.each<[string, unknown, string]>([
    ['no states', { '#meta': { format: 'ITF' }, states: [] }, 'is damaged ITF (states:'],
    ['a state that is none', { '#meta': { format: 'ITF' }, states: [1] }, 'is damaged ITF (states.0:'],
    [
      'another model',
      { '#meta': { format: 'ITF' }, vars: ['y'], states: [{ y: 1 }] },
      'has no variable flag',
    ],
  ])('%s', async (_, data, says) => {
    const file = write('bad.itf.json', data);
    const { exit, stderr } = await nosplit(['replay', file, '--model', 'peterson'], { cwd });
    expect(exit).toBe(2);
    expect(stderr).toContain(says);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('--property is for reports', async () => {
    const { data } = await walkOf('peterson', [0]);
    const { exit, stderr } = await nosplit(['replay', write('own.itf.json', data), '-p', 'X'], { cwd });
    expect(exit).toBe(2);
    expect(stderr).toContain('--property chooses from a saved report');
  });
});
