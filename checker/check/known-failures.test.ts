/** Failures of safety checkers that have been published or are known by experience, each as a test that ours passes. */
import { describe, expect, test } from 'vitest';
import { check } from './check.ts';
import { array, int, over, range, record } from '../index.ts';
import { programOf } from '../language/program.ts';
import type { Report } from './report.ts';
import { engineOf } from '../search/engine.ts';
import { smallStore } from '../search/store.ts';
import { workerModule } from '../testing/for-workers.ts';
import grid from '../testing/grid.ts';
import { viewsOf } from '../state/views.ts';

const url = workerModule('grid.ts');
const text = (report: Report): string =>
  JSON.stringify({ ...report, elapsedMs: 0, statesPerSecond: 0, bytesPerState: 0, workers: 0 });

describe('hash compaction loses states whose hashes collide; here states are compared in full', () => {
  const schema = record({ a: int(0, 0x7fffffff), b: int(0, 0x7fffffff) });
  const { system } = over(schema);

  /** The engine's first round, after which the second word is mixed in by exclusive or: b makes up for another a. */
  const round = (a: number): number => {
    const h = Math.imul((0x9e3779b9 | 0) ^ a, 0x85ebca6b | 0);
    return h ^ (h >>> 15);
  };
  const colliding = range(4000)
    .map((a) => ({ a, b: round(0) ^ round(a) }))
    .filter(({ b }) => b >= 0);

  test('the states of this test collide in all 32 bits of the hash', () => {
    const two = system({ name: 'two', initial: colliding.slice(0, 2), actions: {}, properties: {} });
    const program = programOf(two);
    const views = viewsOf(schema);
    const store = smallStore(
      { words: views.layout.words, instances: 0, shared: false, behind: null },
      2 ** 20,
    );
    const engine = engineOf({ program, views, reduction: null }, store);
    engine.place(0, 100, 0);
    for (const { a, b } of two.initial) {
      views.next.set([a, b]);
      engine.addRoot();
    }
    const slots = [...store.table.subarray(0, store.slots).entries()].filter(([, entry]) => entry !== 0);
    const tag = (entry: number | undefined): number => (entry ?? 0) & ~(store.slots - 1);
    expect(slots).toHaveLength(2);
    expect(tag(slots[0]?.[1])).toBe(tag(slots[1]?.[1]));
    expect(((slots[1]?.[0] ?? 0) - (slots[0]?.[0] ?? 0)) % (store.slots - 2)).toBe(1);
  });

  test('all of them are kept', async () => {
    expect(colliding.length).toBeGreaterThan(1000);
    const all = system({ name: 'all', initial: colliding, actions: {}, properties: {} });
    expect(await check(all)).toMatchObject({ distinct: colliding.length, generated: colliding.length });
  });
});

test.each([1, 2, 4])(
  'a parallel search may find a longer trace first; with %i workers ours is a shortest one each time',
  async (workers) => {
    for (let run = 0; run < 10; run++) {
      const params = { side: 60, hole: [17, 23] as const };
      const report = await check(grid(params), { workers, module: { url, params } });
      const trace = report.violations[0]?.trace;
      expect(trace?.steps).toHaveLength(40);
      expect(trace?.switches).toBe(1);
      expect(trace?.shortest).toBe(true);
    }
  },
);

test('counts of a parallel search that ends early may depend on the race; ours are the same for 1, 2, 3 and 4 workers', async () => {
  const params = { side: 130, hole: [70, 50] as const };
  const reports: string[] = [];
  for (const workers of [1, 2, 3, 4, 4, 3, 2]) {
    reports.push(text(await check(grid(params), { workers, module: { url, params } })));
  }
  expect(new Set(reports).size).toBe(1);
});

test('a bounded search that finds nothing is not a proof: it says exhausted', async () => {
  for (const bound of [{ depthMax: 30 }, { statesMax: 300 }, { memoryMaxBytes: 1 }]) {
    expect(await check(grid({ side: 200 }), bound)).toMatchObject({ verdict: 'exhausted' });
  }
});

test('a depth-bounded depth-first search that reaches a state late must not hold: it says exhausted', async () => {
  const report = await check(grid({ side: 4, hole: [3, 3] }), { search: 'depth-first', depthMax: 5 });
  expect(report).toMatchObject({ verdict: 'exhausted', limit: 'depth' });
});

test('a property that is true of nothing is told: an antecedent that is never true has exercised 0', async () => {
  const { always, system } = over(record({ x: int(0, 1) }));
  const vacuous = system({
    name: 'vacuous',
    initial: [{ x: 0 }],
    actions: {},
    properties: { Vacuous: always({ when: (s) => s.x === 1, holds: () => false }) },
  });
  expect((await check(vacuous)).properties).toMatchObject([{ verdict: 'holds', exercised: 0 }]);
});

test('a deadlock in an initial state is found, and a self-loop is no deadlock', async () => {
  const { action, deadlockFree, system } = over(record({ x: int(0, 1) }));
  const stay = action({ guard: { one: (s) => s.x === 1 }, effect: () => undefined });
  const properties = { NoDeadlock: deadlockFree({ final: () => false }) };
  const stuck = system({ name: 'stuck', initial: [{ x: 1 }, { x: 0 }], actions: { stay }, properties });
  expect(await check(stuck)).toMatchObject({
    verdict: 'violated',
    violations: [{ property: 'NoDeadlock', trace: { initial: { x: 0 }, steps: [] } }],
  });
  const busy = system({ name: 'busy', initial: [{ x: 1 }], actions: { stay }, properties });
  expect(await check(busy)).toMatchObject({ verdict: 'holds', distinct: 1, generated: 2 });
});

test('a property that a search was not asked to check cannot be misspelt into a proof', async () => {
  for (const name of ['NoHoles', 'toString', '']) {
    await expect(check(grid({ side: 3 }), { properties: [name] })).rejects.toThrow(
      `grid has no property ${name}`,
    );
  }
});

test('more than 256 action instances keep their names in the trace', async () => {
  const { action, always, system } = over(record({ x: int(0, 600) }));
  const set = action({
    params: { v: range(601) },
    guard: { first: (s) => s.x === 0 },
    effect: (s, { v }) => {
      s.x = v;
    },
  });
  const many = system({
    name: 'many',
    initial: [{ x: 0 }],
    actions: { Set: set },
    properties: { NotLast: always({ holds: (s) => s.x !== 600 }) },
  });
  expect(await check(many)).toMatchObject({
    distinct: 601,
    generated: 602,
    violations: [{ trace: { steps: [{ action: 'Set', params: { v: 600 } }] } }],
    actions: [{ fired: 601, fresh: 600 }],
  });
});

test('more instances than can be numbered are refused, not renumbered', async () => {
  const { action, system } = over(record({ x: int(0, 1) }));
  const Go = action({ params: { a: range(300), b: range(300) }, guard: {}, effect: () => undefined });
  const huge = system({ name: 'huge', initial: [{ x: 0 }], actions: { Go }, properties: {} });
  await expect(check(huge)).rejects.toThrow('huge has 90000 action instances, at most 65535 can be stored');
});

test('duplicate initial states are one state, generated as often as given', async () => {
  const { system } = over(record({ x: array(3, int(-7, 7)) }));
  const initial = range(5000).map((index) => ({
    x: [index % 15, Math.floor(index / 15) % 15, 0].map((v) => v - 7),
  }));
  const report = await check(system({ name: 'twice', initial, actions: {}, properties: {} }));
  expect(report).toMatchObject({ verdict: 'holds', distinct: 225, generated: 5000, diameter: 1 });
});

test('an action that is never enabled names the conjunct that never held where those before it did', async () => {
  const { action, system } = over(record({ x: int(0, 3), y: int(0, 3) }));
  const guard = {
    start: () => true,
    x: (s: { x: number }) => s.x === 2,
    never: (s: { y: number }) => s.y === 1,
    late: () => false,
  };
  const Count = action({
    guard: { below: (s) => s.x < 3 },
    effect: (s) => {
      s.x++;
    },
  });
  const Never = action({ guard, effect: () => undefined });
  const counter = system({
    name: 'counter',
    initial: [{ x: 0, y: 0 }],
    actions: { Count, Never },
    properties: {},
  });
  expect((await check(counter)).actions).toMatchObject([
    { neverHeld: null },
    { fired: 0, neverHeld: 'never' },
  ]);
  // Two steps away it is x that never held so far; and what is enabled in a state not yet expanded is not never enabled.
  expect((await check(counter, { depthMax: 1 })).actions).toMatchObject([{}, { neverHeld: 'x' }]);
  const soon = system({
    ...counter,
    actions: { Count, Never: action({ guard: { x: (s) => s.x === 2 }, effect: () => undefined }) },
  });
  expect((await check(soon, { depthMax: 2 })).actions).toMatchObject([{}, { fired: 0, neverHeld: null }]);
});
