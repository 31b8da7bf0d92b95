import type { Field, Plain, RecordField, View } from '../../../checker/index.ts';

/** A state as JSON values, in the order of the schema. */
export const copied = <S extends RecordField>(schema: S, state: View<S> | Plain<S>): Plain<S> =>
  // Sound because each field is copied as what its kind says.
  valueOf(schema, state) as Plain<S>;

function valueOf(field: Field, value: unknown): unknown {
  if (field.kind === 'record') {
    const record = value as Readonly<Record<string, unknown>>;
    return Object.fromEntries(
      Object.entries(field.fields).map(([name, one]) => [name, valueOf(one, record[name])]),
    );
  }
  if (field.kind !== 'array') return value;
  const items = value as { at(index: number): unknown };
  return Array.from({ length: field.length }, (_, index) => valueOf(field.of, items.at(index)));
}
