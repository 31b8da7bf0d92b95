/**
 * States of which only some scalars are known. A predicate or an effect runs over one as over any other state; where it
 * reads a scalar that is not known, it is cut short by {@link wanted}. What it answers without that read, it answers for
 * every state that agrees on the known scalars, since guards, effects and predicates are functions of what they read.
 */
import type { Draft, Plain, RecordField, View } from '../language/schema.ts';
import { SystemError } from '../language/system-error.ts';
import type { Scalar } from '../language/system.ts';
import { decode, describe, encode, rawOf, scalarAt, valuesOf } from '../state/codec.ts';
import { layoutOf, storeRaw } from '../state/layout.ts';
import { slowView } from '../state/slow-view.ts';

class Wanted extends Error {
  /** The number of the scalar that was read last of those that are not known. */
  scalar = -1;
}

/** Thrown by every read of a scalar that is not known: one object, since making one costs most. */
export const wanted: Wanted = new Wanted('a scalar is read that is not known');

/** Each value of a scalar is tried in turn. */
const DOMAIN_BITS_MAX = 16;

export interface PartialState<S extends RecordField> {
  /** By the number of the scalar, in the order of the schema; undefined where it is not known. */
  readonly values: (Scalar | undefined)[];
  readonly paths: readonly string[];
  /** The values that each scalar can have. */
  readonly domains: readonly (readonly Scalar[])[];
  readonly view: View<S>;
  /** Throws a SystemError where a value is written that the field cannot have. */
  readonly draft: Draft<S>;
  /** Takes all values from a plain state. */
  load(state: Plain<S>): void;
  /** The state as JSON values, each unknown scalar with the first of its values. */
  plain(): Plain<S>;
}

/**
 * A state of which nothing is known.
 * Throws a SystemError where a scalar has more values than can be tried.
 */
export function partialState<S extends RecordField>(schema: S): PartialState<S> {
  const layout = layoutOf(schema);
  const { scalars } = layout;
  const words = new Int32Array(layout.words);
  const values: (Scalar | undefined)[] = scalars.map(() => undefined);
  const view = slowView<S>(layout, {
    read: (scalar) => {
      const value = values[scalar];
      if (value !== undefined) return value;
      wanted.scalar = scalar;
      throw wanted;
    },
    write: (scalar, value) => {
      values[scalar] = value;
    },
  });
  return {
    values,
    paths: scalars.map(({ path }) => path),
    domains: scalars.map(({ field, path, bits }) => {
      if (bits > DOMAIN_BITS_MAX)
        throw new SystemError(`${path} has the values ${describe(field)}, too many to enumerate; narrow it`);
      return valuesOf(field);
    }),
    view,
    draft: view,
    load: (state) => {
      encode(layout, state, words);
      scalars.forEach((shape, at) => {
        values[at] = scalarAt(shape, words);
      });
    },
    plain: () => {
      words.fill(0);
      scalars.forEach((shape, at) => {
        storeRaw(words, shape, rawOf(shape.field, values[at]) ?? 0);
      });
      // Sound because the words are of the schema's layout.
      return decode(layout, words) as Plain<S>;
    },
  };
}
