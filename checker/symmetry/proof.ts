/**
 * Whether the structures of a system say the same of every state and of its images, members exchanged. Then no state of an orbit need be
 * asked (verify.ts): what is asked there has been compared for all states at once, also for those that no run reaches.
 *
 * Compared are: the conjunct that stops each instance, what the instance writes, what properties of steps say of it, and what each
 * property says of states. It is enough to look at permutations that generate the others. For each there are two functions of one state,
 * and they are equal if their ordered diagrams are (images.ts).
 */
import { antecedentOf, instancesOf, judgeOf, predicateOf, subjectOf } from '../evaluate/property.ts';
import type { Program } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import type { Action, Params, Property } from '../language/system.ts';
import { isTrue } from '../state/answers.ts';
import type { Layout } from '../state/layout.ts';
import type { InstanceStructure } from '../structures/asking.ts';
import { answerNumber } from '../structures/asking.ts';
import type { Diagram } from '../structures/diagram.ts';
import { Diagrams, leaves } from '../structures/diagram.ts';
import { Explorer, NoStructure } from '../structures/explore.ts';
import type { Structures } from '../structures/structures.ts';
import type { Symmetry } from './declaration.ts';
import { tableIndex } from './declaration.ts';
import type { Values } from './images.ts';
import { Functions, imageUnder } from './images.ts';

/** Runs of a guard, or of an instance of a property. */
const RUNS_MAX = 1 << 20;

interface Known {
  readonly structures: Structures;
  /** When it ends at the latest, as `host.cpuMs()` tells it. */
  readonly untilMs: number;
}

/**
 * False where they differ, and where that is not known: an instance or a property has no structure, or one too large to be compared.
 * Throws a NoStructure where it would last longer.
 */
export function isSymmetric<S extends RecordField>(
  program: Program<S>,
  layout: Layout,
  symmetry: Symmetry,
  by: Known,
): boolean {
  try {
    return new Comparison(program, layout, symmetry, by).holds();
  } catch (thrown) {
    if (thrown instanceof NoStructure && !thrown.wantsTime) return false;
    throw thrown;
  }
}

/** What is said of a state, or of its image under a permutation. */
interface Said {
  /** What diagrams of structures say, and those of what was explored here. */
  readonly structure: (diagram: Diagram) => Diagram;
  readonly explored: (diagram: Diagram) => Diagram;
  /** By scalar, its value. */
  readonly values: Values;
}

class Comparison<S extends RecordField> {
  readonly #program: Program<S>;
  readonly #layout: Layout;
  readonly #symmetry: Symmetry;
  readonly #structures: Structures;
  readonly #functions: Functions;
  readonly #explored = new Diagrams();
  readonly #explorer: Explorer<S>;
  readonly #untilMs: number;
  readonly #own: Said;

  constructor(program: Program<S>, layout: Layout, symmetry: Symmetry, { structures, untilMs }: Known) {
    this.#program = program;
    this.#layout = layout;
    this.#symmetry = symmetry;
    this.#structures = structures;
    this.#untilMs = untilMs;
    this.#explorer = new Explorer<S>(layout, this.#explored);
    this.#functions = new Functions(layout, symmetry, untilMs);
    this.#own = this.#said((scalar) => this.#functions.kept(scalar), this.#functions.identity);
  }

  holds(): boolean {
    const { actions, properties } = this.#program;
    if (this.#structures.instances.some(({ guard, writes }) => guard === null || writes === null))
      return false;
    const stops = actions.flatMap(({ action, params }) =>
      params.map((values) => this.#stops(action, values)),
    );
    const judged = properties.map(([, property]) => this.#judged(property));
    // The search asks a property of fewer states than verify.ts does, so one that is ever at fault is left to that.
    if (judged.flat().some((one) => this.#explored.says(one, leaves.fault))) return false;
    const { kept, identity } = this.#functions;
    return generatorsOf(this.#symmetry).every((permutation) => {
      const image = imageUnder(permutation, this.#layout, this.#symmetry, this.#functions);
      const there = this.#said(image(kept), image(identity));
      return (
        judged.every((of) => isSameSet(of.map(this.#own.explored), of.map(there.explored))) &&
        imagesOf(this.#symmetry, permutation).every(
          (to, instance) =>
            this.#own.explored(stops[instance] ?? -1) === there.explored(stops[to] ?? -1) &&
            this.#isSameStep([instance, to], there, image),
        )
      );
    });
  }

  #said(values: Values, read: Values): Said {
    return {
      structure: this.#functions.over(this.#structures.diagrams, read),
      explored: this.#functions.over(this.#explored, read),
      values,
    };
  }

  /** Whether an instance does in a state what another one does in the image of that. */
  #isSameStep(
    [instance, to]: readonly [number, number],
    there: Said,
    image: (values: Values) => Values,
  ): boolean {
    const [one, other] = [this.#structures.instances[instance], this.#structures.instances[to]];
    if (one === undefined || other === undefined) return false;
    const enabled = this.#own.structure(one.guard ?? -1);
    if (enabled !== there.structure(other.guard ?? -1)) return false;
    const isSame = (a: Diagram, b: Diagram): boolean =>
      a === b || this.#functions.where(enabled, a) === this.#functions.where(enabled, b);
    const isJudgedTheSame = [...one.judged].every(([property, says]) => {
      const saysThere = other.judged.get(property);
      return saysThere !== undefined && isSame(this.#own.structure(says), there.structure(saysThere));
    });
    const moved = image(this.#after(one, this.#own));
    const after = this.#after(other, there);
    return (
      isJudgedTheSame &&
      one.judged.size === other.judged.size &&
      this.#layout.scalars.every(({ bits }, scalar) => bits === 0 || isSame(moved(scalar), after(scalar)))
    );
  }

  /** By scalar, its value after an instance, where that is enabled. */
  #after({ writes }: InstanceStructure, { structure, values }: Said): Values {
    return (scalar) => {
      const written = writes?.get(scalar);
      if (written === undefined) return values(scalar);
      return this.#functions.ordered.choose(structure(written), (leaf) =>
        leaf === leaves.keep ? values(scalar) : this.#functions.diagrams.leaf(leaf),
      );
    };
  }

  /** The number of the first conjunct that is false; that of all conjuncts where the instance is enabled. */
  #stops({ guard }: Action<S>, params: Params): Diagram {
    return this.#explore(() => {
      const stop = guard.findIndex(({ holds }) => !isTrue(holds(this.#explorer.before, params)));
      return stop < 0 ? guard.length : stop;
    });
  }

  /** What the instances of a property say of a state. Of all together, it depends on what is said how often. */
  #judged(property: Property<S>): readonly Diagram[] {
    const subject = subjectOf(property);
    if (subject === 'step') return [];
    return instancesOf(property).map(({ claim }) => {
      const judge = judgeOf(claim);
      const [from, goal] = [antecedentOf(claim), predicateOf(claim)];
      const { before } = this.#explorer;
      // The goal of an instance of a claim about runs is asked wherever another one is owed.
      return this.#explore(() =>
        subject === 'runs'
          ? Number(from === null || isTrue(from.ask(before))) * 2 + Number(isTrue(goal.ask(before)))
          : answerNumber(judge(before)),
      );
    });
  }

  #explore(says: () => number): Diagram {
    const found = this.#explorer.explore(
      { runs: RUNS_MAX, untilMs: this.#untilMs },
      { run: () => new Map([[0, says()]]), absent: () => leaves.free },
    );
    return found.get(0) ?? this.#explored.leaf(leaves.free);
  }
}

/** Permutations that generate all that are declared: of each set an exchange, and one that takes each member to the next. */
function generatorsOf({ sets, count }: Symmetry): readonly Int32Array[] {
  return sets.flatMap(({ first, members }) =>
    [2, members.length].slice(0, members.length - 1).map((length) =>
      Int32Array.from({ length: count }, (_, slot) => {
        const at = slot - first;
        return at < 0 || at >= length ? slot : first + ((at + 1) % length);
      }),
    ),
  );
}

/** By instance, the one that a permutation makes of it. */
const imagesOf = ({ instances, count }: Symmetry, permutation: Int32Array): readonly number[] =>
  instances.map(
    ({ slots, table }) =>
      table[
        tableIndex(
          slots.map((slot) => permutation[slot] ?? 0),
          count,
        )
      ] ?? -1,
  );

const isSameSet = (one: readonly Diagram[], other: readonly Diagram[]): boolean =>
  [...one].sort((a, b) => a - b).join() === [...other].sort((a, b) => a - b).join();
