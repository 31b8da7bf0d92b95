/** Whether a trace is the counterexample that it is said to be: the property is evaluated where the trace ends, or along its loop. */
import { violatedInstance, violation } from './report-of.ts';
import { encode } from '../state/codec.ts';
import { difference } from '../traces/difference.ts';
import { lassoShown } from '../liveness/lasso-shown.ts';
import type { Verdict } from '../evaluate/property.ts';
import { isLiveness, namedInstancesOf, namedJudgeOf, subjectOf } from '../evaluate/property.ts';
import type { Program } from '../language/program.ts';
import { programOf } from '../language/program.ts';
import type { Trace, Violation, Witness } from './report.ts';
import type { RecordField } from '../language/schema.ts';
import { SystemError } from '../language/system-error.ts';
import type { Liveness, Params, System } from '../language/system.ts';
import { enabledOf } from '../evaluate/step.ts';
import type { Views } from '../state/views.ts';
import { withViews } from '../state/views.ts';

/** What a saved report says of a counterexample beside its steps, as far as it decides what is judged. */
export interface Claimed {
  /** Of a property with several instances, the one that is violated. */
  readonly params?: Params | undefined;
  /** Of a lasso: from which state on the goal is owed, and under which fairness the run counts. */
  readonly lasso?: { readonly since: number; readonly fairness: string } | undefined;
}

/** The violation of `property` that `trace`, a replayed one, ends in. Throws a SystemError where it violates no such property. */
export function violationOf<S extends RecordField>(
  system: System<S>,
  property: string,
  trace: Trace,
  claimed: Claimed,
): Violation {
  return withViews(system.state, 'checked', (views) =>
    violationIn(programOf(system), views, property, { ...claimed, trace }),
  );
}

function violationIn<S extends RecordField>(
  program: Program<S>,
  views: Views<S>,
  property: string,
  { trace, params, lasso: claimed }: Claimed & { readonly trace: Trace },
): Violation {
  const { system } = program;
  const steps = trace.steps.length;
  const not = (what: string): SystemError =>
    new SystemError(`the trace does not violate ${property}: ${what}`, { code: 'trace' });
  const index = program.properties.findIndex(([name]) => name === property);
  const of = program.properties[index]?.[1];
  if (of === undefined)
    throw not(`${system.name} has no such property; it has ${Object.keys(system.properties).join(', ')}`);
  if (isLiveness(of)) {
    if (trace.loop === undefined || claimed === undefined)
      throw not('it is about runs, and the trace is no lasso');
    const instances = namedInstancesOf<S, Liveness<S>>(of);
    const instance = instances.find(
      (one) => instances.length === 1 || difference(params, one.params) === null,
    );
    if (instance === undefined) throw not('it has no instance with such parameters');
    const lasso = lassoShown(program, views, instance.claim, { ...claimed, trace });
    if (typeof lasso === 'string') throw not(lasso);
    return { ...violation(program, index, { steps, trace, params: instance.params }), lasso };
  }
  const why = trace.loop !== undefined ? 'it is a lasso' : notViolated(program, views, property, trace);
  if (why !== null) throw not(why);
  return violation(program, index, { steps, trace, params: violatedInstance(program, views, index, trace) });
}

/** The witness of `property` that `trace`, a replayed one, is. Throws a SystemError where it does not end in what the property looks for. */
export function witnessOf<S extends RecordField>(
  { state, name, properties }: System<S>,
  property: string,
  trace: Trace,
): Witness {
  const of = Object.hasOwn(properties, property) ? properties[property] : undefined;
  const isReached = (): boolean =>
    withViews(state, 'checked', ({ layout, current, currentView }) => {
      encode(layout, trace.steps.at(-1)?.state ?? trace.initial, current);
      return of !== undefined && namedJudgeOf(property, of)(currentView) === 'reached';
    });
  const why =
    of === undefined || subjectOf(of) !== 'situation'
      ? `${name} has no such property that is to be reached`
      : trace.loop !== undefined
        ? 'it is a lasso'
        : isReached()
          ? null
          : 'its last state is none that the property looks for';
  if (why !== null)
    throw new SystemError(`the trace is no witness of ${property}: ${why}`, { code: 'trace' });
  return { steps: trace.steps.length, trace };
}

/** Why the last state, or the last step, does not violate a property; null where it does. */
function notViolated<S extends RecordField>(
  program: Program<S>,
  views: Views<S>,
  name: string,
  { initial, steps }: Trace,
): string | null {
  const { layout, current, next, currentView, nextView } = views;
  const property = program.system.properties[name];
  const step = steps.at(-1);
  const subject = property && subjectOf(property);
  if (property === undefined || subject === 'situation' || subject === 'runs')
    return 'what is never reached has no trace';
  if (subject === 'step' && step === undefined) return 'it is about steps, and the trace has none';
  encode(layout, steps.at(-1)?.state ?? initial, current);
  if (subject === 'end' && enabledOf(program, views, current.slice()).length > 0)
    return 'an action is enabled in the last state';
  const judge = namedJudgeOf(name, property);
  let verdict: Verdict;
  if (subject === 'step' && step !== undefined) {
    next.set(current);
    encode(layout, steps.at(-2)?.state ?? initial, current);
    verdict = judge(currentView, nextView, step);
  } else verdict = judge(currentView);
  if (verdict === 'violated') return null;
  const where = subject === 'step' ? 'of the last step' : 'in the last state';
  if (verdict === 'not asked') return `its antecedent is false ${where}`;
  return subject === 'end' ? 'the last state is final' : `it holds ${where}`;
}
