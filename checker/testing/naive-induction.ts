/**
 * The slow twin of the induction: each state of the schema, as plain objects. Tests compare with it.
 */
import type { Field, Plain, RecordField, View } from '../language/schema.ts';
import type { System } from '../language/system.ts';
import { live, naiveSteps } from './naive.ts';

export interface NaiveInduction {
  readonly initial: readonly string[];
  /** `Action conjunct` of every step out of the invariant, and the properties that it does not imply; sorted. */
  readonly steps: readonly string[];
  readonly unsafe: readonly string[];
  readonly states: number;
  readonly transitions: number;
}

type Predicates<S extends RecordField> = Readonly<Record<string, (state: View<S>) => boolean>>;

export function naiveInduction<S extends RecordField>(
  system: System<S>,
  invariant: Predicates<S>,
): NaiveInduction {
  const falseIn = (state: View<S>): string[] =>
    Object.entries(invariant).flatMap(([name, holds]) => (holds(state) ? [] : [name]));
  const steps = new Set<string>();
  const unsafe = new Set<string>();
  let [states, transitions] = [0, 0];
  for (const plain of valuesOf(system.state) as readonly Plain<S>[]) {
    const state = live(system.state, plain);
    if (falseIn(state).length > 0) continue;
    states++;
    for (const [name, property] of Object.entries(system.properties))
      if (property.kind === 'always' && (property.when?.(state) ?? true) && !property.holds(state))
        unsafe.add(name);
    for (const step of naiveSteps(system, state)) {
      const { action, after } = step;
      transitions++;
      for (const [name, property] of Object.entries(system.properties))
        if (property.kind === 'alwaysStep' && (property.when?.(state, after, step) ?? true))
          if (!property.holds(state, after, step)) unsafe.add(name);
      const broken = isOf(system.state, after) ? falseIn(after) : ['(schema)'];
      for (const name of broken) steps.add(`${action} ${name}`);
    }
  }
  const initial = system.initial.flatMap((state) => falseIn(live(system.state, state)).slice(0, 1));
  return { initial, steps: [...steps].sort(), unsafe: [...unsafe].sort(), states, transitions };
}

/** How many states a schema has. */
export function sizeOf(field: Field): number {
  if (field.kind === 'array') return sizeOf(field.of) ** field.length;
  if (field.kind === 'record')
    return Object.values(field.fields).reduce((product, one) => product * sizeOf(one), 1);
  return field.kind === 'bool' ? 2 : field.kind === 'enum' ? field.values.length : field.max - field.min + 1;
}

/** Every value of a field. */
function valuesOf(field: Field): readonly unknown[] {
  if (field.kind === 'bool') return [false, true];
  if (field.kind === 'enum') return field.values;
  if (field.kind === 'int')
    return Array.from({ length: field.max - field.min + 1 }, (_, index) => field.min + index);
  if (field.kind === 'array') {
    const of = field.length === 0 ? [] : valuesOf(field.of);
    let made: unknown[][] = [[]];
    for (let index = 0; index < field.length; index++)
      made = made.flatMap((begun) => of.map((value) => [...begun, value]));
    return made;
  }
  let made: Record<string, unknown>[] = [{}];
  for (const [name, of] of Object.entries(field.fields)) {
    const values = valuesOf(of);
    made = made.flatMap((begun) => values.map((value) => ({ ...begun, [name]: value })));
  }
  return made;
}

function isOf(field: Field, value: unknown): boolean {
  if (field.kind === 'record') {
    const given = value as Readonly<Record<string, unknown>>;
    return Object.entries(field.fields).every(([name, of]) => isOf(of, given[name]));
  }
  if (field.kind === 'array') return (value as readonly unknown[]).every((one) => isOf(field.of, one));
  if (field.kind === 'bool') return typeof value === 'boolean';
  if (field.kind === 'enum') return field.values.includes(value as string);
  return Number.isInteger(value) && Number(value) >= field.min && Number(value) <= field.max;
}
