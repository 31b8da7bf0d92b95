/** The colour of each state of the graph, as a class of the style. */
import type { SpaceGraph } from '../../../checker/index.ts';

/** So many shades of distance. */
const SHADES = 6;

const verdicts: Readonly<Record<string, string>> = {
  holds: 'good',
  reached: 'good',
  violated: 'bad',
  'not reached': 'plain',
};

/** By distance, by whether one of the runs comes there, or by what a property says. */
export function tonesOf(
  graph: SpaceGraph,
  by: string,
  covered: ReadonlySet<number | null>,
): readonly string[] {
  const deepest = Math.max(1, graph.states.at(-1)?.distance ?? 1);
  return graph.states.map((one, number) => {
    if (by === 'distance')
      return `shade${Math.min(SHADES - 1, Math.floor((one.distance / deepest) * SHADES))}`;
    if (by === 'runs') return covered.has(number) ? 'good' : 'plain';
    return verdicts[one.verdicts[by] ?? ''] ?? 'none';
  });
}

/** Whether a state shows a violation by itself, whatever it is coloured by. */
export const isViolated = ({ verdicts: all }: SpaceGraph['states'][number]): boolean =>
  Object.values(all).includes('violated');

/** What the properties say of a state, in a line. */
export function badgesOf(verdicts: Readonly<Record<string, string>>): string {
  const told = Object.entries(verdicts);
  const named = (verdict: string): readonly string[] =>
    told.flatMap(([name, one]) => (one === verdict ? [name] : []));
  const [violated, holds, reached] = [named('violated'), named('holds'), named('reached')];
  return (
    [
      ...violated.map((name) => `✗ ${name}`),
      ...reached.map((name) => `✓ ${name} is reached`),
      ...(holds.length === 0
        ? []
        : [
            violated.length === 0
              ? `✓ ${holds.length === 1 ? (holds[0] ?? '') : `all ${holds.length} that are asked hold`}`
              : `${holds.length} hold`,
          ]),
    ].join(', ') || 'no property is asked here'
  );
}
