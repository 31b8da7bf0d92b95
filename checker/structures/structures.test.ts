import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { examples } from '../../examples/index.ts';
import { tracerOf } from '../../model/index.ts';
import { array, int, over, queue, record } from '../index.ts';
import { judgeOf, subjectOf } from '../evaluate/property.ts';
import { stopOf, take } from '../evaluate/step.ts';
import { programOf } from '../language/program.ts';
import type { ReadItems, RecordField } from '../language/schema.ts';
import type { System } from '../language/system.ts';
import { breadthFirst } from '../search/sequential.ts';
import { noHooks } from '../search/hooks.ts';
import { boundsOf } from '../search/setup.ts';
import { eachState, spaceOf } from '../space/space.ts';
import { rawOf, scalarAt } from '../state/codec.ts';
import { viewsOf } from '../state/views.ts';
import randomSystem from '../testing/random-system.ts';
import { runs } from '../testing/runs.ts';
import { Diagrams, leaves } from './diagram.ts';
import { Explorer, NoStructure } from './explore.ts';
import { says } from './asking.ts';
import { packed, unpacked } from './packed.ts';
import { structuresOf } from './structures.ts';

const numbers = {
  'not asked': says.notAsked,
  'not reached': says.notAsked,
  holds: says.holds,
  reached: says.holds,
  violated: says.violated,
};

test('structures that are packed and unpacked are the same, and have the same numbers', () => {
  const program = programOf(tracerOf({ design: '1.26', bounds: 'reader-tiny' }));
  const before = packed(structuresOf(program, viewsOf(program.system.state).layout));
  const after = unpacked(before);
  expect(packed(after)).toEqual(before);
  expect(after.instances.length).toBe(program.instances);
});

/** Asked many thousand times. */
function same(found: number, expected: number): void {
  if (found !== expected) expect(found).toBe(expected);
}

/** Compares the structures of a system with its functions on every reached state; returns how many steps it compared. */
async function compare<S extends RecordField>(system: System<S>): Promise<number> {
  const program = programOf(system);
  const views = viewsOf(system.state);
  const { layout, current, next, currentView, nextView } = views;
  const { diagrams, instances, properties } = structuresOf(program, layout);
  const prepared = { program, views, reduction: null };
  const space = spaceOf(
    prepared,
    await breadthFirst(prepared, boundsOf({ continue: true, engine: 'js' }), noHooks),
  );
  const raw = (words: Int32Array, scalar: number): number => {
    const shape = layout.scalars[scalar];
    return shape === undefined ? -1 : (rawOf(shape.field, scalarAt(shape, words)) ?? -1);
  };
  let steps = 0;
  eachState(space.result.levels, (index) => {
    space.engine.load(index);
    const source = current.slice();
    const before = (scalar: number): number => raw(source, scalar);
    for (const { property, subject, instances: of } of properties) {
      const claim = program.properties[property]?.[1];
      if (claim === undefined || of?.length !== 1 || subject === 'end') continue;
      next.set(source);
      same(diagrams.ask(of[0] ?? -1, before), numbers[judgeOf(claim)(nextView)]);
    }
    for (const action of program.actions)
      action.steps.forEach((step, at) => {
        const structure = instances[action.first + at];
        current.set(source);
        const isEnabled = stopOf(action, at, currentView) === -1;
        if (structure === undefined || structure.guard === null) return;
        same(diagrams.ask(structure.guard, before), Number(isEnabled));
        const { writes, judged } = structure;
        if (!isEnabled || writes === null) return;
        steps++;
        take(program, views, source, action.first + at);
        const after = next.slice();
        layout.scalars.forEach((_, scalar) => {
          const diagram = writes.get(scalar);
          const written = diagram === undefined ? leaves.keep : diagrams.ask(diagram, before);
          same(written === leaves.keep ? before(scalar) : written, raw(after, scalar));
        });
        program.properties.forEach(([, property], k) => {
          if (subjectOf(property) !== 'step') return;
          const said = numbers[judgeOf(property)(currentView, nextView, step)];
          same(diagrams.ask(judged.get(k) ?? -1, before), said);
        });
      });
  });
  return steps;
}

describe('a structure says what the functions say, on every reached state', () => {
  for (const { name, url, params } of examples)
    test(
      name,
      { tags: ['mutex', 'two-phase-commit', 'seqlock'].includes(name) ? [] : ['exhaustive'] },
      async () => {
        const made = ((await import(url)) as { default: unknown }).default;
        const given = 'n' in params ? { n: 2 } : {};
        const system = (
          typeof made === 'function' ? (made as (of: object) => unknown)(given) : made
        ) as System;
        expect(await compare(system)).toBeGreaterThan(0);
      },
    );

  for (const bounds of [
    'reader-tiny',
    'reader-small',
    'threads-tiny',
    'sections-tiny',
    'memory-tiny',
    'tiny',
  ])
    test(`the tracer at ${bounds}`, { tags: bounds === 'reader-tiny' ? [] : ['exhaustive'] }, async () => {
      expect(await compare(tracerOf({ design: '1.26-nosplit', bounds }))).toBeGreaterThan(100);
    });

  test('random systems', async () => {
    let compared = 0;
    const tape = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 300, maxLength: 300 }));
    const seed = Number(process.env['FUZZ_SEED'] ?? 20261201);
    const numRuns = runs({ ofEveryDay: 10, all: 100 });
    await fc.assert(
      fc.asyncProperty(tape, async (choices) => {
        compared += await compare(randomSystem(choices));
      }),
      { seed, numRuns },
    );
    expect(compared).toBeGreaterThan(0);
  });
});

test('elements of a queue move up unread, so that its ways are those of the first one alone', async () => {
  const { action, system, zero } = over(record({ mail: queue(int(0, 99), 4), last: int(0, 99) }));
  const made = system({
    name: 'mail',
    initial: [zero],
    actions: {
      Send: action({
        params: { letter: [1, 7] },
        guard: { room: (s) => !s.mail.isFull },
        effect: (s, { letter }) => s.mail.push(letter),
        process: () => 'sender',
      }),
      // It reads what has moved, and what has moved twice.
      TakeTwo: action({
        guard: { two: (s) => s.mail.length > 1 },
        effect: (s) => {
          s.mail.shift();
          s.last = s.mail.shift();
          if (!s.mail.isFull) s.mail.push(s.mail.isEmpty ? 3 : s.mail.peek());
        },
        process: () => 'receiver',
      }),
      Lose: action({ guard: { some: (s) => !s.mail.isEmpty }, effect: (s) => void s.mail.shift() }),
    },
    properties: {},
  });
  expect(await compare(made)).toBeGreaterThan(100);
  const { layout } = viewsOf(made.state);
  const { diagrams, instances } = structuresOf(programOf(made), layout, { runs: { instance: 1000 } });
  const lose = instances.at(-1)?.writes;
  const second = layout.scalars.findIndex(({ path }) => path === 'mail.items[1]');
  const moved = diagrams.at(lose?.get(second - 1) ?? -1);
  const values = Array.from({ length: 100 }, (_, raw) => diagrams.leaf(raw));
  expect(moved).toEqual({ scalar: second, children: values });
});

test('a function that goes far too many ways is given up after some hundred runs', () => {
  const { always, system } = over(record({ x: array(12, int(0, 9)) }));
  let asked = 0;
  const made = system({
    name: 'many ways',
    initial: [{ x: Array.from({ length: 12 }, () => 0) }],
    actions: {},
    properties: {
      Sum: always({
        holds: (s) => {
          asked++;
          return s.x.count((one) => one > 4) < 12;
        },
      }),
    },
  });
  const { properties } = structuresOf(programOf(made), viewsOf(made.state).layout);
  expect(properties[0]?.instances).toBeNull();
  expect(asked).toBeLessThan(1000);
});

test('the number of ways is estimated by runs on random states', () => {
  const { layout } = viewsOf(record({ x: array(4, int(0, 9)) }));
  const diagrams = new Diagrams();
  const explorer = new Explorer<RecordField>(layout, diagrams);
  const x = (): ReadItems<number> => (explorer.before as unknown as { x: ReadItems<number> }).x;
  const ways = (run: () => number): readonly [estimated: number, exactly: number] => {
    const asking = { run: () => new Map([[0, run()]]), absent: () => leaves.free };
    let ended = 0;
    explorer.explore(
      { runs: Infinity, untilMs: Infinity },
      {
        ...asking,
        run: () => {
          const found = asking.run();
          ended++;
          return found;
        },
      },
    );
    return [explorer.waysOf(asking, 4096), ended];
  };
  for (const run of [
    () => x().count((one) => one > 3),
    () => Number(x().every((one) => one > 7)),
    () => Number(x().some((one) => one === 4)),
    () => (x().at(0) === 3 ? x().at(1) + x().at(2) : 0),
    () => 1,
  ]) {
    const [estimated, exactly] = ways(run);
    expect(estimated / exactly).toBeGreaterThan(0.8);
    expect(estimated / exactly).toBeLessThan(1.25);
  }
});

describe('what has no structure', () => {
  const { action, system } = over(record({ x: int(0, 3), y: int(0, 5000) }));
  const of = (effect: (next: { x: number; y: number }) => void): System => {
    const made = system({
      name: 'one',
      initial: [{ x: 0, y: 0 }],
      actions: { A: action({ guard: {}, effect, process: () => 'p' }) },
      properties: {},
    });
    // Sound because a system of a schema is one of some schema.
    return made;
  };
  const structures = (one: System) => structuresOf(programOf(one), viewsOf(one.state).layout);

  const guardAlone = (one: System): void => {
    const { diagrams, instances } = structures(one);
    expect(instances).toEqual([{ guard: diagrams.leaf(1), writes: null, judged: new Map() }]);
  };

  test('an effect that reads a scalar of many values', () => {
    const one = of((next) => {
      next.x = next.y % 2;
    });
    guardAlone(one);
    expect(() => structuresOf(programOf(one), viewsOf(one.state).layout, { lackingMax: 0 })).toThrow(
      NoStructure,
    );
  });

  test('an effect that catches what cuts it short', () => {
    const one = of((next) => {
      try {
        next.x = (next.x + 1) % 4;
      } catch {
        next.x = 0;
      }
    });
    guardAlone(one);
  });

  test('a fault is a leaf of its own', () => {
    const one = of((next) => {
      next.x += 1;
    });
    const { diagrams, instances } = structures(one);
    const asked = [0, 1, 2, 3].map((x) => diagrams.ask(instances[0]?.guard ?? -1, () => x));
    expect(asked).toEqual([1, 1, 1, leaves.fault]);
  });
});
