/**
 * Runs functions of a system over states that are known only in part, once for each way that they go.
 *
 * A run begins with nothing known. Where it reads a scalar that is not known it is cut short, and run again for each value
 * that the scalar can have. So the runs make a tree, whose leaves are what the function does; it becomes a diagram at once
 * ({@link Diagrams}), one for each thing that is asked of the run, and its parts that are equal are kept once.
 *
 * This takes for granted what debug mode checks of a search: a function of the system depends on what it reads of the state
 * and on nothing else.
 */
import type { Draft, RecordField, View } from '../language/schema.ts';
import type { Scalar } from '../language/system.ts';
import { rawOf, valuesOf } from '../state/codec.ts';
import type { Layout } from '../state/layout.ts';
import { countOf } from '../state/layout.ts';
import { slowView } from '../state/slow-view.ts';
import type { Diagram, Diagrams } from './diagram.ts';
import { leaves } from './diagram.ts';

/** What runs of functions may cost. */
export interface Budget {
  /** Runs that are left. */
  runs: number;
  /** The time, as `performance.now()` tells it, after which none is begun. */
  readonly untilMs: number;
}

/** A system whose functions have no finite structure, or none that can be had at this cost. */
export class NoStructure extends Error {
  /** Whether more time may give one. */
  readonly wantsTime: boolean;

  constructor(message: string, wantsTime = false) {
    super(message);
    this.wantsTime = wantsTime;
  }
}

/** Runs between two looks at the clock. */
const RUNS_PER_LOOK = 256;

/** Values of a scalar that is branched on. */
const VALUES_MAX = 1 << 10;
/** Reads of one run: on a state that no run of the system reaches, a function may walk in a circle for ever. */
const READS_MAX = 1 << 14;

/** What a run found, by what it was asked. */
export type Found = ReadonlyMap<number, number>;

export class Explorer<S extends RecordField> {
  /** The state before a step. Reading it is what cuts a run short. */
  readonly before: View<S>;
  /** The state after it, which is that before it where nothing is written. */
  readonly after: View<S> & Draft<S>;
  readonly #diagrams: Diagrams;
  readonly #values: readonly (readonly Scalar[])[];
  readonly #counts: readonly number[];
  /** By scalar, its stored value before and after; -1 where it is not known, and not written. */
  readonly #known: Int32Array;
  readonly #written: Int32Array;
  #wanted = -1;
  #reads = 0;

  constructor(layout: Layout, diagrams: Diagrams) {
    const { scalars } = layout;
    this.#diagrams = diagrams;
    this.#counts = scalars.map(({ field }) => countOf(field));
    this.#values = scalars.map(({ field }, at) =>
      (this.#counts[at] ?? 0) <= VALUES_MAX ? valuesOf(field) : [],
    );
    this.#known = new Int32Array(scalars.length).fill(-1);
    this.#written = new Int32Array(scalars.length).fill(-1);
    scalars.forEach(({ bits }, at) => {
      if (bits === 0) this.#known[at] = 0;
    });
    const read = (scalar: number): Scalar => this.#value(scalar, this.#known[scalar] ?? -1);
    this.before = slowView<S>(layout, { read });
    this.after = slowView<S>(layout, {
      read: (scalar) => {
        const written = this.#written[scalar] ?? -1;
        return written < 0 ? read(scalar) : this.#value(scalar, written);
      },
      write: (scalar, value) => {
        const field = scalars[scalar]?.field;
        if (field !== undefined) this.#written[scalar] = rawOf(field, value) ?? -1;
      },
    });
  }

  #value(scalar: number, raw: number): Scalar {
    if (++this.#reads > READS_MAX) throw tooLong;
    const value = this.#values[scalar]?.[raw];
    if (value !== undefined) return value;
    this.#wanted = scalar;
    throw wanted;
  }

  /** The scalars that the last run wrote, with the stored values that it left there. */
  *writes(): Generator<readonly [scalar: number, raw: number]> {
    for (let scalar = 0; scalar < this.#written.length; scalar++) {
      const raw = this.#written[scalar] ?? -1;
      if (raw >= 0) yield [scalar, raw];
    }
  }

  /**
   * A diagram for each number that `run` finds something about. Where a run finds nothing of one, `absent` says what its
   * diagram has there. A run that throws has found `fault` of number 0.
   * Throws a NoStructure where the budget is used up, or where a function catches what cuts it short.
   */
  explore(budget: Budget, run: () => Found, absent: (found: Found) => number): Map<number, Diagram> {
    if (--budget.runs < 0) throw new NoStructure('it goes too many ways');
    if (budget.runs % RUNS_PER_LOOK === 0 && performance.now() > budget.untilMs)
      throw new NoStructure('its structure takes too long to be found', true);
    this.#written.fill(-1);
    this.#reads = 0;
    this.#wanted = -1;
    let found: Found;
    try {
      found = run();
      if (this.#wanted >= 0) throw new NoStructure('a function catches what cuts it short');
    } catch (thrown) {
      if (thrown instanceof NoStructure) throw thrown;
      if (thrown === tooLong) throw new NoStructure('a function reads without end');
      if (this.#wanted >= 0 && thrown !== wanted)
        throw new NoStructure('a function catches what cuts it short');
      if (thrown === wanted) return this.#branch(this.#wanted, budget, run, absent);
      found = faulty;
    }
    const otherwise = this.#diagrams.leaf(absent(found));
    const diagrams = new Map([[-1, otherwise]]);
    for (const [number, value] of found) diagrams.set(number, this.#diagrams.leaf(value));
    return diagrams;
  }

  #branch(
    scalar: number,
    budget: Budget,
    run: () => Found,
    absent: (found: Found) => number,
  ): Map<number, Diagram> {
    const count = this.#counts[scalar] ?? 0;
    if (count > VALUES_MAX) throw new NoStructure('a scalar has too many values');
    const children: Map<number, Diagram>[] = [];
    try {
      for (let raw = 0; raw < count; raw++) {
        this.#known[scalar] = raw;
        children.push(this.explore(budget, run, absent));
      }
    } finally {
      this.#known[scalar] = -1;
    }
    const joined = new Map<number, Diagram>();
    for (const number of new Set(children.flatMap((child) => [...child.keys()]))) {
      // Sound because every child says what it has of numbers that it did not find.
      const of = children.map((child) => child.get(number) ?? child.get(-1) ?? 0);
      joined.set(number, this.#diagrams.branch(scalar, of));
    }
    return joined;
  }
}

const wanted = new Error('a scalar is read that is not known');
const tooLong = new Error('too many scalars are read');
const faulty: Found = new Map([[0, leaves.fault]]);
