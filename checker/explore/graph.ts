/** The graph of the states of a small system, or of those that are nearest to a state, with what each property says of them. */
import type { RecordField } from '../language/schema.ts';
import type { Scalar } from '../language/system.ts';
import { namedJudgeOf, subjectOf } from '../evaluate/property.ts';
import { actionOf, enabledOf, take } from '../evaluate/step.ts';
import { scalarAt } from '../state/codec.ts';
import type { GraphEdge, GraphState, NodeId, SpaceGraph } from './answer.ts';
import type { Ground } from './ground.ts';
import { propertiesAt } from './properties.ts';

/**
 * Breadth-first from a state, or from every initial one; ends after `statesMax` states. A step that leads to no new state where
 * there is no room left has no edge.
 */
export function graphOf<S extends RecordField>(
  ground: Ground<S>,
  from: NodeId | 'start',
  statesMax: number,
): SpaceGraph {
  const { program, views, runs } = ground;
  const { layout } = views;
  const stepProperties = program.properties.filter(([, property]) => subjectOf(property) === 'step');
  const numbers = new Map<string, number>();
  const words: Int32Array[] = [];
  const reached: Pick<GraphState, 'distance' | 'parent' | 'by'>[] = [];
  const edges: GraphEdge[] = [];
  let isWhole = true;

  /** The number of a state, which gets one where it has none; null where there is no room. */
  const numberOf = (state: Int32Array, how: (typeof reached)[number]): number | null => {
    const key = state.join();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    if (words.length >= statesMax) {
      isWhole = false;
      return null;
    }
    numbers.set(key, words.length);
    reached.push(how);
    return words.push(state.slice()) - 1;
  };
  const begins = from === 'start' ? program.system.initial.map((_, index) => runs.root(index)) : [from];
  begins.forEach((node, index) => {
    numberOf(runs.node(node).words, { distance: 0, parent: null, by: from === 'start' ? index : 0 });
  });
  const first = words.length;
  for (let at = 0; at < words.length; at++) {
    const [state, how] = [words[at], reached[at]];
    if (state === undefined || how === undefined) break;
    for (const by of enabledOf(program, views, state)) {
      take(program, views, state, by);
      const after = views.next.slice();
      const to = numberOf(after, { distance: how.distance + 1, parent: at, by });
      if (to !== null) edges.push({ from: at, to, by, violates: violatedBy(state, after, by) });
    }
  }
  return {
    states: words.map((state, index): GraphState => {
      const line = { initial: {}, steps: [], step: 0, words: state };
      return {
        ...(reached[index] ?? { distance: 0, parent: null, by: 0 }),
        values: layout.scalars.map((shape): Scalar => scalarAt(shape, state)),
        verdicts: Object.fromEntries(
          propertiesAt(program, views, line, null).flatMap(({ property, verdict }) =>
            verdict === 'not asked' ? [] : [[property, verdict] as const],
          ),
        ),
      };
    }),
    begins: first,
    edges,
    isWhole,
  };

  /** The step properties that a step violates. */
  function violatedBy(before: Int32Array, after: Int32Array, by: number): readonly string[] {
    const { steps, first: number } = actionOf(program, by);
    const step = steps[by - number];
    if (step === undefined) return [];
    return stepProperties.flatMap(([name, property]) => {
      views.current.set(before);
      views.next.set(after);
      const verdict = namedJudgeOf(name, property)(views.currentView, views.nextView, step);
      return verdict === 'violated' ? [name] : [];
    });
  }
}
