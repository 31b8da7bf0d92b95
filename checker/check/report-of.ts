/** From a space that was searched to its report. */
import { namedInstancesOf, namedJudgeOf, subjectOf } from '../evaluate/property.ts';
import type { Program } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import { InternalError } from '../language/system-error.ts';
import type { Params } from '../language/system.ts';
import type { Claim, LivenessResult } from '../liveness/liveness.ts';
import type { Finding } from '../search/findings.ts';
import type { Space } from '../space/space.ts';
import { isPlain } from '../search/store.ts';
import { encode } from '../state/codec.ts';
import type { Views } from '../state/views.ts';
import { counterexample, traceByParents } from '../traces/counterexample.ts';
import { vacuityOf } from '../vacuity/vacuity.ts';
import type {
  ActionReport,
  PropertyReport,
  Report,
  SymmetryReport,
  Trace,
  Verdict,
  Violation,
} from './report.ts';
import { firstNeverHeld } from './never-held.ts';
import { witnessesOf } from './witnesses.ts';

/** How a space was searched, and what is to be said of it. */
export interface How<S extends RecordField> {
  readonly workers: number;
  readonly search: 'breadth-first' | 'depth-first';
  readonly all: boolean;
  readonly unchecked: boolean;
  /** The space was searched to its end. */
  readonly complete: boolean;
  readonly claims: readonly Claim<S>[];
  readonly liveness: LivenessResult;
  /** The declared sets of a search with symmetry. */
  readonly sets: SymmetryReport['sets'] | null;
  readonly traces: boolean;
  /** The properties were chosen by name. */
  readonly named: boolean;
  readonly vacuity: boolean;
  /** Claims about runs that are not judged, and whether they were left out by name of `safety`. */
  readonly leftOut: readonly string[];
  readonly safety: boolean;
}

export function reportOf<S extends RecordField>(space: Space<S>, how: How<S>): Report {
  const { program, views, result } = space;
  const { counters, distinct } = result;
  const { complete, liveness } = how;
  const neverReached = complete
    ? program.properties.flatMap(([, property], k) =>
        subjectOf(property) === 'situation' && counters.exercised[k] === 0 ? [k] : [],
      )
    : [];
  const shown = how.all ? result.findings : firstOf(result.findings);
  const traceTo = (finding: Finding): Trace =>
    how.search === 'breadth-first' ? counterexample(space, finding) : traceByParents(space, finding);
  const violations: Violation[] = [
    ...shown.map((finding) => {
      const trace = how.traces ? traceTo(finding) : null;
      const params = trace && violatedInstance(program, views, finding.property, trace);
      return violation(program, finding.property, { steps: finding.length, trace, params });
    }),
    ...neverReached.map((property) =>
      violation(program, property, { steps: null, trace: null, params: null }),
    ),
    ...lassos(program, liveness, how.all),
  ];
  // What symmetry left out unasked keeps the verdict from being said of all that was chosen.
  const unasked = how.leftOut.length > 0 && !how.safety ? 'symmetry' : null;
  const limit = result.limit ?? liveness.limit ?? unasked;
  const verdict: Verdict =
    violations.length > 0 ? 'violated' : complete && limit === null ? 'holds' : 'exhausted';
  const fresh = freshOf(space);
  const neverHeld = firstNeverHeld(space);
  const witnesses = witnessesOf(space, how);
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
    properties: program.properties.map(([name, property], k): PropertyReport => {
      const claim = how.claims.find(({ property }) => property === k);
      if (claim !== undefined) return livenessProperty(claim, liveness);
      const violated = result.findings.some((finding) => finding.property === k) || neverReached.includes(k);
      const exercised = counters.exercised[k] ?? 0;
      const isSituation = subjectOf(property) === 'situation';
      return {
        property: name,
        kind: property.kind,
        verdict: violated ? 'violated' : complete || (isSituation && exercised > 0) ? 'holds' : 'undecided',
        exercised: isSituation ? Math.min(1, exercised) : exercised,
        ...(witnesses[k] && { witness: witnesses[k] }),
      };
    }),
    leftOut: how.leftOut,
    liveness: liveness.report,
    ...(how.unchecked ? { unchecked: true as const } : {}),
    ...componentsOf(space),
    vacuity: null,
    symmetry: how.sets === null ? null : { sets: how.sets, states: counters.represented },
  };
  return how.vacuity ? { ...told, vacuity: vacuityOf(space, told, complete) } : told;
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
              ...violation(program, property, { ...lasso, steps: lasso.trace.steps.length }),
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
  { steps, trace, params }: Pick<Violation, 'steps' | 'trace'> & { readonly params: Params | null },
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
  const [name, property] = properties[index] ?? [];
  if (property === undefined || subjectOf(property) !== 'state') return null;
  encode(layout, steps.at(-1)?.state ?? initial, current);
  const violated = namedInstancesOf(property).find(
    ({ claim, params }) => namedJudgeOf(name ?? '', claim, params)(currentView) === 'violated',
  );
  return violated?.params ?? null;
}

/** The parts of a search that numbered them. */
function componentsOf<S extends RecordField>({
  views,
  result: { store },
}: Space<S>): Pick<Report, 'components'> {
  if (isPlain(store)) return {};
  return {
    components: store.parts.map(({ words, masks, count }) => ({
      scalars: views.layout.scalars.filter(
        ({ position, bits }) =>
          bits > 0 && (((masks[words.indexOf(position >>> 5)] ?? 0) >>> (position & 31)) & 1) === 1,
      ).length,
      values: count,
    })),
  };
}

/** How many states each action reached first. */
function freshOf<S extends RecordField>({ program, result: { store, levels } }: Space<S>): Float64Array {
  const fresh = new Float64Array(program.actions.length);
  const add = (instance: number, states: number): void => {
    const action = program.actionOf[instance] ?? 0;
    fresh[action] = (fresh[action] ?? 0) + states;
  };
  if (!isPlain(store)) {
    store.fresh.forEach((states, instance) => {
      add(instance, states);
    });
    return fresh;
  }
  const { parent, action } = store;
  const found = new Float64Array(program.instances);
  for (const [from, to] of levels.flat())
    for (let index = from; index < to; index++)
      if (parent[index] !== -1) found[action[index] ?? 0] = (found[action[index] ?? 0] ?? 0) + 1;
  found.forEach((states, instance) => {
    add(instance, states);
  });
  return fresh;
}
