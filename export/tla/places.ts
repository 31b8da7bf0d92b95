/** Where a scalar stands: the state of a system as variables, records and functions of TLA+. */
import type { Field, Layout, Scalar } from '../../checker/index.ts';
import { fieldName, literal, setOf } from './names.ts';
import type { Names } from './names.ts';

/** An index of an array: the array by its path with `[]` for each index, and the index as TLA+ writes it. */
export interface Index {
  readonly array: string;
  readonly label: string;
}

export interface Place {
  readonly variable: string;
  /** What follows the variable: names of fields, and indices. */
  readonly rest: readonly (string | Index)[];
  /** The path with `[]` for each index. */
  readonly pattern: string;
  /** Its values, by their stored value. */
  readonly values: readonly Scalar[];
}

/** How indices and values are written: with a parameter in place of a value. */
export interface Symbols {
  index(this: void, index: Index): string;
  value(this: void, place: Place, text: string): string;
}

export const plainly: Symbols = { index: ({ label }) => label, value: (_, text) => text };

/** What follows the variable, as it stands in an expression and behind the `!` of EXCEPT. */
export const restOf = ({ rest }: Place, symbols: Symbols): string =>
  rest.map((part) => (typeof part === 'string' ? `.${part}` : `[${symbols.index(part)}]`)).join('');

export const textOf = (place: Place, symbols: Symbols): string => place.variable + restOf(place, symbols);

/** The place of each scalar, by its number, and the variables with their fields. */
export function placesOf(
  { root }: Layout,
  names: Names,
): {
  readonly places: readonly Place[];
  readonly variables: readonly (readonly [name: string, field: Field])[];
} {
  const places: Place[] = [];
  const walk = (field: Field, at: Omit<Place, 'values'>): void => {
    const { pattern, rest } = at;
    if (field.kind === 'record') {
      for (const [name, of] of Object.entries(field.fields))
        walk(of, { ...at, rest: [...rest, fieldName(name)], pattern: `${pattern}.${name}` });
    } else if (field.kind === 'array') {
      const array = `${pattern}[]`;
      for (const label of indicesOf(field).map(literal))
        walk(field.of, { ...at, rest: [...rest, { array, label }], pattern: array });
    } else places.push({ ...at, values: valuesIn(field) });
  };
  const variables = Object.entries(root.field.fields).map(([name, field]) => {
    const variable = names.fresh(name);
    walk(field, { variable, rest: [], pattern: name });
    return [variable, field] as const;
  });
  return { places, variables };
}

type ArrayField = Extract<Field, { kind: 'array' }>;

/** The members of a set, else 0 and on. */
const indicesOf = (field: ArrayField): readonly Scalar[] =>
  'members' in field
    ? (field.members as readonly Scalar[])
    : Array.from({ length: field.length }, (_, index) => index);

const WIDE = 1 << 16;

function valuesIn(field: Exclude<Field, ArrayField | { kind: 'record' }>): readonly Scalar[] {
  if (field.kind === 'bool') return [false, true];
  if (field.kind === 'enum') return field.values;
  return Array.from({ length: Math.min(WIDE, field.max - field.min + 1) }, (_, raw) => field.min + raw);
}

/** Names for indices, by how deep they are nested. */
export type IndexNames = (depth: number) => string;

/** The set of all values of a field. */
export function typeOf(field: Field, i: string): string {
  if (field.kind === 'bool') return 'BOOLEAN';
  if (field.kind === 'int') return `${String(field.min)} .. ${String(field.max)}`;
  if (field.kind === 'enum') return setOf(field.values);
  if (field.kind === 'array')
    return field.length === 0
      ? `{[${i} \\in {} |-> 0]}`
      : `[${setOf(indicesOf(field))} -> ${typeOf(field.of, i)}]`;
  const fields = Object.entries(field.fields).map(([name, of]) => `${fieldName(name)}: ${typeOf(of, i)}`);
  return `[${fields.join(', ')}]`;
}

/** A value of a field, from the stored values of its scalars, which are taken from the front of `raws`; `names` has names for indices, by depth. */
export function valueText(field: Field, raws: number[], names: IndexNames, depth = 0): string {
  const i = names(depth);
  if (field.kind === 'record') {
    const fields = Object.entries(field.fields).map(
      ([name, of]) => `${fieldName(name)} |-> ${valueText(of, raws, names, depth)}`,
    );
    return `[${fields.join(', ')}]`;
  }
  if (field.kind !== 'array') return literal(valuesIn(field)[raws.shift() ?? 0] ?? 0);
  const indices = indicesOf(field);
  if (indices.length === 0) return `[${i} \\in {} |-> 0]`;
  const elements = indices.map(() => valueText(field.of, raws, names, depth + 1));
  const domain = setOf(indices);
  if (elements.every((one) => one === elements[0])) return `[${i} \\in ${domain} |-> ${elements[0] ?? ''}]`;
  const arms = indices.slice(1).map((index, at) => `${i} = ${literal(index)} -> ${elements[at + 1] ?? ''}`);
  return `[${i} \\in ${domain} |-> CASE ${arms.join(' [] ')} [] OTHER -> ${elements[0] ?? ''}]`;
}
