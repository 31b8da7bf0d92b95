/**
 * From a shortest way through representatives to a counterexample of the system itself.
 *
 * A search with symmetry knows which representatives lie on shortest ways. Every shortest trace of the whole system runs
 * through states of their orbits, so that all of these are found by going forward from the initial states and keeping the
 * successors whose representatives lie there. Among them the same trace is chosen as without symmetry.
 */
import { encode } from '../state/codec.ts';
import type { Node } from '../traces/least-switches.ts';
import { endNode, leastOf, leastSwitches, link } from '../traces/least-switches.ts';
import type { Program } from '../language/program.ts';
import type { Trace } from '../check/report.ts';
import type { RecordField } from '../language/schema.ts';
import type { Space } from '../space/space.ts';
import type { Finding } from '../search/findings.ts';
import { SystemError } from '../language/system-error.ts';
import { namedJudgeOf, subjectOf } from '../evaluate/property.ts';
import { actionOf, enabledOf, take } from '../evaluate/step.ts';
import { traceOf } from '../traces/trace.ts';
import type { Views } from '../state/views.ts';

interface State {
  readonly words: Int32Array;
  readonly steps: { readonly instance: number; readonly to: number }[];
}

/**
 * The trace to `finding` through representatives of `layers`, one set of their indices for each state of the trace.
 * Throws a SystemError where the system has no such trace, as it is not symmetric.
 */
export function liftedTrace<S extends RecordField>(
  { program, views, engine }: Space<S>,
  layers: readonly ReadonlySet<number>[],
  finding: Finding,
  shortest: boolean,
): Trace {
  const { layout, next } = views;
  const isIn = (layer: ReadonlySet<number> | undefined, words: Int32Array): boolean => {
    next.set(words);
    return layer?.has(engine.indexOfNext()) === true;
  };
  const roots = program.system.initial.map((state) => {
    const words = new Int32Array(layout.words);
    encode(layout, state, words);
    return words;
  });
  const first = new Layer();
  for (const words of roots) if (isIn(layers[0], words)) first.add(words);
  const states = [first];
  for (const layer of layers.slice(1)) {
    const before = states.at(-1) ?? first;
    const after = new Layer();
    for (const { words, steps } of before.states) {
      for (const instance of enabledOf(program, views, words)) {
        take(program, views, words, instance);
        const successor = next.slice();
        if (isIn(layer, successor)) steps.push({ instance, to: after.add(successor) });
      }
    }
    states.push(after);
  }
  const judge = judgeOf(program, views, finding.property);
  let nodes = new Map<number, Node>();
  states.at(-1)?.states.forEach(({ words }, state) => {
    if (finding.instances[0] === -1) {
      if (judge(words)) nodes.set(state, endNode());
      return;
    }
    for (const instance of enabledOf(program, views, words))
      if (judge(words, instance)) link(program, nodes, state, { instance, to: undefined });
  });
  for (const layer of states.slice(0, -1).reverse()) {
    const before = new Map<number, Node>();
    layer.states.forEach(({ steps }, state) => {
      for (const { instance, to } of steps) {
        const node = nodes.get(to);
        if (node !== undefined) link(program, before, state, { instance, to: node });
      }
    });
    nodes = before;
  }
  const starts = roots.map((words) => nodes.get(first.indexOf(words)));
  const least = leastOf(starts);
  const root = starts.findIndex((node) => node?.least === least);
  const instances = leastSwitches(program, starts[root]);
  if (starts[root] === undefined || instances.length !== finding.length)
    throw new SystemError(
      `not symmetric: property ${program.properties[finding.property]?.[0] ?? ''} is violated in a representative and in no state that it stands for`,
      { code: 'asymmetric' },
    );
  return traceOf(program, views, { root, instances, shortest });
}

/** Distinct states of one depth. */
class Layer {
  readonly states: State[] = [];
  readonly #index = new Map<string, number>();

  add(words: Int32Array): number {
    const key = words.join();
    const known = this.#index.get(key);
    if (known !== undefined) return known;
    this.#index.set(key, this.states.length);
    return this.states.push({ words, steps: [] }) - 1;
  }

  indexOf(words: Int32Array): number {
    return this.#index.get(words.join()) ?? -1;
  }
}

/** Whether a state, or an enabled step from it, violates a property that can be violated by one, or is its witness. */
function judgeOf<S extends RecordField>(
  program: Program<S>,
  views: Views<S>,
  index: number,
): (words: Int32Array, instance?: number) => boolean {
  const [name, property] = program.properties[index] ?? [];
  const judge = property && namedJudgeOf(name ?? '', property);
  const { current, currentView, nextView } = views;
  return (words, instance) => {
    if (property === undefined || judge === undefined) return false;
    const isStep = subjectOf(property) === 'step';
    if (isStep !== (instance !== undefined)) return false;
    if (instance !== undefined) take(program, views, words, instance);
    current.set(words);
    const action = instance === undefined ? undefined : actionOf(program, instance);
    const step = action?.steps[(instance ?? 0) - action.first];
    const verdict = step === undefined ? judge(currentView) : judge(currentView, nextView, step);
    return verdict === 'violated' || verdict === 'reached';
  };
}
