/** Failures of other checkers in judging liveness that have been published, each as a test that ours passes. */
import { describe, expect, test } from 'vitest';
import { check } from '../check/check.ts';
import { bool, int, loadSystem, oneOf, over, range, record } from '../index.ts';
import type { CheckOptions, IntField, RecordField, Report, System } from '../index.ts';
import { moduleOf, workerModule } from '../testing/for-workers.ts';
import { lassoFault, naiveLiveness } from '../testing/naive-liveness.ts';
import type { Fairness, Liveness } from '../language/system.ts';

type Edge = readonly [from: number, to: number];
type At = RecordField<{ at: IntField }>;
const at = over(record({ at: int(0, 15) }));

/** A graph whose actions are lists of transitions; `to` is the parameter that tells those of one state apart. */
function graph(
  actions: Readonly<Record<string, readonly Edge[]>>,
  claim: Liveness<At>,
  initial: readonly number[] = [0],
): System<At> {
  const named = Object.entries(actions).map(
    ([name, edges]) =>
      [
        name,
        at.action({
          params: { to: range(16) },
          guard: { leads: (s, { to }) => edges.some((edge) => edge[0] === s.at && edge[1] === to) },
          effect: (next, { to }) => {
            next.at = to;
          },
          process: () => `of ${name}`,
        }),
      ] as const,
  );
  return at.system({
    name: 'graph',
    initial: initial.map((state) => ({ at: state })),
    actions: Object.fromEntries(named),
    properties: { Claim: claim },
  });
}

/** Paths of states, as Stateright's tests give a graph. */
const paths = (claim: Liveness<At>, ...all: readonly (readonly number[])[]): System<At> =>
  graph(
    { Go: all.flatMap((path) => path.slice(1).map((to, index): Edge => [path[index] ?? 0, to])) },
    claim,
    [...new Set(all.map(([first = 0]) => first))],
  );

/** The states of the lasso and where its loop begins, after the slow twin has agreed; null where the claim holds. */
async function lasso<S extends RecordField>(
  system: System<S>,
  fairness: Fairness,
  options: CheckOptions = {},
): Promise<{ readonly states: readonly unknown[]; readonly loop: number | undefined } | null> {
  const report = await check(system, { ...options, fairness });
  const claim = system.properties['Claim'] as Liveness<S>;
  expect(report.verdict).toBe(naiveLiveness(system, claim, fairness, 16) ? 'violated' : 'holds');
  const trace = report.violations[0]?.trace;
  if (trace === undefined || trace === null) return null;
  expect(lassoFault(system, claim, fairness, trace)).toBeUndefined();
  return { states: [trace.initial, ...trace.steps.map(({ state }) => state)], loop: trace.loop };
}
const states = (...all: readonly number[]): readonly unknown[] => all.map((one) => ({ at: one }));

describe('Stateright keeps "not yet" as a flag of each path, and drops a path that comes to a state it has seen', () => {
  const odd = at.eventually({ reached: (s) => s.at % 2 === 1 });

  test('a cycle is a counterexample: 0 2 4 2', async () => {
    expect(await lasso(paths(odd, [0, 2, 4, 2]), 'maximal')).toEqual({ states: states(0, 2, 4, 2), loop: 1 });
  });

  test('so is a path that joins one on which the goal was met: 0 2 4 6, where 1 4 6 came to 4 as well', async () => {
    for (const initial of [
      [
        [0, 2, 4],
        [1, 4, 6],
      ],
      [
        [1, 4, 6],
        [0, 2, 4],
      ],
    ])
      expect(await lasso(paths(odd, ...initial), 'maximal')).toEqual({ states: states(0, 2, 4, 6), loop: 3 });
  });

  test('those that it finds, and those that hold', async () => {
    const found = (...all: readonly (readonly number[])[]): ReturnType<typeof lasso> =>
      lasso(paths(odd, ...all), 'maximal');
    expect(await found([0, 1], [0, 2])).toEqual({ states: states(0, 2), loop: 1 });
    expect(await found([0, 1], [2, 4])).toEqual({ states: states(2, 4), loop: 1 });
    expect(await found([0, 1, 4, 6], [2, 4, 8])).toMatchObject({ loop: 2 });
    expect(await found([1])).toBeNull();
    expect(await found([2, 3], [2, 6, 7], [4, 9, 10])).toBeNull();
  });
});

describe('TLC', () => {
  test('#839: where a constraint cuts off the runs that would be fair, every liveness claim holds; ours is undecided', async () => {
    const up = at.action({
      guard: { below: (s) => s.at < 15 },
      effect: (next) => {
        next.at++;
      },
    });
    const counter = at.system({
      name: 'counter',
      initial: [{ at: 0 }],
      actions: { Up: up },
      properties: { Claim: at.eventually({ reached: () => false }) },
    });
    expect(await lasso(counter, 'progress')).toMatchObject({ loop: 15 });
    for (const bound of [
      { depthMax: 3 },
      { statesMax: 4 },
      { depthMax: 3, search: 'depth-first' as const },
      { timeMaxMs: 0 },
    ]) {
      const report: Report = await check(counter, bound);
      expect(report.verdict).toBe('exhausted');
      expect(report.properties).toMatchObject([{ verdict: 'undecided', exercised: 0 }]);
      expect(report.violations).toEqual([]);
      expect(report.liveness).toBeNull();
    }
  });

  test('#201: an action that can undo another is in its component, and does not take it: weak fairness is met by its own steps alone', async () => {
    const { action, alwaysEventually, system } = over(record({ x: int(0, 2), last: oneOf('A', 'B') }));
    const inverse = system({
      name: 'inverse',
      initial: [{ x: 0, last: 'B' }],
      actions: {
        A: action({
          guard: {},
          effect: (next) => {
            next.x = (next.x + 1) % 3;
            next.last = 'A';
          },
        }),
        B: action({
          params: { v: range(3) },
          guard: {},
          effect: (next, { v }) => {
            next.x = v;
            next.last = 'B';
          },
        }),
      },
      properties: { Claim: alwaysEventually({ reached: (s) => s.last === 'A' }) },
    });
    expect(await lasso(inverse, { weak: ['A'] })).toBeNull();
    expect(await lasso(inverse, 'progress')).toMatchObject({ loop: 0 });
  });

  test('#544: searched depth first it did not judge liveness at all; ours finds the same lasso', async () => {
    const system = paths(at.eventually({ reached: (s) => s.at === 9 }), [0, 1, 2, 3, 1], [0, 9]);
    const broad = await lasso(system, 'progress');
    expect(broad).toEqual({ states: states(0, 1, 2, 3, 1), loop: 1 });
    expect(await lasso(system, 'progress', { search: 'depth-first' })).toEqual(broad);
  });

  test('#604: a claim that never owes anything was violated; ours holds, and is told to say nothing', async () => {
    const nothing = paths(at.leadsTo({ from: () => false, to: (s) => s.at === 9 }), [0, 1, 0]);
    expect(await lasso(nothing, 'stuttering')).toBeNull();
    expect((await check(nothing)).properties).toMatchObject([{ verdict: 'holds', exercised: 0 }]);
  });

  test('#1037: a step that changes nothing at the end was taken for one at the start', async () => {
    const reached = paths(at.eventually({ reached: (s) => s.at === 5 }), [1, 2, 3, 4, 5, 5]);
    expect(await lasso(reached, 'progress')).toBeNull();
    expect(await lasso(reached, 'maximal')).toBeNull();
  });
});

describe('tla-rs', () => {
  test('#62: a run that is not made to go on may stay where it is', async () => {
    const step = paths(at.eventually({ reached: (s) => s.at === 1 }), [0, 1]);
    expect(await lasso(step, 'stuttering')).toEqual({ states: states(0), loop: 0 });
    expect(await lasso(step, 'maximal')).toBeNull();
  });

  test('#62: nor is it made to go on by an action that is not the fair one', async () => {
    const stalled = graph({ Fair: [[2, 3]], Other: [[0, 1]] }, at.eventually({ reached: (s) => s.at === 1 }));
    expect(await lasso(stalled, { weak: ['Fair'] })).toEqual({ states: states(0), loop: 0 });
    expect(await lasso(stalled, { weak: ['Fair', 'Other'] })).toBeNull();
  });

  test('#63: a fair action that may also change nothing is not taken by doing so', async () => {
    const edges = range(3).flatMap((x): Edge[] => [
      [x, x],
      [x, x + 1],
    ]);
    const grow = graph({ Grow: edges }, at.eventually({ reached: (s) => s.at === 3 }));
    expect(await lasso(grow, { weak: ['Grow'] })).toBeNull();
    expect(await lasso(grow, { strong: ['Grow'] })).toBeNull();
    // And it is not enabled by it either: nothing makes a run leave a state where it can only do that.
    const pure = graph({ Grow: [[0, 0]], Other: [[0, 1]] }, at.eventually({ reached: (s) => s.at === 1 }));
    expect(await lasso(pure, { strong: ['Grow'] })).toEqual({ states: states(0), loop: 0 });
  });

  test('#66: the loop that was shown was the component in the order of its discovery; ours is made of transitions', async () => {
    const three = paths(at.alwaysEventually({ reached: (s) => s.at === 9 }), [0, 1, 2, 0], [0, 0]);
    expect(await lasso(three, 'progress')).toEqual({ states: states(0, 1, 2, 0), loop: 0 });
    expect(await lasso(three, 'maximal')).toEqual({ states: states(0, 0), loop: 0 });
    expect(await lasso(three, 'stuttering')).toEqual({ states: states(0), loop: 0 });
  });

  test('#59: a loop that is unfair within a component that is fair is no counterexample', async () => {
    const { action, leadsTo, system } = over(record({ held: bool(), turn: int(0, 1) }));
    const seat = system({
      name: 'seat',
      initial: [{ held: false, turn: 0 }],
      actions: {
        Hold: action({
          guard: { free: (s) => !s.held },
          effect: (next) => {
            next.held = true;
          },
        }),
        Turn: action({
          guard: {},
          effect: (next) => {
            next.turn = 1 - next.turn;
          },
        }),
        Release: action({
          guard: { held: (s) => s.held },
          effect: (next) => {
            next.held = false;
          },
        }),
      },
      properties: { Claim: leadsTo({ from: (s) => s.held, to: (s) => !s.held }) },
    });
    expect(await lasso(seat, { weak: ['Release'] })).toBeNull();
    expect(await lasso(seat, { weak: ['Turn'] })).toMatchObject({ loop: 1 });
  });
});

test('hw-cbmc #2007: constraints that no single step meets together prove nothing false; the loop is as long as they need', async () => {
  const twoWays = graph(
    { Up: [[0, 1]], Down: [[1, 0]], Rest: [[0, 2]] },
    at.eventually({ reached: (s) => s.at === 2 }),
  );
  expect(await lasso(twoWays, { weak: ['Up'], strong: ['Down'] })).toEqual({
    states: states(0, 1, 0),
    loop: 0,
  });
});

test('ours: workers leave numbers of states out, and a graph of many states was taken for a fickle one', async () => {
  const url = workerModule('grid.ts');
  const claimed = moduleOf(
    `import grid from ${JSON.stringify(url)};
     export default (params: { side: number }) => {
       const system = grid(params);
       const end = (s: { x: number; y: number }) => s.x + s.y === 2 * params.side - 2;
       return { ...system, properties: { Claim: { kind: 'eventually', reached: end } } };
     };`,
  );
  const params = { side: 150 };
  const system = await loadSystem({ url: claimed, params });
  const one = await check(system);
  for (const workers of [2, 3]) {
    const report = await check(system, { workers, module: { url: claimed, params } });
    expect(report).toMatchObject({ verdict: 'holds', liveness: { edges: one.liveness?.edges } });
    const never = await check(system, {
      workers,
      module: { url: claimed, params },
      fairness: 'stuttering',
    });
    expect(never.violations).toMatchObject([{ trace: { steps: [], loop: 0 } }]);
  }
});
