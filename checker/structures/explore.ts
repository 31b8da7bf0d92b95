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
import { host } from '#host';
import type { Draft, RecordField, ScalarField, View } from '../language/schema.ts';
import type { Kept } from '../language/flow.ts';
import type { Scalar } from '../language/system.ts';
import { rawOf, valueOf, valuesOf } from '../state/codec.ts';
import type { Layout } from '../state/layout.ts';
import { countOf } from '../state/layout.ts';
import { slowView } from '../state/slow-view.ts';
import type { Diagram, Diagrams } from './diagram.ts';
import { leaves } from './diagram.ts';

/** What runs of functions may cost. */
export interface Budget {
  /** Runs that are left. */
  runs: number;
  /** The CPU time of the program, as the host tells it, after which none is begun. */
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

export const TOO_MANY_WAYS = 'it goes too many ways';

/** Runs between two looks at the clock. */
const RUNS_PER_LOOK = 1024;

/** Values of a scalar that is branched on. */
const VALUES_MAX = 1 << 10;
/** What is written where a scalar gets the unread value of another one: this less the other's number. */
const COPIED = -16;
/** Values that parts of one effect hand on. */
const KEPT_MAX = 64;
/** Reads of one run: on a state that no run of the system reaches, a function may walk in a circle for ever. */
const READS_MAX = 1 << 14;

/** Whether a scalar can have a stored value where it is asked. */
export type Possible = (scalar: number, raw: number) => boolean;

/** What a run found, by what it was asked: what a leaf says, or what {@link Explorer.writes} tells. */
export type Found = ReadonlyMap<number, number>;

/** What is asked of runs. */
export interface Asking {
  run(this: void): Found;
  /** What the diagram of a number says where a run finds nothing of it. */
  absent(this: void, found: Found): number;
  /** What a run that throws has found; default `fault` of number 0. */
  faulty?(this: void): Found;
}

export class Explorer<S extends RecordField> {
  /** The state before a step. Reading it is what cuts a run short. */
  readonly before: View<S>;
  /** The state after it, which is that before it where nothing is written. */
  readonly after: View<S> & Draft<S>;
  /** What parts of an effect hand on: further scalars, behind those of the state, whose values are those that parts have set. */
  readonly kept: Kept;
  readonly #diagrams: Diagrams;
  readonly #values: (readonly Scalar[])[];
  readonly #counts: readonly number[];
  /** By name, the scalars of what is handed on. */
  readonly #names = new Map<string, number>();
  #possible: Possible = () => true;
  /** By scalar, its stored value before and after; -1 where it is not known, and not written. Up to {@link COPIED} where it is copied. */
  readonly #known: Int32Array;
  readonly #written: Int32Array;
  readonly #fields: readonly ScalarField[];
  /** By scalar, the diagram of what copies it. */
  readonly #copied: Diagram[] = [];
  #wanted = -1;
  #reads = 0;
  /** The stored values of a whole state, and the scalars of it that a run read, in their order; null where runs are cut short. */
  #given: ArrayLike<number> | null = null;
  #read: number[] = [];

  constructor(layout: Layout, diagrams: Diagrams) {
    const { scalars } = layout;
    this.#diagrams = diagrams;
    this.#fields = scalars.map(({ field }) => field);
    this.#counts = scalars.map(({ field }) => countOf(field));
    this.#values = scalars.map(({ field }, at) =>
      (this.#counts[at] ?? 0) <= VALUES_MAX ? valuesOf(field) : [],
    );
    this.#known = new Int32Array(scalars.length + KEPT_MAX).fill(-1);
    this.#written = new Int32Array(scalars.length + KEPT_MAX).fill(-1);
    scalars.forEach(({ bits }, at) => {
      if (bits === 0) this.#known[at] = 0;
    });
    const read = (scalar: number): Scalar => this.#value(scalar, this.#known[scalar] ?? -1);
    this.before = slowView<S>(layout, { read });
    this.after = slowView<S>(layout, {
      read: (scalar) => {
        const written = this.#written[scalar] ?? -1;
        if (written <= COPIED) return read(COPIED - written);
        return written < 0 ? read(scalar) : this.#value(scalar, written);
      },
      write: (scalar, value) => {
        const field = scalars[scalar]?.field;
        if (field !== undefined) this.#written[scalar] = rawOf(field, value) ?? -1;
      },
      copy: (from, to) => {
        const written = this.#written[from] ?? -1;
        if (written === -1 && this.countOf(from) > VALUES_MAX) read(from);
        const known = written === -1 ? (this.#known[from] ?? -1) : written;
        this.#written[to] = known === -1 ? COPIED - from : known;
      },
    });
    const own = (scalar: number): Scalar => {
      const written = this.#written[scalar] ?? -1;
      return this.#value(scalar, written < 0 ? (this.#known[scalar] ?? -1) : written);
    };
    this.kept = new Proxy<Kept>(
      {},
      {
        get: (_, name) => own(this.#keptScalar(name)),
        set: (_, name, value: Scalar) => {
          const scalar = this.#keptScalar(name);
          const values = this.#values[scalar] ?? [];
          const raw = values.indexOf(value);
          this.#written[scalar] = raw < 0 ? values.length : raw;
          if (raw < 0) this.#values[scalar] = [...values, value];
          return true;
        },
      },
    );
  }

  #keptScalar(name: string | symbol): number {
    const key = String(name);
    const scalar = this.#names.get(key) ?? this.#fields.length + this.#names.size;
    if (scalar >= this.#known.length) throw new NoStructure('its parts hand on too much');
    this.#names.set(key, scalar);
    return scalar;
  }

  /** Forgets what parts of another effect have handed on. */
  begin(): void {
    this.#names.clear();
    this.#values.length = this.#fields.length;
  }

  /** How many values a scalar has, those that are handed on included. */
  countOf(scalar: number): number {
    return this.#counts[scalar] ?? this.#values[scalar]?.length ?? 0;
  }

  #value(scalar: number, raw: number): Scalar {
    if (++this.#reads > READS_MAX) throw tooLong;
    if (raw >= 0) {
      const field = this.#fields[scalar];
      const value = this.#values[scalar]?.[raw] ?? (field === undefined ? undefined : valueOf(field, raw));
      if (value !== undefined) return value;
    }
    const given = this.#given?.[scalar];
    if (given !== undefined) {
      this.#known[scalar] = given;
      this.#read.push(scalar);
      return this.#value(scalar, given);
    }
    this.#wanted = scalar;
    throw wanted;
  }

  /** The scalars that the last run wrote, with what it left there, for {@link ended}: a stored value, or whose it is. */
  writes(visit: (scalar: number, left: number) => void): void {
    for (let scalar = 0; scalar < this.#written.length; scalar++) {
      const left = this.#written[scalar] ?? -1;
      if (left !== -1) visit(scalar, left);
    }
  }

  /**
   * A diagram for each number that a run finds something about.
   * Throws a NoStructure where the budget is used up, or where a function catches what cuts it short. Nothing is asked where a scalar
   * that is read has a value that is not `possible`.
   */
  explore(budget: Budget, asking: Asking, possible: Possible = () => true): Map<number, Diagram> {
    this.#possible = possible;
    return this.#explore(budget, asking);
  }

  #explore(budget: Budget, asking: Asking): Map<number, Diagram> {
    if (--budget.runs < 0) throw new NoStructure(TOO_MANY_WAYS);
    if (budget.runs % RUNS_PER_LOOK === 0 && host.cpuMs() > budget.untilMs)
      throw new NoStructure('its structure takes too long to be found', true);
    const found = this.#run(asking);
    return found === null ? this.#branch(this.#wanted, budget, asking) : this.ended(found, asking);
  }

  /**
   * An estimate of how many ways a function goes, by runs on so many random states. Such a state takes a way with the probability that
   * each scalar that is read has just its value, so the mean of the inverse is the number of ways (Knuth 1975).
   */
  waysOf(asking: Asking, samples: number): number {
    const state = new Int32Array(this.#fields.length);
    let [random, sum] = [1, 0];
    for (let sample = 0; sample < samples; sample++) {
      for (let scalar = 0; scalar < state.length; scalar++) {
        random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
        state[scalar] = Math.floor((random / 2 ** 32) * this.countOf(scalar));
      }
      const { reads } = this.follow(state, asking);
      sum += reads.reduce((ways, scalar) => ways * this.countOf(scalar), 1);
    }
    return sum / samples;
  }

  /** What a run on a whole state finds, given by its stored values, and the scalars of it that it read, in their order. */
  follow(
    state: ArrayLike<number>,
    asking: Asking,
  ): { readonly found: Found; readonly reads: readonly number[] } {
    this.#given = state;
    this.#read = [];
    try {
      return { found: this.#run(asking) ?? faultAlone, reads: this.#read };
    } finally {
      this.#given = null;
      for (const scalar of this.#read) this.#known[scalar] = -1;
    }
  }

  /** Null where it is cut short, for the scalar that is wanted. */
  #run({ run, faulty = () => faultAlone }: Asking): Found | null {
    this.#written.fill(-1);
    this.#reads = 0;
    this.#wanted = -1;
    try {
      const found = run();
      if (this.#wanted >= 0) throw new NoStructure('a function catches what cuts it short');
      return found;
    } catch (thrown) {
      if (thrown instanceof NoStructure) throw thrown;
      if (thrown === tooLong) throw new NoStructure('a function reads without end');
      if (this.#wanted >= 0 && thrown !== wanted)
        throw new NoStructure('a function catches what cuts it short');
      return thrown === wanted ? null : faulty();
    }
  }

  #branch(scalar: number, budget: Budget, asking: Asking): Map<number, Diagram> {
    const count = this.countOf(scalar);
    if (count > VALUES_MAX) throw new NoStructure('a scalar has too many values');
    if (count === 0) throw new NoStructure('a part reads what none before it has set');
    const children: Map<number, Diagram>[] = [];
    try {
      for (let raw = 0; raw < count; raw++) {
        this.#known[scalar] = raw;
        children.push(this.#possible(scalar, raw) ? this.#explore(budget, asking) : this.#nothing());
      }
    } finally {
      this.#known[scalar] = -1;
    }
    return this.joined(scalar, children);
  }

  /** The diagrams where nothing is asked. */
  #nothing(): Map<number, Diagram> {
    return new Map([[-1, this.#diagrams.leaf(leaves.free)]]);
  }

  /** The diagrams of a run that came to its end: leaves. What they say of numbers that it did not find is that of number -1. */
  ended(found: Found, { absent }: Asking): Map<number, Diagram> {
    const diagrams = new Map([[-1, this.#diagrams.leaf(absent(found))]]);
    for (const [number, value] of found)
      diagrams.set(number, value > COPIED ? this.#diagrams.leaf(value) : this.#same(COPIED - value));
    return diagrams;
  }

  /** What says the stored value of a scalar. */
  #same(scalar: number): Diagram {
    let known = this.#copied[scalar];
    if (known === undefined) {
      const count = this.countOf(scalar);
      if (count > VALUES_MAX) throw new NoStructure('a scalar has too many values');
      const values = Array.from({ length: count }, (_, raw) => this.#diagrams.leaf(raw));
      known = this.#copied[scalar] = this.#diagrams.branch(scalar, values);
    }
    return known;
  }

  /** The diagrams that branch on a scalar, from those of each of its stored values. */
  joined(scalar: number, children: readonly ReadonlyMap<number, Diagram>[]): Map<number, Diagram> {
    const joined = new Map<number, Diagram>();
    for (const one of children)
      for (const number of one.keys()) {
        if (joined.has(number)) continue;
        // Sound because every child says what it has of numbers that it did not find.
        const of = children.map((child) => child.get(number) ?? child.get(-1) ?? 0);
        joined.set(number, this.#diagrams.branch(scalar, of));
      }
    return joined;
  }
}

const wanted = new Error('a scalar is read that is not known');
const tooLong = new Error('too many scalars are read');
const faultAlone: Found = new Map([[0, leaves.fault]]);
