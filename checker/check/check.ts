/**
 * `check`: searches the reachable states of a system and answers with a report.
 */
import { host } from '#host';
import { workersThatFit } from '../host/memory.ts';
import type { Ongoing } from '../host/ongoing.ts';
import { ongoing } from '../host/ongoing.ts';
import { programOf } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import { SystemError } from '../language/system-error.ts';
import type { ActionParams, System } from '../language/system.ts';
import { claimsOf, judgeLiveness, notJudged } from '../liveness/liveness.ts';
import type { Crew } from '../search/parallel/crew.ts';
import type { Prepared } from '../search/prepared.ts';
import type { Bounds, SearchResult } from '../search/result.ts';
import { accessOf, progressAfter } from '../search/result.ts';
import type { Hooks } from '../search/hooks.ts';
import { breadthFirst, depthFirst } from '../search/sequential.ts';
import { boundsOf, hooksOf } from '../search/setup.ts';
import { alive } from '../space/alive.ts';
import { spaceOf } from '../space/space.ts';
import type { Views } from '../state/views.ts';
import { withViews } from '../state/views.ts';
import { reductionOf } from '../symmetry/reduction.ts';
import { chosenOf } from './chosen.ts';
import { judgeCheckOptions } from './judge-options.ts';
import type { CheckOptions, CheckSettings } from './options.ts';
import type { Progress, Report, StepsOf } from './report.ts';
import { reportOf } from './report-of.ts';

/**
 * Enumerates the reachable states of `system`, level by level, and judges its properties.
 *
 * A violated property is a result, not an exception. Throws a SystemError for a fault in the system or the options: an
 * initial state outside the schema, workers without a module, a write that does not fit. What the system's own functions
 * throw is the cause of a SystemError that names the function and its parameters.
 *
 * While it searches, `for await (const progress of check(system))` tells how far it has come.
 */
export function check<S extends RecordField, A extends ActionParams, P extends string>(
  system: System<S, A, P>,
  options: CheckOptions<NoInfer<P>, NoInfer<keyof A & string>> = {},
): Ongoing<Report<S, StepsOf<A>, P>, Progress> {
  // Sound because a report has the states, actions and properties of the system that was searched.
  return checkWith(system, options) as unknown as Ongoing<Report<S, StepsOf<A>, P>, Progress>;
}

/** {@link check} with options of which is judged at run time alone which go together. */
export function checkWith(system: System, options: CheckSettings = {}): Ongoing<Report, Progress> {
  return ongoing((tell) => {
    judgeCheckOptions(options);
    const bounds = boundsOf(options);
    const onProgress = (progress: Progress): void => {
      options.onProgress?.(progress);
      tell(progress);
    };
    return withViews(system.state, accessOf(bounds), (views) =>
      checked(system, views, bounds, { ...options, onProgress }),
    );
  });
}

async function checked<S extends RecordField>(
  system: System<S>,
  views: Views<S>,
  bounds: Bounds,
  options: CheckSettings & Required<Pick<CheckSettings, 'onProgress'>>,
): Promise<Report> {
  const { search = 'breadth-first', traces = true, vacuity = false, safety = false, onProgress } = options;
  const { chosen, leftOut } = chosenOf(system, options);
  const program = programOf(system, chosen, options.symmetry);
  const claims = claimsOf(program, options.fairness);
  const reduction = program.symmetric ? reductionOf(program, views) : null;
  const prepared = { program, views, reduction };
  const hooks = await hooksOf(program, views.layout, options, bounds);
  const { result, workers } = await searched(prepared, bounds, hooks, options);
  const { all, unchecked } = bounds;
  const complete =
    result.limit === null &&
    (all || result.findings.length === 0) &&
    result.counters.expanded === result.distinct;
  const space = spaceOf(prepared, result);
  const liveness =
    complete && claims.length > 0 ? await judgeLiveness(space, claims, bounds, hooks) : notJudged;
  const watched = alive(space, progressAfter(program, result, 'building counterexamples'), onProgress);
  const named = options.properties !== undefined;
  const sets = reduction?.sets ?? null;
  return reportOf(watched, {
    ...{ search, workers, all, unchecked, complete, claims, liveness, sets },
    ...{ traces, named, vacuity, leftOut, safety },
  });
}

/** The search, with as many workers as were asked for and can be had. */
async function searched<S extends RecordField>(
  prepared: Prepared<S>,
  bounds: Bounds,
  hooks: Hooks,
  { workers: asked = 1, search, module, onNote }: CheckSettings,
): Promise<{ readonly result: SearchResult; readonly workers: number }> {
  if (search === 'depth-first') {
    if (asked > 1)
      throw new SystemError(
        'a depth-first search has one worker; leave out workers, or search breadth-first',
        { code: 'options' },
      );
    if (bounds.engine === 'wasm')
      throw new SystemError(
        'the engine wasm cannot search this: it searches breadth-first; leave one of the two out',
        { code: 'options' },
      );
    // Its order is the order in which one engine takes the steps of a state.
    return { result: await depthFirst(prepared, { ...bounds, engine: 'js' }, hooks), workers: 1 };
  }
  if (asked <= 1) return { result: await breadthFirst(prepared, bounds, hooks), workers: 1 };
  if (module === undefined)
    throw new SystemError(
      'more than one worker needs `module`: where a worker thread can import the system from',
      { code: 'options' },
    );
  let workers = host.startWorker === null ? 1 : workersThatFit(asked);
  let crew: Crew | null = null;
  if (workers > 1) {
    const { crewOf } = await import('../search/parallel/crew.ts');
    crew = crewOf(prepared, bounds, hooks, { workers, module });
  }
  if (crew === null) workers = 1;
  if (workers < asked)
    onNote?.(
      `${host.startWorker === null ? 'a page has no' : `memory has no room for ${String(asked)}`} worker threads; ${workers === 1 ? 'one worker searches' : `${String(workers)} search`}`,
    );
  try {
    return { result: await breadthFirst(prepared, bounds, hooks, crew), workers };
  } finally {
    crew?.dismiss();
  }
}
