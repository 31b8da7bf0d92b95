/**
 * Between plain states and packed words.
 */
import type { Layout, ScalarShape, Shape } from './layout.ts';
import type { Json } from './report.ts';
import type { ScalarField } from './schema.ts';
import { maskOf } from './layout.ts';
import { textOf } from './portable-error.ts';
import { SystemError } from './system-error.ts';

/** Packs a plain initial state into `words`. Throws a SystemError that names the field where a value is missing or outside the schema. */
export function encode(layout: Layout, state: unknown, words: Int32Array): void {
  words.fill(0);
  const put = (shape: Shape, value: unknown): void => {
    const { path } = shape;
    if (shape.kind === 'record') {
      if (typeof value !== 'object' || value === null)
        fail(`${path === '' ? 'it' : path} is ${String(value)}, not a record`, path, value);
      const given = value as Readonly<Record<string, unknown>>;
      const extra = Object.keys(given).find((name) => !Object.hasOwn(shape.field.fields, name));
      if (extra !== undefined) {
        const place = `${path === '' ? '' : `${path}.`}${extra}`;
        fail(`${place} is not in the schema`, place);
      }
      for (const [name, of] of shape.fields) put(of, given[name]);
    } else if (shape.kind === 'array') {
      if (!Array.isArray(value) || value.length !== shape.elements.length)
        fail(`${path} needs an array of ${String(shape.elements.length)} elements`, path);
      const given: readonly unknown[] = value;
      shape.elements.forEach((of, index) => {
        put(of, given[index]);
      });
    } else {
      const raw = rawOf(shape.field, value);
      if (raw === undefined)
        fail(`${path} = ${String(value)} is outside ${describe(shape.field)}`, path, value);
      const word = shape.position >>> 5;
      words[word] = (words[word] ?? 0) | (raw << (shape.position & 31));
    }
  };
  put(layout.root, state);
}

function fail(message: string, path: string, value?: unknown): never {
  const at = { path, ...(value === undefined ? {} : { value: textOf(value) }) };
  throw new SystemError(`initial state: ${message}`, { code: 'initial', at });
}

/** The stored bits of a value, or undefined where it is outside its field. */
export function rawOf(field: ScalarField, value: unknown): number | undefined {
  if (field.kind === 'bool') return typeof value === 'boolean' ? Number(value) : undefined;
  if (field.kind === 'enum')
    return typeof value === 'string' && field.values.includes(value)
      ? field.values.indexOf(value)
      : undefined;
  return typeof value === 'number' && Number.isInteger(value) && value >= field.min && value <= field.max
    ? value - field.min
    : undefined;
}

/** The value of one scalar in packed `words`. */
export function scalarAt(
  { field, position, bits }: ScalarShape,
  words: Int32Array,
): number | boolean | string {
  const raw = bits === 0 ? 0 : ((words[position >>> 5] ?? 0) >>> (position & 31)) & maskOf(bits);
  if (field.kind === 'bool') return raw !== 0;
  return field.kind === 'int' ? raw + field.min : (field.values[raw] ?? `?${String(raw)}`);
}

/** Unpacks `words` into a plain state. */
export function decode(layout: Layout, words: Int32Array): Json {
  const get = (shape: Shape): Json => {
    if (shape.kind === 'scalar') return scalarAt(shape, words);
    if (shape.kind === 'array') return shape.elements.map(get);
    return Object.fromEntries(shape.fields.map(([name, of]) => [name, get(of)]));
  };
  return get(layout.root);
}

/** The values of a scalar, for messages. */
export function describe(field: ScalarField): string {
  if (field.kind === 'bool') return 'true or false';
  return field.kind === 'int' ? `${String(field.min)}..${String(field.max)}` : field.values.join(' | ');
}
