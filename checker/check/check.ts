/**
 * `check`: searches the reachable states of a system and answers with a report.
 */
import { host } from '#host';
import { alive } from '../space/alive.ts';
import { counterexample, traceByParents } from '../traces/counterexample.ts';
import type {
  ActionReport,
  CheckOptions,
  PropertyReport,
  Report,
  Trace,
  Verdict,
  Violation,
} from './report.ts';
import type { Claim, LivenessResult } from '../liveness/liveness.ts';
import { claimsOf, isLiveness, judgeLiveness, notJudged } from '../liveness/liveness.ts';
import { workersThatFit } from '../host/memory.ts';
import { judgeCheckOptions } from './options.ts';
import type { Program } from '../language/program.ts';
import { programOf } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import type { Engine } from '../search/engine.ts';
import { engineOf } from '../search/engine.ts';
import type { Finding } from '../search/findings.ts';
import type { Crew } from '../search/parallel/crew.ts';
import { boundsOf, hooksOf } from '../search/setup.ts';
import type { SearchResult } from '../search/result.ts';
import { accessOf, progressAfter } from '../search/result.ts';
import { breadthFirst, depthFirst } from '../search/sequential.ts';
import type { Reduction } from '../symmetry/reduction.ts';
import { reductionOf } from '../symmetry/reduction.ts';
import type { Params, System } from '../language/system.ts';
import { firstNeverHeld } from './never-held.ts';
import type { Views } from '../state/views.ts';
import { InternalError, SystemError } from '../language/system-error.ts';
import { judged } from '../state/judged.ts';
import { vacuityOf } from '../vacuity/vacuity.ts';
import { witnessesOf } from './witnesses.ts';
import { viewsOf } from '../state/views.ts';
import { encode } from '../state/codec.ts';

/**
 * Enumerates the reachable states of `system`, level by level, and judges its properties.
 *
 * A violated property is a result, not an exception. Throws a SystemError for a fault in the system or the options: an
 * initial state outside the schema, workers without a module, a write that does not fit. What the system's own functions
 * throw is the cause of a SystemError that names the function and its parameters.
 */
export async function check<S extends RecordField>(
  system: System<S>,
  options: CheckOptions = {},
): Promise<Report> {
  judgeCheckOptions(options);
  const { workers: asked = 1, search = 'breadth-first' } = options;
  const { chosen, leftOut } = chosenOf(system, options);
  const program = programOf(system, chosen, options.symmetry);
  const bounds = boundsOf(options);
  const views = viewsOf(system.state, accessOf(bounds));
  const claims = claimsOf(program, options.fairness);
  const reduction = program.symmetric ? reductionOf(program, views) : null;
  const note = options.onNote ?? (() => undefined);
  const hooks = await hooksOf(program, views, options, bounds, note);
  let result: SearchResult | null = null;
  let crew: Crew | null = null;
  let workers = 1;
  if (search === 'depth-first') {
    if (asked > 1)
      throw new SystemError(
        'a depth-first search has one worker; leave out workers, or search breadth-first',
        { code: 'options' },
      );
    result = await depthFirst(program, views, bounds, hooks);
  } else if (asked > 1) {
    if (options.module === undefined) {
      throw new SystemError(
        'more than one worker needs `module`: where a worker thread can import the system from',
        { code: 'options' },
      );
    }
    workers = host.startWorker === null ? 1 : workersThatFit(asked);
    if (workers > 1) {
      const { crewOf } = await import('../search/parallel/crew.ts');
      crew = crewOf(program, views, bounds, hooks, { workers, module: options.module });
    }
    if (crew === null) workers = 1;
    if (workers < asked)
      note(
        `${host.startWorker === null ? 'a page has no' : `memory has no room for ${String(asked)}`} worker threads; ${workers === 1 ? 'one worker searches' : `${String(workers)} search`}`,
      );
  }
  try {
    result ??= await breadthFirst(program, views, bounds, hooks, crew);
  } finally {
    crew?.dismiss();
  }
  const engine = engineOf(program, views, result.store, { violated: () => undefined });
  const complete =
    result.limit === null &&
    (bounds.all || result.findings.length === 0) &&
    result.counters.expanded === result.distinct;
  const liveness =
    complete && claims.length > 0
      ? await judgeLiveness(program, claims, views, engine, result, bounds, hooks)
      : notJudged;
  const { traces = true, vacuity = false } = options;
  const named = options.properties !== undefined;
  const safety = options.safety === true;
  const watched =
    options.onProgress === undefined
      ? engine
      : alive(engine, progressAfter(program, result, 'building counterexamples'), options.onProgress);
  const { all, unchecked } = bounds;
  const how = {
    workers,
    search,
    all,
    unchecked,
    complete,
    claims,
    traces,
    named,
    vacuity,
    reduction,
    leftOut,
    safety,
  };
  return report(program, views, watched, result, liveness, how);
}

/**
 * The properties to judge, and those that are left out because they speak of runs: where `safety` asks for it, and with
 * symmetry, since a loop of representatives need not be a loop of states.
 */
function chosenOf<S extends RecordField>(
  system: System<S>,
  { properties, safety = false, symmetry = false }: CheckOptions,
): { readonly chosen: readonly string[] | undefined; readonly leftOut: readonly string[] } {
  if (!safety && !symmetry) return { chosen: properties, leftOut: [] };
  const runs = Object.entries(system.properties).flatMap(([name, of]) => (isLiveness(of) ? [name] : []));
  const asked = properties ?? Object.keys(system.properties);
  const chosen = asked.filter((name) => !runs.includes(name));
  const leftOut = asked.filter((name) => runs.includes(name));
  if (leftOut[0] !== undefined && chosen.length === 0)
    throw new SystemError(
      `${leftOut.join(', ')}: only claims about runs are chosen, and ${symmetry ? 'a search with symmetry does not judge them' : '`safety` leaves them out'}; choose other properties, or search without it`,
      { code: 'options' },
    );
  return { chosen: leftOut.length === 0 ? properties : chosen, leftOut };
}

interface How<S extends RecordField> {
  readonly workers: number;
  readonly search: 'breadth-first' | 'depth-first';
  readonly all: boolean;
  readonly unchecked: boolean;
  /** The space was searched to its end. */
  readonly complete: boolean;
  readonly claims: readonly Claim<S>[];
  readonly traces: boolean;
  /** The properties were chosen by name. */
  readonly named: boolean;
  readonly vacuity: boolean;
  /** Claims about runs that are not judged, and whether they were left out by name of `safety`. */
  readonly leftOut: readonly string[];
  readonly safety: boolean;
  readonly reduction: Reduction | null;
}

function report<S extends RecordField>(
  program: Program<S>,
  views: Views<S>,
  engine: Engine,
  result: SearchResult,
  liveness: LivenessResult,
  how: How<S>,
): Report {
  const { counters, distinct } = result;
  const { complete } = how;
  const neverReached = complete
    ? program.properties.flatMap(([, { kind }], k) =>
        kind === 'sometimes' && counters.exercised[k] === 0 ? [k] : [],
      )
    : [];
  const shown = how.all ? result.findings : firstOf(result.findings);
  const traceTo = (finding: Finding): Trace =>
    how.search === 'breadth-first'
      ? counterexample(program, views, engine, result, finding)
      : traceByParents(program, views, engine, result, finding);
  const violations: Violation[] = [
    ...shown.map((finding) => {
      const trace = how.traces ? traceTo(finding) : null;
      const params = trace && violatedInstance(program, views, finding.property, trace);
      return violation(program, finding.property, finding.length, trace, params);
    }),
    ...neverReached.map((property) => violation(program, property, null, null, null)),
    ...lassos(program, liveness, how.all),
  ];
  // What symmetry left out unasked keeps the verdict from being said of all that was chosen.
  const unasked = how.leftOut.length > 0 && !how.safety ? 'symmetry' : null;
  const limit = result.limit ?? liveness.limit ?? unasked;
  const verdict: Verdict =
    violations.length > 0 ? 'violated' : complete && limit === null ? 'holds' : 'exhausted';
  const fresh = freshOf(program, result);
  const neverHeld = firstNeverHeld(program, views, engine, result);
  const witnesses = witnessesOf(program, views, engine, result, how);
  const transitions = counters.fired.reduce((sum, count) => sum + count, 0);
  const told: Report = {
    schema: 'nosplit.report/1',
    system: program.system.name,
    verdict,
    limit,
    violations,
    generated: counters.generated,
    distinct,
    left: distinct - counters.expanded,
    diameter: result.depth + 1,
    outDegree: {
      min: counters.expanded === 0 ? 0 : counters.degreeMin,
      mean: counters.expanded === 0 ? 0 : transitions / counters.expanded,
      max: counters.degreeMax,
    },
    stateBits: views.layout.bits,
    stateWords: views.layout.words,
    bytesPerState: result.bytes / distinct,
    elapsedMs: result.elapsedMs,
    statesPerSecond: (distinct / result.elapsedMs) * 1000,
    workers: how.workers,
    search: how.search,
    actions: program.actions.map((action, k): ActionReport => {
      const fired = counters.fired[k] ?? 0;
      return {
        action: action.name,
        source: action.action.source ?? null,
        fired,
        fresh: fresh[k] ?? 0,
        neverHeld: neverHeld[k] ?? null,
      };
    }),
    properties: program.properties.map(([name, { kind }], k): PropertyReport => {
      const claim = how.claims.find(({ property }) => property === k);
      if (claim !== undefined) return livenessProperty(claim, liveness);
      const violated = result.findings.some((finding) => finding.property === k) || neverReached.includes(k);
      const decided = complete || (kind === 'sometimes' && (counters.exercised[k] ?? 0) > 0);
      return {
        property: name,
        kind,
        verdict: violated ? 'violated' : decided ? 'holds' : 'undecided',
        exercised:
          kind === 'sometimes' ? Math.min(1, counters.exercised[k] ?? 0) : (counters.exercised[k] ?? 0),
        ...(witnesses[k] && { witness: witnesses[k] }),
      };
    }),
    leftOut: how.leftOut,
    liveness: liveness.report,
    ...(how.unchecked ? { unchecked: true as const } : {}),
    vacuity: null,
    symmetry: how.reduction === null ? null : { sets: how.reduction.sets, states: counters.represented },
  };
  if (!how.vacuity) return told;
  const { actions, properties } = told;
  const { levels } = result;
  const load = (index: number): void => {
    engine.load(index);
  };
  return { ...told, vacuity: vacuityOf({ program, views, load, levels, actions, properties, complete }) };
}

/** The lassos that were found: of the property declared first, or with `all` of each. */
const lassos = <S extends RecordField>(
  program: Program<S>,
  { judged }: LivenessResult,
  all: boolean,
): Violation[] =>
  judged
    .flatMap(({ property, lasso }) =>
      lasso === null
        ? []
        : [
            {
              ...violation(program, property, lasso.trace.steps.length, lasso.trace, lasso.params),
              lasso: lasso.report,
            },
          ],
    )
    .slice(0, all ? Infinity : 1);

function livenessProperty<S extends RecordField>(
  { property, name, claim, assumption }: Claim<S>,
  { judged }: LivenessResult,
): PropertyReport {
  const one = judged.find((other) => other.property === property);
  return {
    property: name,
    kind: claim.kind,
    verdict: one === undefined ? 'undecided' : one.lasso === null ? 'holds' : 'violated',
    exercised: one?.exercised ?? 0,
    fairness: assumption.text,
  };
}

/** The shortest finding; of equally short ones that of the property declared first. */
function firstOf(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((one, other) => one.length - other.length).slice(0, 1);
}

/** What is told of a violated property and its counterexample; `params` name the instance where it has several. */
export function violation<S extends RecordField>(
  program: Program<S>,
  index: number,
  steps: number | null,
  trace: Trace | null,
  params: Params | null,
): Violation {
  const [name, property] = program.properties[index] ?? [];
  if (name === undefined || property === undefined) throw new InternalError(`no property ${String(index)}`);
  return {
    property: name,
    kind: property.kind,
    ...(params !== null && { params }),
    source: property.source ?? null,
    otherwise: property.otherwise ?? null,
    steps,
    trace,
  };
}

/** Of an invariant with several instances, the first instance that the last state of its counterexample violates. */
export function violatedInstance<S extends RecordField>(
  { properties }: Program<S>,
  { layout, current, currentView }: Views<S>,
  index: number,
  { initial, steps }: Trace,
): Params | null {
  const [name, of] = properties[index] ?? [];
  const property = of && judged(name ?? '', of);
  if (property?.kind !== 'always' || property.instances === undefined || property.instances.length === 1)
    return null;
  encode(layout, steps.at(-1)?.state ?? initial, current);
  const violated = property.instances.find(
    ({ when, holds }) => when?.(currentView) !== false && !holds(currentView),
  );
  return violated?.params ?? null;
}

/** How many states each action reached first, from the action column. */
function freshOf<S extends RecordField>(program: Program<S>, { store, levels }: SearchResult): Float64Array {
  const fresh = new Float64Array(program.actions.length);
  for (const ranges of levels) {
    for (const [from, to] of ranges) {
      for (let index = from; index < to; index++) {
        if (store.parent[index] === -1) continue;
        const action = program.actionOf[store.action[index] ?? 0] ?? 0;
        fresh[action] = (fresh[action] ?? 0) + 1;
      }
    }
  }
  return fresh;
}
