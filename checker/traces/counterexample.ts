/**
 * From the violations that a search met to one counterexample each: among all shortest traces to any of them, one with the
 * fewest changes of process, and among those the first in the order of the action instances. It does not depend on the
 * order in which states were found, so not on the number of workers.
 *
 * The shortest traces form a graph whose nodes of depth d are states of level d. It is built backwards: each level is
 * expanded again and the transitions into the part already built are kept. That costs about as much as the search did,
 * and is paid only where something is violated.
 */
import type { Trace } from '../check/report.ts';
import type { Program } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import type { Space } from '../space/space.ts';
import { eachState } from '../space/space.ts';
import type { Finding } from '../search/findings.ts';
import type { Node } from './least-switches.ts';
import { endNode, leastOf, leastSwitches, link } from './least-switches.ts';
import { liftedTrace } from '../symmetry/lift.ts';
import { traceOf } from './trace.ts';
import { actionOf, parentOf } from '../search/store.ts';
import { InternalError } from '../language/system-error.ts';
import { encode } from '../state/codec.ts';

export function counterexample<S extends RecordField>(space: Space<S>, finding: Finding): Trace {
  const [trace] = tracesTo(space, [finding]);
  if (trace === undefined) throw new InternalError('no trace to a finding');
  return trace;
}

/** A trace to each of several findings, in one pass over the levels below the deepest. */
export function tracesTo<S extends RecordField>(
  space: Space<S>,
  findings: readonly Finding[],
): readonly Trace[] {
  const { program, views } = space;
  const ways = findings.map((finding) => {
    const nodes = endNodes(program, finding);
    const last = finding.instances[0] === -1 ? finding.length : finding.length - 1;
    return { finding, last, nodes, layers: [new Set(nodes.keys())] };
  });
  for (let depth = Math.max(0, ...ways.map(({ last }) => last)) - 1; depth >= 0; depth--) {
    const active = ways.filter(({ last }) => last > depth);
    const before = levelBefore(
      space,
      depth,
      active.map(({ nodes }) => nodes),
    );
    active.forEach((way, at) => {
      way.nodes = before[at] ?? way.nodes;
      if (program.symmetric) way.layers.push(new Set(way.nodes.keys()));
    });
  }
  const initial = program.symmetric || ways.length === 0 ? [] : initialIndexes(space);
  return ways.map(({ finding, nodes, layers }): Trace => {
    if (program.symmetric) return liftedTrace(space, layers.reverse(), finding, true);
    const roots = initial.map((index) => nodes.get(index));
    const least = leastOf(roots);
    const root = roots.findIndex((node) => node?.least === least);
    const instances = leastSwitches(program, roots[root]);
    if (instances.length !== finding.length)
      throw new InternalError(
        `a trace of ${String(finding.length)} steps was rebuilt with ${String(instances.length)}`,
      );
    return traceOf(program, views, { root, instances, shortest: true });
  });
}

/** A trace by the parent column, as a depth-first search leaves it. */
export function traceByParents<S extends RecordField>(space: Space<S>, finding: Finding): Trace {
  const { program, views, engine, result } = space;
  const { store } = result;
  const instances =
    finding.instances[0] === undefined || finding.instances[0] === -1 ? [] : [finding.instances[0]];
  let index = finding.states[0] ?? 0;
  const path = [index];
  for (let from = parentOf(store, index); from >= 0; from = parentOf(store, index)) {
    instances.push(actionOf(store, index));
    path.push((index = from));
  }
  instances.reverse();
  path.reverse();
  if (program.symmetric) {
    const layers = path.map((one) => new Set([one]));
    return liftedTrace(space, layers, { ...finding, length: instances.length }, false);
  }
  const root = program.system.initial.findIndex((state) => {
    encode(views.layout, state, views.next);
    return engine.indexOfNext() === index;
  });
  return traceOf(program, views, { root, instances, shortest: finding.length === 0 });
}

/** The index of each initial state. The first level has them in their order, so they are looked up only where some are the same. */
function initialIndexes<S extends RecordField>(space: Space<S>): readonly number[] {
  const { program, views, engine, result } = space;
  const { initial } = program.system;
  const [[[, count] = []] = []] = result.levels;
  if (count === initial.length) return initial.map((_, index) => index);
  return initial.map((state) => {
    encode(views.layout, state, views.next);
    return engine.indexOfNext();
  });
}

function endNodes<S extends RecordField>(program: Program<S>, finding: Finding): Map<number, Node> {
  const nodes = new Map<number, Node>();
  finding.states.forEach((state, index) => {
    const instance = finding.instances[index] ?? -1;
    if (instance < 0) nodes.set(state, endNode());
    else link(program, nodes, state, { instance, to: undefined });
  });
  return nodes;
}

/** For each of `targets`, the nodes of the level of that depth whose states have transitions into it. */
function levelBefore<S extends RecordField>(
  { program, engine, result }: Space<S>,
  depth: number,
  targets: readonly ReadonlyMap<number, Node>[],
): Map<number, Node>[] {
  const before = targets.map(() => new Map<number, Node>());
  let source = 0;
  const visit = (successor: number, instance: number): void => {
    targets.forEach((nodes, at) => {
      const to = nodes.get(successor);
      const own = before[at];
      if (to !== undefined && own !== undefined) link(program, own, source, { instance, to });
    });
  };
  eachState([result.levels[depth] ?? []], (index) => {
    source = index;
    engine.successors(index, visit);
  });
  return before;
}
