/**
 * `stateGraph`: all reachable states of a system and all transitions between them, in flat columns.
 */
import { memoryDefaultBytes } from '../host/memory.ts';
import { programOf } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import { noHooks } from '../search/hooks.ts';
import { breadthFirst } from '../search/sequential.ts';
import type { StepView, System } from '../language/system.ts';
import { SystemError } from '../language/system-error.ts';
import { withViews } from '../state/views.ts';
import type { Space } from './space.ts';
import { spaceOf } from './space.ts';

/** A transition is an index into `target` and `instance`. */
export interface StateGraph {
  /** States are numbered in the order of their distance; the first `initial` of them are the initial ones. */
  readonly states: number;
  readonly initial: number;
  readonly transitions: number;
  /** State i is packed into `rows` from i × words to (i + 1) × words - 1. */
  readonly words: number;
  readonly rows: Int32Array;
  /** Transitions first[i] … first[i + 1]-1 leave state i, in the order of the action instances. */
  readonly first: Int32Array;
  readonly target: Int32Array;
  readonly instance: Uint16Array;
  /** By instance: the action and its parameters. */
  readonly steps: readonly StepView[];
}

/**
 * Searches `system` to its end and keeps everything; 14 to 50 bytes a transition. Properties are not judged.
 * Throws a SystemError where there are more than `statesMax` states, or more than memory holds.
 */
export async function stateGraph<S extends RecordField>(
  system: System<S>,
  statesMax: number = 2 ** 24,
): Promise<StateGraph> {
  const program = programOf(system, []);
  return withViews(system.state, 'checked', async (views) => {
    const prepared = { program, views, reduction: null };
    return graphOf(
      spaceOf(
        prepared,
        await breadthFirst(
          prepared,
          {
            depthMax: Infinity,
            statesMax: statesMax + 1,
            memoryMaxBytes: memoryDefaultBytes(),
            timeMaxMs: Infinity,
            all: true,
            debug: false,
            unchecked: false,
          },
          noHooks,
        ),
      ),
    );
  });
}

function graphOf<S extends RecordField>({ program, views, engine, result }: Space<S>): StateGraph {
  if (result.limit !== null)
    throw new SystemError(
      `${program.system.name} has more states than the ${result.distinct} that were reached; choose narrower bounds`,
      { code: 'limit' },
    );
  const states = result.distinct;
  const transitions = result.counters.fired.reduce((sum, count) => sum + count, 0);
  const first = new Int32Array(states + 1);
  const target = new Int32Array(transitions);
  const instance = new Uint16Array(transitions);
  let count = 0;
  for (let state = 0; state < states; state++) {
    engine.successors(state, (to, by) => {
      target[count] = to;
      instance[count++] = by;
    });
    first[state + 1] = count;
  }
  let initial = 0;
  while (initial < states && result.store.parent[initial] === -1) initial++;
  return {
    states,
    initial,
    transitions,
    words: views.layout.words,
    rows: result.store.arena.subarray(0, states * views.layout.words),
    first,
    target,
    instance,
    steps: program.actions.flatMap(({ steps }) => steps),
  };
}
