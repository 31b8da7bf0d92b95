/** Whether a trace is the counterexample that it is said to be: the property is evaluated where the trace ends, or along its loop. */
import { violatedInstance, violation } from './check.ts';
import { encode } from '../state/codec.ts';
import { difference } from '../traces/difference.ts';
import { lassoShown } from '../liveness/lasso-shown.ts';
import { instancesOf, isLiveness } from '../liveness/liveness.ts';
import type { Program } from '../language/program.ts';
import { programOf } from '../language/program.ts';
import type { Trace, Violation, Witness } from './report.ts';
import type { RecordField } from '../language/schema.ts';
import { SystemError } from '../language/system-error.ts';
import type { Params, System } from '../language/system.ts';
import { judged } from '../state/judged.ts';
import { enabledOf } from '../traces/trace.ts';
import type { Views } from '../state/views.ts';
import { viewsOf } from '../state/views.ts';

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
  { params, lasso: claimed }: Claimed,
): Violation {
  const program = programOf(system);
  const views = viewsOf(system.state);
  const not = (what: string): SystemError =>
    new SystemError(`the trace does not violate ${property}: ${what}`, { code: 'trace' });
  const index = program.properties.findIndex(([name]) => name === property);
  const of = program.properties[index]?.[1];
  if (of === undefined)
    throw not(`${system.name} has no such property; it has ${Object.keys(system.properties).join(', ')}`);
  if (isLiveness(of)) {
    if (trace.loop === undefined || claimed === undefined)
      throw not('it is about runs, and the trace is no lasso');
    const instances = instancesOf(of);
    const instance = instances.find(
      (one) => instances.length === 1 || difference(params, one.params) === null,
    );
    if (instance === undefined) throw not('it has no instance with such parameters');
    const lasso = lassoShown(program, views, instance.claim, trace, claimed);
    if (typeof lasso === 'string') throw not(lasso);
    return { ...violation(program, index, trace.steps.length, trace, instance.params), lasso };
  }
  const why = trace.loop !== undefined ? 'it is a lasso' : notViolated(program, views, property, trace);
  if (why !== null) throw not(why);
  return violation(program, index, trace.steps.length, trace, violatedInstance(program, views, index, trace));
}

/** The witness of `property` that `trace`, a replayed one, is. Throws a SystemError where it does not end in what the property looks for. */
export function witnessOf<S extends RecordField>(
  { state, name, properties }: System<S>,
  property: string,
  trace: Trace,
): Witness {
  const of = Object.hasOwn(properties, property) ? properties[property] : undefined;
  const { layout, current, currentView } = viewsOf(state);
  encode(layout, trace.steps.at(-1)?.state ?? trace.initial, current);
  const why =
    of?.kind !== 'sometimes'
      ? `${name} has no such property that is to be reached`
      : trace.loop !== undefined
        ? 'it is a lasso'
        : judged(property, of).reached(currentView)
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
  const of = program.system.properties[name];
  const property = of && judged(name, of);
  const last = new Int32Array(layout.words);
  encode(layout, steps.at(-1)?.state ?? initial, last);
  const step = steps.at(-1);
  switch (property?.kind) {
    case 'always':
      current.set(last);
      if (!(property.when?.(currentView) ?? true)) return 'its antecedent is false in the last state';
      return property.holds(currentView) ? 'it holds in the last state' : null;
    case 'alwaysStep':
      if (step === undefined) return 'it is about steps, and the trace has none';
      encode(layout, steps.at(-2)?.state ?? initial, current);
      next.set(last);
      if (!(property.when?.(currentView, nextView, step) ?? true))
        return 'its antecedent is false of the last step';
      return property.holds(currentView, nextView, step) ? 'it holds of the last step' : null;
    case 'deadlockFree': {
      const enabled = enabledOf(program, views, last);
      if (enabled.length > 0) return 'an action is enabled in the last state';
      current.set(last);
      return property.final(currentView) ? 'the last state is final' : null;
    }
    default:
      return 'what is never reached has no trace';
  }
}
