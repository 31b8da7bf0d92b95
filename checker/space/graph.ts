/**
 * `stateGraph`: all reachable states of a system and all transitions between them, in flat columns.
 */
import { memoryDefaultBytes } from '../host/memory.ts';
import type { Ongoing } from '../host/ongoing.ts';
import { ongoing } from '../host/ongoing.ts';
import { programOf } from '../language/program.ts';
import type { BoundOptions } from '../check/options.ts';
import type { Progress, StepsOf } from '../check/report.ts';
import type { RecordField } from '../language/schema.ts';
import { noHooks } from '../search/hooks.ts';
import { progressAfter } from '../search/result.ts';
import { isPlain } from '../search/store.ts';
import { breadthFirst } from '../search/sequential.ts';
import type { ActionParams, StepView, System } from '../language/system.ts';
import { InternalError, SystemError } from '../language/system-error.ts';
import { withViews } from '../state/views.ts';
import { judgeGraphOptions } from '../check/judge-options.ts';
import { Pace } from './pace.ts';
import type { Space } from './space.ts';
import { spaceOf } from './space.ts';

/** A transition is an index into `target` and `instance`. */
export interface StateGraph<T extends StepView = StepView> {
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
  readonly steps: readonly T[];
}

/** What a graph may take, and who hears of it. */
export interface StateGraphOptions extends Pick<BoundOptions, 'statesMax' | 'memoryMaxBytes'> {
  readonly onProgress?: (progress: Progress) => void;
  /** Its abort makes the promise reject with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Searches `system` to its end and keeps everything; 14 to 50 bytes a transition. Properties are not judged.
 * Rejects with a SystemError where there are more than `statesMax` states (default 2^24), or more than memory holds.
 */
export function stateGraph<S extends RecordField, A extends ActionParams, P extends string>(
  system: System<S, A, P>,
  options: StateGraphOptions = {},
): Ongoing<StateGraph<StepsOf<A>>, Progress> {
  // Sound because the steps are those of the system.
  return ongoing((tell) => graphFor(system, options, tell)) as unknown as Ongoing<
    StateGraph<StepsOf<A>>,
    Progress
  >;
}

function graphFor(
  system: System,
  options: StateGraphOptions,
  tell: (progress: Progress) => void,
): Promise<StateGraph> {
  judgeGraphOptions(options);
  const { statesMax = 2 ** 24, memoryMaxBytes = memoryDefaultBytes(), onProgress, signal } = options;
  const program = programOf(system, []);
  const both = (progress: Progress): void => {
    onProgress?.(progress);
    tell(progress);
  };
  return withViews(system.state, 'checked', async (views) => {
    const prepared = { program, views, reduction: null };
    const bounds = {
      depthMax: Infinity,
      statesMax: statesMax + 1,
      memoryMaxBytes,
      timeMaxMs: Infinity,
      all: true,
      debug: false,
      unchecked: false,
      // WebAssembly numbers states in another order, and the moment at which a search goes over to it is one of time.
      engine: 'js',
      store: 'plain',
    } as const;
    const hooks = { ...noHooks, onProgress: both, signal };
    const result = await breadthFirst(prepared, bounds, hooks);
    if (result.limit === 'interrupt') signal?.throwIfAborted();
    const pace = new Pace(progressAfter(program, result, 'building the graph'), hooks);
    return graphOf(spaceOf(prepared, result), pace, signal);
  });
}

async function graphOf<S extends RecordField>(
  { program, views, engine, result }: Space<S>,
  pace: Pace,
  signal: AbortSignal | undefined,
): Promise<StateGraph> {
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
    if ((state & 0x3ff) === 0 && !(await pace.goOn())) signal?.throwIfAborted();
    engine.successors(state, (to, by) => {
      target[count] = to;
      instance[count++] = by;
    });
    first[state + 1] = count;
  }
  const { store } = result;
  if (!isPlain(store)) throw new InternalError('a graph is made of states that are not whole');
  let initial = 0;
  while (initial < states && store.parent[initial] === -1) initial++;
  return {
    states,
    initial,
    transitions,
    words: views.layout.words,
    rows: store.arena.subarray(0, states * views.layout.words),
    first,
    target,
    instance,
    steps: program.actions.flatMap(({ steps }) => steps),
  };
}
