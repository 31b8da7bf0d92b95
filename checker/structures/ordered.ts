/**
 * Diagrams made of diagrams, in which scalars come in the order of their numbers. So no way asks a scalar twice, and what is made of
 * ordered diagrams by choosing among them is as small as that order allows (Bryant, "Graph-Based Algorithms for Boolean Function
 * Manipulation", 1986).
 */
import type { Diagram, Diagrams } from './diagram.ts';
import { leaves } from './diagram.ts';
import { NoStructure } from './explore.ts';

/** Nodes that may be looked at while one diagram is made. */
const LOOKS_MAX = 1 << 18;

export class Ordered {
  readonly #diagrams: Diagrams;
  readonly #countOf: (scalar: number) => number;
  readonly #identities = new Map<number, Diagram>();
  #looks = 0;

  constructor(diagrams: Diagrams, countOf: (scalar: number) => number) {
    this.#diagrams = diagrams;
    this.#countOf = countOf;
  }

  /** The stored value of a scalar. */
  identity(scalar: number): Diagram {
    let known = this.#identities.get(scalar);
    if (known === undefined) {
      const values = Array.from({ length: this.#countOf(scalar) }, (_, raw) => this.#diagrams.leaf(raw));
      known = this.#diagrams.branch(scalar, values);
      this.#identities.set(scalar, known);
    }
    return known;
  }

  /** What `then` has for the number that an ordered diagram says; it gives ordered diagrams, too. Where that asks nothing, nothing is asked. */
  choose(of: Diagram, then: (leaf: number) => Diagram): Diagram {
    const free = this.#diagrams.leaf(leaves.free);
    const all = new Map(
      this.#diagrams.leavesOf(of).map((leaf) => [leaf, leaf === leaves.free ? free : then(leaf)] as const),
    );
    this.#looks = 0;
    return this.#chosen(of, all, new Map());
  }

  #chosen(of: Diagram, then: ReadonlyMap<number, Diagram>, made: Map<string, Diagram>): Diagram {
    const node = this.#diagrams.at(of);
    if (typeof node === 'number') return then.get(node) ?? of;
    const met = this.#diagrams.leavesOf(of);
    const key = `${String(of)}:${met.map((leaf) => String(then.get(leaf))).join()}`;
    const known = made.get(key);
    if (known !== undefined) return known;
    this.#looks += met.length;
    if (this.#looks > LOOKS_MAX) throw new NoStructure('its parts go too many ways together');
    let { scalar } = node;
    for (const leaf of met) scalar = Math.min(scalar, this.#first(then.get(leaf) ?? of));
    const children = Array.from({ length: this.#countOf(scalar) }, (_, raw) =>
      this.#chosen(
        this.#where(of, scalar, raw),
        new Map(met.map((leaf) => [leaf, this.#where(then.get(leaf) ?? of, scalar, raw)])),
        made,
      ),
    );
    const result = this.#diagrams.branch(scalar, children);
    made.set(key, result);
    return result;
  }

  #first(diagram: Diagram): number {
    const node = this.#diagrams.at(diagram);
    return typeof node === 'number' ? Infinity : node.scalar;
  }

  #where(diagram: Diagram, scalar: number, raw: number): Diagram {
    const node = this.#diagrams.at(diagram);
    if (typeof node === 'number' || node.scalar !== scalar) return diagram;
    return node.children[raw] ?? this.#diagrams.leaf(leaves.free);
  }
}
