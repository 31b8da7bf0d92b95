import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import twoPhaseCommit from '../../examples/two-phase-commit.ts';
import { tracerOf } from '../../model/index.ts';
import { int, over, record } from '../index.ts';
import { enabledOf, take } from '../evaluate/step.ts';
import { programOf } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import type { System } from '../language/system.ts';
import { noHooks } from '../search/hooks.ts';
import { breadthFirst } from '../search/sequential.ts';
import { boundsOf } from '../search/setup.ts';
import { eachState, spaceOf } from '../space/space.ts';
import { viewsOf } from '../state/views.ts';
import randomSystem from '../testing/random-system.ts';
import { runs } from '../testing/runs.ts';
import { commutingOf } from './commuting.ts';
import { structuresOf } from './structures.ts';

/** Takes each two steps that are said to commute from every reached state in both orders; returns how many squares these made. */
async function squaresOf<S extends RecordField>(system: System<S>): Promise<number> {
  const program = programOf(system, []);
  const views = viewsOf(system.state);
  const { layout, current, next } = views;
  const commute = commutingOf(structuresOf(program, layout, { apart: true }), layout.scalars.length);
  const instances = [...Array(program.instances).keys()];
  const others = instances.map((a) => instances.filter((b) => commute(a, b)));
  for (const a of instances) expect(others[a]).toEqual(instances.filter((b) => commute(b, a)));
  const result = await breadthFirst(
    { program, views, reduction: null },
    boundsOf({ engine: 'js', statesMax: 300 }),
    noHooks,
  );
  const { engine } = spaceOf({ program, views, reduction: null }, result);
  const after = (state: Int32Array, instance: number): Int32Array => {
    take(program, views, state, instance);
    return next.slice();
  };
  let squares = 0;
  eachState(result.levels, (index) => {
    engine.load(index);
    const state = current.slice();
    const before = enabledOf(program, views, state);
    for (const a of before) {
      const one = after(state, a);
      const behind = enabledOf(program, views, one);
      for (const b of others[a] ?? []) {
        if (behind.includes(b) !== before.includes(b)) expect([a, b]).toBe('commuting');
        if (!before.includes(b)) continue;
        squares++;
        if (after(one, b).join() !== after(after(state, b), a).join()) expect([a, b]).toBe('commuting');
      }
    }
  });
  return squares;
}

describe('steps that commute lead to the same state in both orders', () => {
  test('two-phase commit', async () => {
    expect(await squaresOf(twoPhaseCommit({ n: 3 }))).toBeGreaterThan(500);
  });

  test('the tracer, whose effects are in parts', async () => {
    expect(await squaresOf(tracerOf({ design: '1.26-nosplit', bounds: 'reader-tiny' }))).toBeGreaterThan(100);
  });

  test('random systems', async () => {
    let squares = 0;
    const tape = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 300, maxLength: 300 }));
    await fc.assert(
      fc.asyncProperty(tape, async (choices) => {
        squares += await squaresOf(randomSystem(choices));
      }),
      {
        seed: Number(process.env['FUZZ_SEED'] ?? 20261202),
        numRuns: runs({ ofEveryDay: 25, all: 50 }),
      },
    );
    expect(squares).toBeGreaterThan(100);
  });
});

test('which commute', () => {
  const { action, system } = over(record({ x: int(0, 3), y: int(0, 3), z: int(0, 3) }));
  const effects: Record<string, (next: { x: number; y: number; z: number }) => void> = {
    setsX: (next) => {
      next.x = 1;
    },
    setsXToo: (next) => {
      next.x = 1;
    },
    setsXElse: (next) => {
      next.x = 2;
    },
    setsY: (next) => {
      next.y = 1;
    },
    copiesX: (next) => {
      next.z = next.x;
    },
    maySetX: (next) => {
      if (next.y === 0) next.x = 1;
    },
  };
  const names = Object.keys(effects);
  const program = programOf(
    system({
      name: 'six',
      initial: [{ x: 0, y: 0, z: 0 }],
      actions: Object.fromEntries(
        names.map((name) => [
          name,
          action({
            guard: name === 'setsY' ? { asksZ: ({ z }) => z === 0 } : {},
            effect: effects[name] ?? (() => undefined),
            process: () => 'p',
          }),
        ]),
      ),
      properties: {},
    }),
  );
  const { layout } = viewsOf(program.system.state);
  const commute = commutingOf(structuresOf(program, layout), layout.scalars.length);
  const found = names.flatMap((name, a) =>
    names.slice(a).flatMap((other, b) => (commute(a, a + b) ? [`${name} ${other}`] : [])),
  );
  // Neither a guard that reads it, nor a copy, nor another value, nor a value that depends on the state.
  expect(found).toEqual(['setsX setsXToo', 'setsX setsY', 'setsXToo setsY', 'setsXElse setsY']);
});
