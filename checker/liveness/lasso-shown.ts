/** Whether a lasso violates a liveness property: judged along the lasso alone, beside the search that found it over a whole graph. */
import { encode } from '../state/codec.ts';
import type { Program } from '../language/program.ts';
import type { FairnessShown, LassoReport, Trace } from '../check/report.ts';
import type { RecordField } from '../language/schema.ts';
import { SystemError } from '../language/system-error.ts';
import type { Fairness, FairUnits, Liveness } from '../language/system.ts';
import { antecedentOf, formOf, predicateOf } from '../evaluate/property.ts';
import { enabledOf, take } from '../evaluate/step.ts';
import type { Views } from '../state/views.ts';
import type { Assumption, Constraint } from './fairness.ts';
import { assumptionOf, shownOf } from './fairness.ts';

/** What is told of the lasso beside its steps, or why it does not violate the property. */
export function lassoShown<S extends RecordField>(
  program: Program<S>,
  views: Views<S>,
  claim: Liveness<S>,
  { trace, since, fairness }: { readonly trace: Trace; readonly since: number; readonly fairness: string },
): LassoReport | string {
  const { steps, loop = steps.length } = trace;
  const debt = notOwed(views, claim, trace, since);
  if (debt !== null) return debt;
  const assumption = named(program, claim, fairness);
  if (assumption === undefined) return `no fairness of ${program.system.name} is called '${fairness}'`;
  const places = placesOf(program, views, trace, loop);
  const constraints = assumption.constraints.map((constraint) => shown(constraint, places, loop));
  const unmet = constraints.find((one) => !isMet(one));
  if (unmet !== undefined)
    return `the run does not count under ${fairness}: ${unmet.of} could go on, and is never taken`;
  return { since, fairness, constraints };
}

/** Why the goal is not owed from state `since` on, or comes; null where it never comes. */
function notOwed<S extends RecordField>(
  { layout, current, currentView }: Views<S>,
  claim: Liveness<S>,
  { initial, steps, loop = steps.length }: Trace,
  since: number,
): string | null {
  const load = (state: number): void => {
    encode(layout, state === 0 ? initial : steps[state - 1]?.state, current);
  };
  if (!(Number.isInteger(since) && since >= 0 && since <= loop)) return 'nothing is owed before the loop';
  const { owed, lasting = false } = formOf(claim.kind);
  if (owed === 'start' && since !== 0) return 'its goal is owed from the start';
  if (owed === 'always' && since !== loop) return 'its goal is owed from the loop on';
  load(since);
  if (antecedentOf(claim)?.ask(currentView) === false) return `state ${String(since)} owes nothing`;
  const goal = predicateOf(claim).ask;
  let left = false;
  for (let state = since; state <= steps.length; state++) {
    load(state);
    const isGoal = goal(currentView);
    if (isGoal && !lasting) return `state ${String(state)} meets the goal`;
    left ||= !isGoal;
  }
  return left ? null : 'the goal lasts throughout the loop';
}

/** The runs that count by that name: those that the model declares, or that a check can be asked for. */
function named<S extends RecordField>(
  program: Program<S>,
  claim: Liveness<S>,
  text: string,
): Assumption | undefined {
  const units: readonly FairUnits[] = ['processes', 'actions', 'instances'];
  const all: readonly Fairness[] = [
    claim.fairness ?? program.system.fairness ?? 'progress',
    ...(['stuttering', 'maximal', 'progress'] as const),
    ...units.flatMap((unit): readonly Fairness[] => [{ weak: unit }, { strong: unit }]),
  ];
  for (const fairness of all) {
    const assumption = judgeable(program, fairness);
    if (assumption?.text === text) return assumption;
  }
  return undefined;
}

/** Undefined for a fairness of more constraints than can be judged: no check found anything under it. */
function judgeable<S extends RecordField>(program: Program<S>, fairness: Fairness): Assumption | undefined {
  try {
    return assumptionOf(program, fairness);
  } catch (error) {
    if (error instanceof SystemError) return undefined;
    throw error;
  }
}

/** What a state of the loop enables, and the step that is taken there. */
interface Place {
  /** By instance: whether its step changes the state. */
  readonly enabled: ReadonlyMap<number, boolean>;
  readonly taken: number | undefined;
}

function placesOf<S extends RecordField>(
  program: Program<S>,
  views: Views<S>,
  { initial, steps }: Trace,
  loop: number,
): Place[] {
  const words = new Int32Array(views.layout.words);
  return Array.from({ length: Math.max(1, steps.length - loop) }, (_, index): Place => {
    const at = loop + index;
    encode(views.layout, at === 0 ? initial : steps[at - 1]?.state, words);
    const enabled = enabledOf(program, views, words).map((instance): readonly [number, boolean] => {
      take(program, views, words, instance);
      return [instance, views.next.some((word, one) => word !== words[one])];
    });
    return { enabled: new Map(enabled), taken: instanceOf(program, steps[at]) };
  });
}

function instanceOf<S extends RecordField>(
  program: Program<S>,
  step: Trace['steps'][number] | undefined,
): number | undefined {
  if (step === undefined) return undefined;
  const action = program.actions.find(({ name }) => name === step.action);
  const params = JSON.stringify(step.params);
  const index = action?.params.findIndex((one) => JSON.stringify(one) === params) ?? -1;
  return action === undefined || index < 0 ? undefined : action.first + index;
}

function shown(
  { strength, of, covers, selfLoops }: Constraint,
  places: readonly Place[],
  loop: number,
): FairnessShown {
  const counts = (instance: number, changes: boolean): boolean =>
    covers[instance] === true && (changes || selfLoops);
  const enabled = places.map((place) =>
    [...place.enabled].some(([instance, changes]) => counts(instance, changes)),
  );
  const takenAt = places.findIndex(
    ({ taken, enabled: here }) => taken !== undefined && counts(taken, here.get(taken) === true),
  );
  return shownOf({ strength, of }, loop, enabled, takenAt);
}

/** Whether the loop meets it: taken, or where it is weak disabled somewhere, or where it is strong never enabled. */
const isMet = ({ strength, takenAt, disabledAt, everEnabled }: FairnessShown): boolean =>
  takenAt !== null || (strength === 'weak' ? disabledAt !== null : !everEnabled);
