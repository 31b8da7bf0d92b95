/**
 * Liveness: claims about infinite runs, judged over the complete graph of the reachable states.
 *
 * Every claim is brought to one form. A run violates it if it comes to a state that owes the goal and from there on never
 * meets the goal (owed.ts), or, of a goal that is to last, leaves it again and again (masks.ts). So it is violated if and only if a fair run can stay for ever in a set of states (components.ts)
 * that is reached from a state that owes, all without the goal. What is shown is one lasso (lasso.ts).
 */
import { attempt, blamed, isTrue } from '../state/answers.ts';
import type { Program } from '../language/program.ts';
import type { LassoReport, LivenessReport, Limit, Trace } from '../check/report.ts';
import type { RecordField, View } from '../language/schema.ts';
import { antecedentOf, formOf, isLiveness, namedInstancesOf, predicateOf } from '../evaluate/property.ts';
import type { Instance } from '../evaluate/property.ts';
import type { Bounds } from '../search/result.ts';
import { progressAfter } from '../search/result.ts';
import type { Hooks } from '../search/hooks.ts';
import { orNull } from '../host/out-of-memory.ts';
import { SystemError } from '../language/system-error.ts';
import type { Fairness, Liveness, Params } from '../language/system.ts';
import { traceOf } from '../traces/trace.ts';
import type { Space } from '../space/space.ts';
import { fairComponents } from './components.ts';
import type { Assumption } from './fairness.ts';
import { assumptionOf } from './fairness.ts';
import type { Graph, Scratch } from './graph.ts';
import { bytesOf, columnsOf, edgesOf, graphOf, scratchOf } from './graph.ts';
import type { Lasso } from './lasso.ts';
import { lassoOf } from './lasso.ts';
import { masksOf } from './masks.ts';
import { COUNTED, GOAL, LASTS, OWES, owedStates } from './owed.ts';
import { Pace } from '../space/pace.ts';

/** A liveness property with the runs that it is about. */
export interface Claim<S extends RecordField> {
  /** Its number among the program's properties. */
  readonly property: number;
  readonly name: string;
  readonly claim: Liveness<S>;
  /** What is judged: the claim itself, or each of its instances. */
  readonly instances: readonly Instance<S, Liveness<S>>[];
  readonly assumption: Assumption;
}

/** What was found out about one claim. */
export interface Judged {
  readonly property: number;
  /** Distinct states from which on the goal is owed, by some instance. */
  readonly exercised: number;
  readonly lasso: FoundLasso | null;
}

interface FoundLasso {
  readonly trace: Trace;
  readonly report: LassoReport;
  /** The instance that it violates; null where the property has no other. */
  readonly params: Params | null;
}

export interface LivenessResult {
  /** Claims that are not among them are undecided. */
  readonly judged: readonly Judged[];
  readonly limit: Limit | null;
  readonly report: LivenessReport | null;
}

/** Nothing was judged: nothing is claimed, or the space was not searched to its end. */
export const notJudged: LivenessResult = { judged: [], limit: null, report: null };

/** The liveness properties of a program; throws a SystemError where a fairness names what is not there. */
export function claimsOf<S extends RecordField>(program: Program<S>, override?: Fairness): Claim<S>[] {
  const { fairness: ofSystem } = program.system;
  return program.properties.flatMap(([name, claim], property) => {
    if (!isLiveness(claim)) return [];
    const fairness = override ?? claim.fairness ?? ofSystem ?? 'progress';
    return [
      {
        property,
        name,
        claim,
        instances: namedInstancesOf<S, Liveness<S>>(claim),
        assumption: assumptionOf(program, fairness),
      },
    ];
  });
}

/** What a claim is judged with. */
interface Judging<S extends RecordField> {
  readonly space: Space<S>;
  readonly graph: Graph;
  readonly scratch: Scratch;
  readonly pace: Pace;
  readonly debug: boolean;
}

/** Judges the claims over a space that was searched to its end. */
export async function judgeLiveness<S extends RecordField>(
  space: Space<S>,
  claims: readonly Claim<S>[],
  { memoryMaxBytes, timeMaxMs, debug }: Bounds,
  hooks: Hooks,
): Promise<LivenessResult> {
  const started = performance.now();
  const { result } = space;
  const bytes = bytesOf(space);
  if (result.bytes + bytes > memoryMaxBytes) return { ...notJudged, limit: 'memory' };
  const progress = progressAfter(space.program, result, 'judging liveness');
  const deadlineMs = performance.now() - result.elapsedMs + result.earlierMs + timeMaxMs;
  const pace = new Pace(() => ({ ...progress(), bytes: result.bytes + bytes }), hooks, deadlineMs);
  const judged: Judged[] = [];
  const ended = (): LivenessResult => ({
    judged,
    limit: pace.limit,
    report: { edges: edgesOf(result), bytes, elapsedMs: performance.now() - started },
  });
  const scratch = orNull(() => scratchOf(result));
  const columns = orNull(() => columnsOf(space));
  if (scratch === null || columns === null) return { ...notJudged, limit: 'memory' };
  const graph = await graphOf(space, columns, scratch.region, pace);
  if (graph === null) return ended();
  for (const claim of claims) {
    const one = await judge({ space, graph, scratch, pace, debug }, claim);
    if (one === null) return ended();
    judged.push(one);
  }
  return ended();
}

/** Judges every instance, and keeps the shortest of their lassos; of equally short ones the first. */
async function judge<S extends RecordField>(
  judging: Judging<S>,
  { property, name, instances, assumption }: Claim<S>,
): Promise<Judged | null> {
  const { space, graph, scratch, pace, debug } = judging;
  const { program, views } = space;
  const site = { function: 'property', property: name } as const;
  const ask = debug
    ? asked(name)
    : (predicate: Predicate<S>) => attempt(site, () => isTrue(predicate(views.currentView)));
  let exercised = 0;
  let best: (Lasso & { readonly params: Params | null }) | null = null;
  let shortest = true;
  scratch.flags.fill(0);
  for (const { params, claim } of instances) {
    const terrain = { graph, scratch, masks: masksOf(assumption, formOf(claim.kind).lasting) };
    const owing = await markStates(claim, judging, ask);
    if (owing === null) return null;
    exercised += owing;
    const count = await owedStates(graph, scratch, pace);
    if (count === null) return null;
    const found = await fairComponents(terrain, count, pace);
    if (found === null) return null;
    if (found.nearest.length === 0) continue;
    const lasso = lassoOf(terrain, program, found, formOf(claim.kind).owed === 'always');
    shortest &&= lasso.shortest;
    if (best === null || lasso.instances.length < best.instances.length) best = { ...lasso, params };
  }
  if (best === null) return { property, exercised, lasso: null };
  // A lasso of another instance that may be longer than it need be may be longer than this one need be, too.
  const trace = traceOf(program, views, { ...best, shortest });
  const report = { since: best.since, fairness: assumption.text, constraints: best.constraints };
  return { property, exercised, lasso: { trace, report, params: best.params } };

  /** Debug mode asks twice, and says what threw. */
  function asked(of: string): (predicate: Predicate<S>) => boolean {
    return (predicate) => {
      try {
        const answer = isTrue(predicate(views.currentView));
        if (answer === isTrue(predicate(views.currentView))) return answer;
      } catch (cause) {
        throw blamed({ function: 'property', property: of }, cause);
      }
      throw new SystemError(
        `property ${of}: asked twice about one state, it answers once true and once false`,
        { code: 'unsteady' },
      );
    };
  }
}

type Predicate<S extends RecordField> = (state: View<S>) => boolean;

/**
 * Marks the goal and the states that owe it; returns how many do that owed none of the property's instances before, or
 * null where a limit was reached.
 */
async function markStates<S extends RecordField>(
  claim: Liveness<S>,
  { space, graph: { states, order, levels }, scratch: { flags }, pace }: Judging<S>,
  ask: (predicate: Predicate<S>) => boolean,
): Promise<number | null> {
  const { owed, lasting = false } = formOf(claim.kind);
  const mark = lasting ? LASTS : GOAL;
  const goal = predicateOf(claim).ask;
  const from = antecedentOf(claim)?.ask;
  const roots = levels[1] ?? 0;
  let exercised = 0;
  for (let state = 0; state < states; state++) {
    if (state % 1024 === 0 && !(await pace.goOn())) return null;
    space.engine.load(order[state] ?? 0);
    const owes = from === undefined ? owed === 'always' || state < roots : ask(from);
    const counted = (flags[state] ?? 0) & COUNTED;
    flags[state] = (ask(goal) ? mark : 0) | (owes ? OWES | COUNTED : 0) | counted;
    if (owes && counted === 0) exercised++;
  }
  return exercised;
}
