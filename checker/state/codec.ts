/**
 * Between plain states and packed words.
 */
import type { Layout, ScalarShape, Shape } from './layout.ts';
import type { PartField } from '../language/parts.ts';
import { partOf } from '../language/parts.ts';
import type { Json } from '../check/report.ts';
import type { ScalarField } from '../language/schema.ts';
import { countOf, maskOf, storeRaw } from './layout.ts';
import { textOf } from '../language/portable-error.ts';
import { SystemError } from '../language/system-error.ts';
import type { Scalar } from '../language/system.ts';

/** Packs a plain initial state into `words`. Throws a SystemError that names the field where a value is missing or outside the schema. */
export function encode(layout: Layout, state: unknown, words: Int32Array): void {
  words.fill(0);
  const put = (shape: Shape, value: unknown): void => {
    const { path } = shape;
    const part = shape.kind === 'scalar' ? undefined : partOf(shape.field);
    if (part !== undefined) putPart(shape, part, value, put);
    else if (shape.kind === 'record') {
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
      storeRaw(words, shape, raw);
    }
  };
  put(layout.root, state);
}

function fail(message: string, path: string, value?: unknown): never {
  const at = { path, ...(value === undefined ? {} : { value: textOf(value) }) };
  throw new SystemError(`initial state: ${message}`, { code: 'initial', at });
}

/** Puts the fields that a part is made of, and leaves what is not in use zero. */
function putPart(
  shape: Shape,
  part: PartField,
  value: unknown,
  put: (shape: Shape, value: unknown) => void,
): void {
  const { path } = shape;
  if (!Array.isArray(value))
    fail(`${path} is ${String(value)}; a ${part.part} is given as a list`, path, value);
  const list: readonly unknown[] = value;
  if (shape.kind === 'array' && part.part === 'set') {
    const extra = list.find((one, at) => !part.members.includes(one as string) || list.indexOf(one) !== at);
    if (extra !== undefined)
      fail(
        `${path} has ${textOf(extra)}, which stands twice or can be no member; it has ${part.members.join(', ')}`,
        path,
        extra,
      );
    shape.elements.forEach((of, index) => {
      put(of, list.includes(part.members[index]));
    });
    return;
  }
  if (shape.kind !== 'record') return;
  const [first, second] = shape.fields.map(([, of]) => of);
  const slots = part.part === 'queue' && second?.kind === 'array' ? second.elements : second ? [second] : [];
  if (first === undefined || list.length > slots.length)
    return fail(`${path} has ${String(list.length)} elements, and room for ${String(slots.length)}`, path);
  put(first, part.part === 'queue' ? list.length : list.length === 1);
  list.forEach((one, index) => {
    const slot = slots[index];
    if (slot !== undefined) put(slot, one);
  });
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
export const scalarAt = ({ field, position, bits }: ScalarShape, words: Int32Array): Scalar =>
  valueOf(field, bits === 0 ? 0 : ((words[position >>> 5] ?? 0) >>> (position & 31)) & maskOf(bits));

/** The value that stored bits stand for. */
export function valueOf(field: ScalarField, raw: number): Scalar {
  if (field.kind === 'bool') return raw !== 0;
  return field.kind === 'int' ? raw + field.min : (field.values[raw] ?? `?${String(raw)}`);
}

/** Unpacks `words` into a plain state. */
export function decode(layout: Layout, words: Int32Array): Json {
  const get = (shape: Shape): Json => {
    if (shape.kind === 'scalar') return scalarAt(shape, words);
    const part = partOf(shape.field);
    if (part !== undefined) return plainPart(part, inOrder(shape).map(get));
    if (shape.kind === 'array') return shape.elements.map(get);
    return Object.fromEntries(shape.fields.map(([name, of]) => [name, get(of)]));
  };
  return get(layout.root);
}

const inOrder = (shape: Exclude<Shape, ScalarShape>): readonly Shape[] =>
  shape.kind === 'array' ? shape.elements : shape.fields.map(([, of]) => of);

/** A part as a list, from the plain values of the fields that it is made of, in their order. */
function plainPart(part: PartField, inner: readonly Json[]): Json {
  if (part.part === 'set') return part.members.filter((_, index) => inner[index] === true);
  const [first, second = 0] = inner;
  if (part.part === 'optional') return first === true ? [second] : [];
  const slots: readonly Json[] = Array.isArray(second) ? second : [];
  return slots.slice(0, Number(first));
}

/** Every value of a scalar, in the order of their stored bits: the one that an all-zero state has comes first. */
export const valuesOf = (field: ScalarField): readonly Scalar[] =>
  Array.from({ length: countOf(field) }, (_, raw) => valueOf(field, raw));

/** The values of a scalar, for messages. */
export function describe(field: ScalarField): string {
  if (field.kind === 'bool') return 'true or false';
  return field.kind === 'int' ? `${String(field.min)}..${String(field.max)}` : field.values.join(' | ');
}
