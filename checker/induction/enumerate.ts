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

/** Calls `visit` with `state` made known as far as the conjuncts need; nothing of it is known before and after. */
export function enumerate<S extends RecordField>(
  state: PartialState<S>,
  conjuncts: readonly Predicate<S>[],
  visit: () => void,
): void {
  const waitingOf = (): Waiting => ({
    conjuncts: Int32Array.from(conjuncts, (_, index) => index),
    wants: new Int32Array(conjuncts.length).fill(UNASKED),
    count: 0,
  });
  /** By depth of the recursion, so that nothing is allocated for a state. */
  const byDepth: Waiting[] = [];
  const { values } = state;
  const complete = (asked: Waiting, depth: number): void => {
    const left = (byDepth[depth] ??= waitingOf());
    left.count = 0;
    for (let k = 0; k < asked.count; k++) {
      const conjunct = asked.conjuncts[k] ?? 0;
      let wants = asked.wants[k] ?? UNASKED;
      if (wants === UNASKED || values[wants] !== undefined) {
        wants = ask(state, conjuncts[conjunct]);
        if (wants === FALSE) return;
        if (wants === TRUE) continue;
      }
      left.conjuncts[left.count] = conjunct;
      left.wants[left.count] = wants;
      left.count++;
    }
    if (left.count === 0) visit();
    else
      forEachValue(state, left.wants[0] ?? 0, () => {
        complete(left, depth + 1);
      });
  };
  complete({ ...waitingOf(), count: conjuncts.length }, 0);
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
