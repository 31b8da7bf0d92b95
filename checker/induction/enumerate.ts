/**
 * Every state that satisfies a conjunction, as partial states that do not overlap.
 *
 * States are built scalar by scalar. A conjunct is asked as soon as what it reads is known; one that is false cuts off every
 * state that agrees so far. What is left unread when all conjuncts are true may be anything: one partial state stands for
 * many. The order of the conjuncts is the order in which scalars become known: first what decides most.
 */
import type { RecordField, View } from '../language/schema.ts';
import type { Scalar } from '../language/system.ts';
import type { PartialState } from './partial-state.ts';
import { wanted } from './partial-state.ts';

export const TRUE = -1;
export const FALSE = -2;
const UNASKED = -3;

type Predicate<S extends RecordField> = (state: View<S>) => boolean;

/** Conjuncts that cannot be answered yet, and for each the scalar that it read first of those not known. */
interface Waiting {
  readonly conjuncts: Int32Array;
  readonly wants: Int32Array;
  count: number;
}

/**
 * An enumeration of a state of which nothing is known yet. Each call of what is returned makes it known as far as the conjuncts need,
 * and answers true; or false after the last, when nothing is known again.
 */
export function enumeration<S extends RecordField>(
  state: PartialState<S>,
  conjuncts: readonly Predicate<S>[],
): () => boolean {
  const waitingOf = (): Waiting => ({
    conjuncts: Int32Array.from(conjuncts, (_, index) => index),
    wants: new Int32Array(conjuncts.length).fill(UNASKED),
    count: 0,
  });
  /** By the number of scalars that were given a value, so that nothing is allocated for a state. */
  const byDepth: Waiting[] = [];
  /** The scalars that have a value, in the order in which they got one, and the place of each value in its domain. */
  const scalars: number[] = [];
  const places: number[] = [];
  const { values, domains } = state;
  let depth = -1;
  /** Whether no conjunct is false; those that cannot be answered yet are then left. */
  const allows = (asked: Waiting): boolean => {
    const left = (byDepth[depth + 1] ??= waitingOf());
    left.count = 0;
    for (let k = 0; k < asked.count; k++) {
      const conjunct = asked.conjuncts[k] ?? 0;
      let wants = asked.wants[k] ?? UNASKED;
      if (wants === UNASKED || values[wants] !== undefined) {
        wants = ask(state, conjuncts[conjunct]);
        if (wants === FALSE) return false;
        if (wants === TRUE) continue;
      }
      left.conjuncts[left.count] = conjunct;
      left.wants[left.count] = wants;
      left.count++;
    }
    return true;
  };
  /** Goes on to the scalar that is wanted first; false where none is. */
  const deepen = (): boolean => {
    const left = byDepth[depth + 1];
    if (left === undefined || left.count === 0) return false;
    depth++;
    scalars[depth] = left.wants[0] ?? 0;
    places[depth] = -1;
    return true;
  };
  let isBegun = false;
  return () => {
    if (!isBegun) {
      isBegun = true;
      if (!allows({ ...waitingOf(), count: conjuncts.length })) return false;
      if (!deepen()) return true;
    }
    while (depth >= 0) {
      const scalar = scalars[depth] ?? 0;
      const domain = domains[scalar] ?? [];
      const place = (places[depth] ?? 0) + 1;
      places[depth] = place;
      values[scalar] = domain[place];
      if (place >= domain.length) depth--;
      else if (allows(byDepth[depth] ?? waitingOf()) && !deepen()) return true;
    }
    return false;
  };
}

/** TRUE, FALSE, or the scalar that the predicate wanted for its answer. */
export function ask<S extends RecordField>(
  { view }: PartialState<S>,
  predicate: Predicate<S> | undefined,
): number {
  try {
    return predicate?.(view) === true ? TRUE : FALSE;
  } catch (thrown) {
    if (thrown === wanted) return wanted.scalar;
    throw thrown;
  }
}

/** Tries every value of an unknown scalar, which is unknown again afterwards. */
export function forEachValue<S extends RecordField>(
  { values, domains }: PartialState<S>,
  scalar: number,
  run: (value: Scalar) => void,
): void {
  for (const value of domains[scalar] ?? []) {
    values[scalar] = value;
    run(value);
  }
  values[scalar] = undefined;
}

/** How many states the partial state stands for. */
export function weightOf<S extends RecordField>({ values, domains }: PartialState<S>): number {
  let weight = 1;
  for (let at = 0; at < values.length; at++) if (values[at] === undefined) weight *= domains[at]?.length ?? 1;
  return weight;
}
