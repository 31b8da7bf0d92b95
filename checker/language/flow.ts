/**
 * Effects in parts. A function that does several things in turn goes as many ways as these have ways, multiplied. Who made the effect
 * of such parts can say so, and its structure is found part by part (structures/flow.ts). The effect is what counts: its parts, run in
 * turn, do the same.
 */
import type { Draft, RecordField } from './schema.ts';
import type { Params, Scalar } from './system.ts';

/** What parts hand on to those behind them, by names of their own. Whoever reads a value has to be behind a part that sets it. */
export type Kept = Record<string, Scalar>;

export type Part<S extends RecordField, R> = (next: Draft<S>, params: Params, kept: Kept) => R;

/** What is done next; null at the end. */
export type Flow<S extends RecordField> =
  | { readonly run: Part<S, void>; readonly next: Flow<S> }
  | { readonly when: Part<S, boolean>; readonly yes: Flow<S>; readonly no: Flow<S> }
  | null;

const flows = new WeakMap<object, () => unknown>();

/** The effect, of which the flow is known from now on; it is made when it is asked for. */
export function inParts<S extends RecordField, E extends (next: Draft<S>, params: Params) => void>(
  effect: E,
  flow: () => Flow<S>,
): E {
  flows.set(effect, flow);
  return effect;
}

/** The parts of an effect; undefined where nobody has said them. */
export const flowOf = <S extends RecordField>(
  effect: (next: Draft<S>, params: Params) => void,
): Flow<S> | undefined =>
  // Sound because `inParts` has typed it by the effect.
  flows.get(effect)?.() as Flow<S> | undefined;
