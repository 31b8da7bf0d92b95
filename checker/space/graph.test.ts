import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stateGraph } from './graph.ts';
import { stepper } from '../traces/stepper.ts';
import twoPhaseCommit from '../../examples/two-phase-commit.ts';
import { goingOverAtOnce } from '../testing/both-engines.ts';
import { withFirstSizes } from '../testing/tiny-tables.ts';
import { live, naiveSteps } from '../testing/naive.ts';
import grid from '../testing/grid.ts';
import randomSystem, { specOf } from '../testing/random-system.ts';
import { runs } from '../testing/runs.ts';

const tape = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 300, maxLength: 300 }));

test('the graph of a random system has the states and transitions that the slow twin finds, and a stepper takes each of them', async () => {
  let transitions = 0;
  await fc.assert(
    fc.asyncProperty(tape, async (choices) => {
      const system = randomSystem(choices);
      const graph = await stateGraph(system);
      const walk = stepper(system);
      const enabled = new Uint16Array(graph.steps.length);
      const row = (state: number) => graph.rows.subarray(state * graph.words, (state + 1) * graph.words);
      const textOf = (state: number) => JSON.stringify(walk.plain(row(state)));
      const seen = new Set<string>();
      for (let state = 0; state < graph.states; state++) {
        const [from, to] = [graph.first[state] ?? 0, graph.first[state + 1] ?? 0];
        transitions += to - from;
        seen.add(textOf(state));
        const found = Array.from({ length: to - from }, (_, index) => ({
          ...graph.steps[graph.instance[from + index] ?? -1],
          after: textOf(graph.target[from + index] ?? -1),
        }));
        const expected = naiveSteps(system, live(system.state, walk.plain(row(state)))).map((step) => ({
          action: step.action,
          params: step.params,
          after: JSON.stringify(step.after),
        }));
        expect(found, JSON.stringify(specOf(choices))).toEqual(expected);
        walk.state.set(row(state));
        expect([...enabled.subarray(0, walk.enabled(enabled))]).toEqual([
          ...graph.instance.subarray(from, to),
        ]);
        for (let edge = from; edge < to; edge++) {
          walk.state.set(row(state));
          expect(walk.isEnabled(graph.instance[edge] ?? -1)).toBe(true);
          walk.take(graph.instance[edge] ?? -1);
          expect(JSON.stringify(walk.plain(walk.state))).toBe(textOf(graph.target[edge] ?? -1));
        }
      }
      expect(seen.size).toBe(graph.states);
    }),
    { seed: 20261126, numRuns: runs({ ofEveryDay: 50, all: 150 }) },
  );
  expect(transitions).toBeGreaterThan(1000);
});

test('the states of a graph are numbered alike, however long the search takes', async () => {
  const sizes = { states: 8, slots: 16, largeSlots: 16 };
  const graphOf = () => withFirstSizes(sizes, () => stateGraph(twoPhaseCommit({ n: 4 })));
  const { rows, target, instance } = await goingOverAtOnce(graphOf);
  expect(await graphOf()).toMatchObject({ rows, target, instance });
});

test('a system with more states than are allowed is refused', async () => {
  await expect(stateGraph(grid({ side: 40 }), { statesMax: 100 })).rejects.toThrow('choose narrower bounds');
  expect((await stateGraph(grid({ side: 10 }), { statesMax: 100 })).states).toBe(100);
});

test('a stepper tells which invariants a state violates, and what differs between two', () => {
  const walk = stepper(grid({ side: 3, hole: [1, 0] }));
  walk.reset();
  expect(walk.violated()).toEqual([]);
  const before = walk.state.slice();
  walk.take(walk.steps.findIndex(({ action }) => action === 'Right'));
  expect(walk.violated()).toEqual(['NoHole']);
  expect(walk.differences(before, walk.state)).toEqual([{ path: 'x', before: 0, after: 1 }]);
});
