/**
 * What a permutation makes of functions of the state, as ordered diagrams: the functions of structures, asked of a state or of its image.
 *
 * A diagram here has one form for each function, so two functions are equal if and only if their diagrams are one. The scalars are
 * numbered anew for that: those of one member stand together, because functions ask mostly of one member after the other.
 */
import { host } from '#host';
import type { Layout } from '../state/layout.ts';
import { countOf } from '../state/layout.ts';
import type { Diagram } from '../structures/diagram.ts';
import { Diagrams, leaves } from '../structures/diagram.ts';
import { NoStructure } from '../structures/explore.ts';
import { Ordered } from '../structures/ordered.ts';
import type { Symmetry } from './declaration.ts';
import { tableIndex } from './declaration.ts';
import type { MovedScalar, Reference } from './moved.ts';

/** By scalar of the layout, the diagram of a value. */
export type Values = (scalar: number) => Diagram;

/** Values of a scalar that a diagram goes through. */
const VALUES_MAX = 1 << 10;

/** Diagrams of functions of one state. */
export class Functions {
  readonly diagrams = new Diagrams();
  readonly ordered: Ordered;
  /** The stored value of a scalar. */
  readonly identity: Values;
  /** By scalar, how many values it has. */
  readonly #counts: readonly number[];
  readonly #untilMs: number;

  constructor({ scalars }: Layout, symmetry: Symmetry, untilMs: number) {
    const member = scalars.map(({ position }) => movedAt(symmetry, position)?.slots[0] ?? -1);
    const order = [...scalars.keys()].sort((a, b) => (member[a] ?? 0) - (member[b] ?? 0) || a - b);
    const rank = new Map(order.map((scalar, at) => [scalar, at]));
    this.#counts = scalars.map(({ field }) => countOf(field));
    this.ordered = new Ordered(this.diagrams, (at) => this.#counts[order[at] ?? -1] ?? 1);
    this.identity = (scalar) => this.ordered.identity(rank.get(scalar) ?? 0);
    this.#untilMs = untilMs;
  }

  /** Makes of other diagrams, of any form, the same functions of the state whose scalars have these values. */
  over(from: Diagrams, values: Values): (diagram: Diagram) => Diagram {
    const made = new Map<Diagram, Diagram>();
    return (diagram) => {
      for (const one of made.has(diagram) ? [] : from.below([diagram])) {
        if (made.has(one)) continue;
        if (host.cpuMs() > this.#untilMs) throw new NoStructure('comparing structures takes too long', true);
        const node = from.at(one);
        const free = this.diagrams.leaf(leaves.free);
        made.set(
          one,
          typeof node === 'number'
            ? this.diagrams.leaf(node)
            : this.ordered.choose(values(node.scalar), (raw) => made.get(node.children[raw] ?? -1) ?? free),
        );
      }
      return made.get(diagram) ?? diagram;
    };
  }

  /** The same, or `keep` where it has many values. */
  readonly kept: Values = (scalar) =>
    (this.#counts[scalar] ?? 1) > VALUES_MAX ? this.diagrams.leaf(leaves.keep) : this.identity(scalar);

  keeps(diagram: Diagram): boolean {
    return this.diagrams.says(diagram, leaves.keep);
  }

  /** The function where a condition says 1, and what the condition says elsewhere. */
  where(condition: Diagram, diagram: Diagram): Diagram {
    return this.ordered.choose(condition, (leaf) => (leaf === 1 ? diagram : this.diagrams.leaf(leaf)));
  }

  /** A function with other values. What says no value stays as it is. */
  renamed(diagram: Diagram, value: (raw: number) => number): Diagram {
    return this.diagrams.map(diagram, (leaf) => this.diagrams.leaf(leaf < 0 ? leaf : value(leaf)));
  }
}

/**
 * Makes of the values of a state, by scalar, those of its image under a permutation. The values are any functions, and the scalars of the
 * image are in the places of the layout.
 */
export function imageUnder(
  permutation: Int32Array,
  { scalars }: Layout,
  symmetry: Symmetry,
  functions: Functions,
): (values: Values) => Values {
  const numbers = new Map(scalars.flatMap(({ position, bits }, at) => (bits === 0 ? [] : [[position, at]])));
  /** By scalar of the image, the one that is moved there, and how. */
  const from = new Map<number, { readonly scalar: number; readonly moved: MovedScalar }>();
  scalars.forEach(({ position, bits }, scalar) => {
    const moved = bits === 0 ? null : movedAt(symmetry, position);
    if (moved === null) return;
    const slots = moved.slots.map((slot) => permutation[slot] ?? 0);
    const to =
      slots.length === 0 ? moved.position : (moved.positions[tableIndex(slots, symmetry.count)] ?? -1);
    from.set(numbers.get(to + position - moved.position) ?? -1, { scalar, moved });
  });
  const renamed = (value: Diagram, { slotOf, rawOf }: Reference): Diagram => {
    if (functions.keeps(value)) throw new NoStructure('a reference has too many values');
    return functions.renamed(value, (raw) => {
      const slot = slotOf[raw] ?? -1;
      return slot < 0 ? raw : (rawOf[permutation[slot] ?? 0] ?? raw);
    });
  };
  return (values) => (to) => {
    const { scalar = to, moved } = from.get(to) ?? {};
    const value = values(scalar);
    const reference = moved?.reference ?? null;
    if (reference === null) return value;
    const { where } = reference;
    if (where === null) return renamed(value, reference);
    const { shape, raw } = where;
    if (shape.bits === 0) return raw === 0 ? renamed(value, reference) : value;
    const condition = values(numbers.get(shape.position) ?? -1);
    if (functions.keeps(condition)) throw new NoStructure('a condition has too many values');
    return functions.ordered.choose(condition, (leaf) => (leaf === raw ? renamed(value, reference) : value));
  };
}

/** What a permutation moves at this position, of which a scalar may be a part; null where it moves nothing. */
const movedAt = ({ scalars }: Symmetry, at: number): MovedScalar | null =>
  scalars.find(({ position, bits }) => position <= at && at < position + bits) ?? null;
