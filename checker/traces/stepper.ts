/**
 * `stepper`: a system one step at a time, over packed states, for whoever walks through it without a search.
 */
import { namedJudgeOf, subjectOf } from '../evaluate/property.ts';
import { actionOf, stopOf, take } from '../evaluate/step.ts';
import { decode, encode } from '../state/codec.ts';
import { programOf } from '../language/program.ts';
import type { Draft, Plain, RecordField, View } from '../language/schema.ts';
import type { ActionParams, StepView, System } from '../language/system.ts';
import { changesBetween } from './trace.ts';
import type { Change, StepsOf } from '../check/report.ts';
import { viewsOf } from '../state/views.ts';

/** A walk through a system. Packed states are those of {@link StateGraph.rows}. */
export interface Stepper<S extends RecordField, T extends StepView = StepView, P extends string = string> {
  /** 32-bit words of a packed state. */
  readonly words: number;
  /** By instance: the action and its parameters. */
  readonly steps: readonly T[];
  /** The packed state that {@link Stepper.view} reads: the stepper's own, and where it stands. */
  readonly state: Int32Array;
  readonly view: View<S>;
  /** A second packed state, which {@link Stepper.draft} writes; `take` leaves the successor there first. */
  readonly next: Int32Array;
  readonly draft: Draft<S>;
  /** Goes to an initial state, by its number, or to any other. */
  reset(to?: number | Plain<S>): void;
  /** The instances that are enabled, in order, into `into`; answers how many. */
  enabled(into: Uint16Array): number;
  isEnabled(instance: number): boolean;
  /** Takes the step of an instance, which is enabled. */
  take(instance: number): void;
  /** Invariants that the state violates, by name. */
  violated(): readonly P[];
  /** A packed state as JSON values; and what differs between two. */
  plain(words: Int32Array): Plain<S>;
  differences(from: Int32Array, to: Int32Array): readonly Change[];
}

/** A walk through a system. What else is done with the system, by other steppers too, does not move it. */
export function stepper<S extends RecordField, A extends ActionParams, P extends string>(
  system: System<S, A, P>,
): Stepper<S, StepsOf<A>, P> {
  // Sound because the steps and the properties are those of the system.
  return stepperOf<S>(system) as unknown as Stepper<S, StepsOf<A>, P>;
}

function stepperOf<S extends RecordField>(system: System<S>): Stepper<S> {
  const program = programOf(system);
  const views = viewsOf(system.state);
  const { layout, current, next, currentView, nextDraft } = views;
  const { actions } = program;
  const invariants = program.properties.flatMap(([name, property]) =>
    subjectOf(property) === 'state' ? [{ name, judge: namedJudgeOf(name, property) }] : [],
  );
  return {
    words: layout.words,
    steps: actions.flatMap(({ steps }) => steps),
    state: current,
    view: currentView,
    next,
    draft: nextDraft,
    reset(to = 0) {
      encode(layout, typeof to === 'number' ? system.initial[to] : to, current);
    },
    enabled(into) {
      let count = 0;
      for (const action of actions)
        for (let index = 0; index < action.params.length; index++)
          if (stopOf(action, index, currentView) === -1) into[count++] = action.first + index;
      return count;
    },
    isEnabled(instance) {
      const action = actionOf(program, instance);
      return stopOf(action, instance - action.first, currentView) === -1;
    },
    take(instance) {
      take(program, views, current, instance);
      current.set(next);
    },
    violated: () =>
      invariants.flatMap(({ name, judge }) => (judge(currentView) === 'violated' ? [name] : [])),
    // Sound because the packed words were made by the same layout.
    plain: (words) => decode(layout, words) as Plain<S>,
    differences: (from, to) => changesBetween(layout, from, to),
  };
}
