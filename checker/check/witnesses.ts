/**
 * Witnesses: for each `sometimes` that a search has reached, a shortest trace to a state that satisfies it.
 *
 * The search only notes that it was reached. Afterwards the levels are looked through for the first that has such a state,
 * which gives the length. The traces are then built backwards, all in one pass over the levels below. Such a pass expands
 * states again, so it is made where it is cheap, and for properties that were asked for by name whatever it costs. Nothing of
 * this depends on the number of workers.
 */
import { namedJudgeOf, predicateOf, subjectOf } from '../evaluate/property.ts';
import type { RecordField } from '../language/schema.ts';
import type { Finding } from '../search/findings.ts';
import { deciderOf } from '../search/decisions.ts';
import { scanOf } from '../space/scan.ts';
import type { Space } from '../space/space.ts';
import { traceByParents, tracesTo } from '../traces/counterexample.ts';
import type { Witness } from './report.ts';

/** States that may be expanded again for traces that nobody asked for by name: some milliseconds. */
const STATES_MAX = 2 ** 13;

export interface Wanted {
  readonly search: 'breadth-first' | 'depth-first';
  readonly traces: boolean;
  /** The properties were chosen by name. */
  readonly named: boolean;
}

/** By property, its witness; undefined for those of another kind, and for those that were not reached. */
export function witnessesOf<S extends RecordField>(
  space: Space<S>,
  { search, traces, named }: Wanted,
): readonly (Witness | undefined)[] {
  const { program, result } = space;
  const found = program.properties.map(([, property], index): Finding | undefined =>
    subjectOf(property) === 'situation' && result.counters.exercised[index] !== 0
      ? firstReached(space, index)
      : undefined,
  );
  if (search === 'depth-first')
    return found.map((finding) => {
      if (finding === undefined) return undefined;
      const trace = traceByParents(space, finding);
      return { steps: trace.steps.length, trace: traces ? trace : null };
    });
  const below = (depth: number): number =>
    result.levels
      .slice(0, depth)
      .flat()
      .reduce((sum, [from, to]) => sum + to - from, 0);
  const built = found.flatMap((finding) =>
    finding !== undefined && traces && (named || below(finding.length) <= STATES_MAX) ? [finding] : [],
  );
  const traced = tracesTo(space, built);
  return found.map((finding) => {
    if (finding === undefined) return undefined;
    return { steps: finding.length, trace: traced[built.indexOf(finding)] ?? null };
  });
}

/** The states of the first level that has any that satisfy it; depth-first, where there is one level, one of them. */
function firstReached<S extends RecordField>(space: Space<S>, property: number): Finding | undefined {
  const { program, views } = space;
  const { levels } = space.result;
  const [name, of] = program.properties[property] ?? [];
  if (name === undefined || of === undefined) return undefined;
  const judge = namedJudgeOf(name, of);
  let states: number[] = [];
  const tree = deciderOf<S>(views.layout)(predicateOf(of).ask);
  const scan = scanOf(space, [tree], (index) => {
    // The search asks none after the first that satisfies it, so here a fault may be met for the first time.
    if (judge(views.currentView) === 'reached') states.push(index);
  });
  for (const [length, ranges] of levels.entries()) {
    states = [];
    for (const [from, to] of ranges) scan(from, to);
    if (states.length > 0) return { property, length, states, instances: states.map(() => -1) };
  }
  return undefined;
}
