/** The values that stand for bits that are all zero. */
import type { Field, Plain, RecordField, ScalarField } from './schema.ts';

export const zeroOf = (field: ScalarField): number | boolean | string =>
  field.kind === 'int' ? field.min : field.kind === 'bool' ? false : (field.values[0] ?? '');

/** The state of zeros. The cast is sound because the value has the shape of the schema. */
export const zeroState = <S extends RecordField>(schema: S): Plain<S> => zeroValue(schema) as Plain<S>;

function zeroValue(field: Field): unknown {
  if ('part' in field) return [];
  if (field.kind === 'array') return Array.from({ length: field.length }, () => zeroValue(field.of));
  if (field.kind !== 'record') return zeroOf(field);
  return Object.fromEntries(Object.entries(field.fields).map(([name, of]) => [name, zeroValue(of)]));
}
