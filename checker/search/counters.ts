/**
 * What a search counts, each thread by itself.
 */
import type { Program } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';

export interface Counters {
  /** Transitions of each action. */
  readonly fired: Float64Array;
  /** By property: times its antecedent was true; 1 for a `sometimes` that was reached. */
  readonly exercised: Float64Array;
  generated: number;
  expanded: number;
  /** With symmetry: the states that those expanded stand for. */
  represented: number;
  degreeMin: number;
  degreeMax: number;
}

export const zeroCounters = <S extends RecordField>(program: Program<S>): Counters => ({
  fired: new Float64Array(program.actions.length),
  exercised: new Float64Array(program.properties.length),
  generated: 0,
  expanded: 0,
  represented: 0,
  degreeMin: Infinity,
  degreeMax: 0,
});

/** The counts of several threads together. */
export function merge(all: readonly Counters[]): Counters {
  const add = (arrays: readonly Float64Array[]): Float64Array =>
    (arrays[0] ?? new Float64Array()).map((_, index) =>
      arrays.reduce((sum, array) => sum + (array[index] ?? 0), 0),
    );
  const total = (of: (counters: Counters) => number): number =>
    all.reduce((sum, counters) => sum + of(counters), 0);
  return {
    fired: add(all.map(({ fired }) => fired)),
    exercised: add(all.map(({ exercised }) => exercised)),
    generated: total(({ generated }) => generated),
    expanded: total(({ expanded }) => expanded),
    represented: total(({ represented }) => represented),
    degreeMin: Math.min(...all.map(({ degreeMin }) => degreeMin)),
    degreeMax: Math.max(...all.map(({ degreeMax }) => degreeMax)),
  };
}

/** Numbers of a program's counters in a row: five, then those of its actions and properties. */
export const countersLength = <S extends RecordField>({ actions, properties }: Program<S>): number =>
  5 + actions.length + properties.length;

export function writeCounters(counters: Counters, to: Float64Array): void {
  const { generated, expanded, represented, degreeMin, degreeMax, fired, exercised } = counters;
  to[0] = generated;
  to[1] = expanded;
  to[2] = represented;
  to[3] = degreeMin;
  to[4] = degreeMax;
  to.set(fired, 5);
  to.set(exercised, 5 + fired.length);
}

export function readCounters<S extends RecordField>(program: Program<S>, from: ArrayLike<number>): Counters {
  const numbers = Float64Array.from(from);
  const [generated = 0, expanded = 0, represented = 0, degreeMin = 0, degreeMax = 0] = numbers;
  const actions = 5 + program.actions.length;
  const [fired, exercised] = [numbers.slice(5, actions), numbers.slice(actions)];
  return { fired, exercised, generated, expanded, represented, degreeMin, degreeMax };
}
