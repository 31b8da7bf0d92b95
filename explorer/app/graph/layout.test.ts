import { instance } from '@viz-js/viz';
import { describe, expect, test } from 'vitest';
import type { SpaceGraph } from '../../../checker/index.ts';
import { explorer } from '../../../checker/index.ts';
import peterson from '../../../examples/peterson.ts';
import { dotOf, layoutOf } from './layout.ts';
import { tonesOf } from './tones.ts';

const graph = explorer(peterson({ broken: true })).graph('start', 12);
const labels = graph.edges.map((_, index) => `"\\N ${'<b>'.repeat(index % 12)}`);
const dot = dotOf(graph, labels);
const plain = (await instance()).renderString(dot, { format: 'plain', engine: 'dot' });

describe('the layout of a graph', () => {
  test('gives Graphviz numbers and letters that stand for a label, and nothing of the model', () => {
    const states = dot.split('\n').slice(5, -1);
    expect(states.length).toBe(graph.states.length + graph.edges.length);
    for (const line of states)
      expect(line).toMatch(/^\d+(;| -> \d+ \[constraint=(true|false)( label="x+")?\];)$/);
    expect(dot).toContain(`label="${'x'.repeat(24)}"`);
  });

  test('has a place for each state, as deep as it is far, and a curve for each step', () => {
    const layout = layoutOf(plain, graph);
    expect(layout.nodes).toHaveLength(graph.states.length);
    const rows = new Map<number, Set<number>>();
    layout.nodes.forEach(({ x, y }, state) => {
      const distance = graph.states[state]?.distance ?? -1;
      rows.set(distance, (rows.get(distance) ?? new Set()).add(y));
      expect(x).toBeGreaterThan(0);
      expect(x).toBeLessThan(layout.width);
    });
    const heights = [...rows.values()].map((ys) => [...ys]);
    expect(heights.every((ys) => ys.length === 1)).toBe(true);
    expect(heights.flat()).toEqual(heights.flat().sort((one, other) => one - other));
    for (const { path, label } of layout.edges) {
      expect(path).toMatch(/^M[\d. -]+C[\d. -]+$/);
      expect(label).not.toBe(null);
    }
  });

  test.each([
    ['no picture', ''],
    ['a state less', plain.replace(/^node 3 .*\n/m, '')],
    ['a step less', plain.replace(/^edge .*\n/m, '')],
    ['a place that is none', plain.replace(/^node 3 \S+/m, 'node 3 east')],
  ])('refuses %s', (_, damaged) => {
    expect(() => layoutOf(damaged, graph)).toThrow('Graphviz drew another graph than it was given');
  });

  test('is coloured by distance, by the runs that come there, and by a property', () => {
    const whole: SpaceGraph = explorer(peterson({ broken: true })).graph('start', 1000);
    expect(new Set(tonesOf(whole, 'distance', new Set())).size).toBe(6);
    expect(tonesOf(whole, 'runs', new Set([0, 2])).slice(0, 3)).toEqual(['good', 'plain', 'good']);
    expect(
      tonesOf(whole, 'MutualExclusion', new Set()).filter((tone) => tone === 'bad').length,
    ).toBeGreaterThan(0);
  });
});
