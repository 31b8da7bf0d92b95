/** The graph of states: it is asked for and laid out when it is opened, and a state of it can be gone to. */
import type { SpaceGraph } from '../../../checker/index.ts';
import type { RunShown } from '../../data.ts';
import { valueAt } from '../../columns.ts';
import { dotOf, layoutOf } from '../graph/layout.ts';
import * as state from '../state.ts';
import { complain, idOf, lines } from './lines.ts';
import { show, showRun } from './runs.ts';
import { select } from './walk.ts';

/** Opens the graph, from the initial states or from the state that is shown; null closes it. */
export async function openGraph(from: 'start' | 'here' | null): Promise<void> {
  const run = state.run.value;
  if (from === null || run === null) {
    state.graph.value = null;
    return;
  }
  if (lines === null || !state.canRun.value) {
    state.graph.value = { kind: 'failed', from, message: state.standstill.value ?? '' };
    return;
  }
  const [{ ask, draw }, spec, at] = [lines, state.spec.value, state.at.value];
  const id = idOf(run);
  const opened: state.GraphShown = { kind: 'runs', from };
  state.graph.value = opened;
  // Meanwhile it may have been closed, or another been asked for.
  const put = (shown: state.GraphShown): void => {
    if (state.graph.value === opened) state.graph.value = shown;
  };
  if (draw === null) {
    put({
      kind: 'failed',
      from,
      message:
        'This file was written without the program that draws graphs; --with-graph of nosplit report puts it in.',
    });
    return;
  }
  try {
    const graph = await ask({ kind: 'graph', spec, id, at, from });
    const labels = graph.edges.map(({ by }) => labelBy(by));
    const layout = layoutOf(await draw(dotOf(graph, labels)), graph);
    put({ kind: 'drawn', from, id, at, graph, layout, labels });
  } catch (error) {
    put({ kind: 'failed', from, message: error instanceof Error ? error.message : String(error) });
  }
}

/** `End depth=0`: the step of an instance, with its parameters but the process. */
function labelBy(instance: number): string {
  const one = state.system.value?.instances[instance];
  if (one === undefined) return '';
  const beside = Object.entries(one.params).flatMap(([key, value]) => {
    const word = `${key}=${String(value)}`;
    return word === one.process || `${key}${String(value)}` === one.process.toLowerCase() ? [] : [word];
  });
  return [one.process, one.action, ...beside].filter((word) => word !== '').join(' ');
}

/** The number of each state of a run in the graph; of one that is not in it, null. */
export function numbersIn(graph: SpaceGraph, run: RunShown): readonly (number | null)[] {
  const numbers = keysOf(graph);
  return Array.from({ length: run.steps.length + 1 }, (_, step) => {
    const values = run.initial.map((_, field) => valueAt(run, field, step).value);
    return numbers.get(JSON.stringify(values)) ?? null;
  });
}

const keys = new WeakMap<SpaceGraph, ReadonlyMap<string, number>>();

function keysOf(graph: SpaceGraph): ReadonlyMap<string, number> {
  const known = keys.get(graph);
  if (known !== undefined) return known;
  const made = new Map(graph.states.map(({ values }, index) => [JSON.stringify(values), index]));
  keys.set(graph, made);
  return made;
}

/** Goes to a state of the graph: on the run that is shown, on another, or by a shortest way on a run of its own. */
export async function goTo(number: number): Promise<void> {
  const { value: shown } = state.graph;
  const run = state.run.value;
  if (shown?.kind !== 'drawn' || run === null || lines === null) return;
  const { graph, from, id, at } = shown;
  const runs = [run, ...state.runs.value];
  for (const one of runs) {
    const step = numbersIn(graph, one).indexOf(number);
    if (step === -1) continue;
    if (one !== run) showRun(state.runs.value.indexOf(one));
    select(step);
    return;
  }
  const instances: number[] = [];
  let here = graph.states[number];
  while (here?.parent != null) {
    instances.unshift(here.by);
    here = graph.states[here.parent];
  }
  try {
    const taken = await lines.ask({
      kind: 'walk',
      spec: state.spec.value,
      from: from === 'here' ? { id, at } : { initial: here?.by ?? 0 },
      instances,
    });
    show(taken, taken.steps.length);
  } catch (error) {
    complain(error);
  }
}
