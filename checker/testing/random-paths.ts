/** The ways from a random system's state to its scalars and arrays, and what views have there. */
import type { Field, ScalarField } from '../language/schema.ts';
import type { Params, Scalar } from '../language/system.ts';

/** From the state to a scalar: field names, indices, or an index that a parameter gives, modulo the array's length. */
export type Path = readonly (string | number | { readonly param: string; readonly modulo: number })[];

export interface Leaf {
  readonly path: Path;
  readonly field: ScalarField;
}

/** Every scalar of a field, but for those of sets, optional values and queues. */
export function leavesOf(field: Field, path: Path): Leaf[] {
  if ('part' in field) return [];
  if (field.kind === 'record')
    return Object.entries(field.fields).flatMap(([name, of]) => leavesOf(of, [...path, name]));
  if (field.kind === 'array')
    return Array.from({ length: field.length }, (_, index) => leavesOf(field.of, [...path, index])).flat();
  return [{ path, field }];
}

/** Every array of a field that has elements with a scalar, and the way to that scalar from the element. */
export function arraysOf(field: Field, path: Path): (Leaf & { readonly rest: Path })[] {
  if ('part' in field) return [];
  if (field.kind === 'record')
    return Object.entries(field.fields).flatMap(([name, of]) => arraysOf(of, [...path, name]));
  if (field.kind !== 'array') return [];
  const rests = field.length === 0 ? [] : leavesOf(field.of, []);
  return [
    ...rests.map((rest) => ({ path, rest: rest.path, field: rest.field })),
    ...Array.from({ length: field.length }, (_, index) => arraysOf(field.of, [...path, index])).flat(),
  ];
}

export const ordinalOf = (value: Scalar): number =>
  typeof value === 'string'
    ? value.charCodeAt(0) - 97
    : typeof value === 'boolean'
      ? Number(value)
      : Math.abs(value);

const indexOf = (step: Path[number], params: Params): string | number =>
  typeof step === 'object' ? ordinalOf(params[step.param] ?? 0) % step.modulo : step;

/** What a view has at a path. The paths were made from the schema, so the view has it. */
export const follow = (view: unknown, path: Path, params: Params): unknown =>
  path.reduce<unknown>((value, step) => {
    const index = indexOf(step, params);
    return typeof index === 'number'
      ? (value as { at(index: number): unknown }).at(index)
      : (value as Readonly<Record<string, unknown>>)[index];
  }, view);

export const numberAt = (view: unknown, path: Path, params: Params): number =>
  ordinalOf(follow(view, path, params) as Scalar);

export function assign(next: unknown, path: Path, value: Scalar, params: Params): void {
  const parent = follow(next, path.slice(0, -1), params);
  const last = indexOf(path.at(-1) ?? '', params);
  if (typeof last === 'number') (parent as { set(index: number, value: Scalar): void }).set(last, value);
  else (parent as Record<string, Scalar>)[last] = value;
}
