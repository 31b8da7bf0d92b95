/**
 * `stepper`: a system one step at a time, over packed states, for whoever walks through it without a search.
 */
import { attempt, blamed, isTrue, runEffect } from '../state/answers.ts';
import { judged } from '../state/judged.ts';
import { decode, encode } from '../state/codec.ts';
import { programOf } from '../language/program.ts';
import type { Draft, Plain, RecordField, View } from '../language/schema.ts';
import type { StepView, System } from '../language/system.ts';
import { changesBetween } from './trace.ts';
import type { Change } from '../check/report.ts';
import { viewsOf } from '../state/views.ts';

export interface Stepper<S extends RecordField> {
  /** 32-bit words of a packed state. */
  readonly words: number;
  /** By instance: the action and its parameters. */
  readonly steps: readonly StepView[];
  /** The packed state that {@link Stepper.view} reads: the stepper's own, and where it stands. */
  readonly state: Int32Array;
  readonly view: View<S>;
  /** A second packed state, which {@link Stepper.draft} writes; `take` leaves the successor there first. */
  readonly next: Int32Array;
  readonly draft: Draft<S>;
  /** Goes to an initial state. */
  reset(initial?: number): void;
  /** The instances that are enabled, in order, into `into`; answers how many. */
  enabled(into: Uint16Array): number;
  isEnabled(instance: number): boolean;
  /** Takes the step of an instance, which is enabled. */
  take(instance: number): void;
  /** Invariants that the state violates, by name. */
  violated(): readonly string[];
  /** A packed state as JSON values; and what differs between two. */
  plain(words: Int32Array): Plain<S>;
  differences(from: Int32Array, to: Int32Array): readonly Change[];
}

/** The scratch states are shared by all that is done with the same schema: one walk at a time. */
export function stepper<S extends RecordField>(system: System<S>): Stepper<S> {
  const program = programOf(system);
  const { layout, current, next, currentView, nextDraft } = viewsOf(system.state);
  const { actions, actionOf } = program;
  const holdsAll = (action: (typeof actions)[number], index: number): boolean => {
    const params = action.params[index];
    const { guard } = action.action;
    if (params === undefined) return false;
    for (const { name: conjunct, holds } of guard) {
      try {
        if (!isTrue(holds(currentView, params))) return false;
      } catch (thrown) {
        throw blamed({ function: 'guard', action: action.name, conjunct, params }, thrown);
      }
    }
    return true;
  };
  const ofInstance = (instance: number): (typeof actions)[number] => {
    const action = actions[actionOf[instance] ?? -1];
    if (action === undefined) throw new RangeError(`${system.name} has no action instance ${instance}`);
    return action;
  };
  const invariants = program.properties.flatMap(([name, property]) =>
    property.kind === 'always' ? [{ name, property: judged(name, property) }] : [],
  );
  return {
    words: layout.words,
    steps: actions.flatMap(({ steps }) => steps),
    state: current,
    view: currentView,
    next,
    draft: nextDraft,
    reset(initial = 0) {
      encode(layout, system.initial[initial], current);
    },
    enabled(into) {
      let count = 0;
      for (const action of actions)
        for (let index = 0; index < action.params.length; index++)
          if (holdsAll(action, index)) into[count++] = action.first + index;
      return count;
    },
    isEnabled(instance) {
      const action = ofInstance(instance);
      return holdsAll(action, instance - action.first);
    },
    take(instance) {
      const { name, action, params, first } = ofInstance(instance);
      const values = params[instance - first] ?? {};
      next.set(current);
      attempt({ function: 'effect', action: name, params: values }, () => {
        runEffect(action.effect, nextDraft, values);
      });
      current.set(next);
    },
    violated: () =>
      invariants.flatMap(({ name, property: { when, holds } }) =>
        (when?.(currentView) ?? true) && !holds(currentView) ? [name] : [],
      ),
    // Sound because the packed words were made by the same layout.
    plain: (words) => decode(layout, words) as Plain<S>,
    differences: (from, to) => changesBetween(layout, from, to),
  };
}
