/**
 * Decision diagrams over the scalars of a state: finite functions from the stored values of some scalars to a number.
 *
 * A diagram is a number, the number of its root in a table of nodes. Equal nodes have equal numbers, and a node that decides
 * nothing is not made, so that what a tree says a hundred times stands here once. Scalars need not come in one order.
 */

/** What a leaf says beside a number of at least 0. */
export const leaves = {
  /** The diagram is not asked there. */
  free: -1,
  /** The scalar keeps its value. */
  keep: -2,
  /** A function of the system is at fault there: it throws, or answers what it may not. */
  fault: -3,
} as const;

export type Diagram = number;

export interface Branch {
  readonly scalar: number;
  /** By the stored value of the scalar, from 0 on. */
  readonly children: readonly Diagram[];
}

export class Diagrams {
  readonly #nodes: (number | Branch)[] = [];
  readonly #leaves = new Map<number, Diagram>();
  readonly #branches = new Map<string, Diagram>();
  readonly #said = new Map<Diagram, readonly number[]>();

  /** How many diagrams there are, whose numbers are below. */
  get size(): number {
    return this.#nodes.length;
  }

  /** The number of a leaf, or its branch. */
  at(diagram: Diagram): number | Branch {
    return this.#nodes[diagram] ?? leaves.free;
  }

  leaf(value: number): Diagram {
    let known = this.#leaves.get(value);
    if (known === undefined) {
      known = this.#nodes.push(value) - 1;
      this.#leaves.set(value, known);
    }
    return known;
  }

  /** Where all children that are asked are the same, that one. */
  branch(scalar: number, children: readonly Diagram[]): Diagram {
    const free = this.leaf(leaves.free);
    let only = free;
    for (const child of children) {
      if (child === free || child === only) continue;
      if (only !== free) return this.#branch(scalar, children);
      only = child;
    }
    return only;
  }

  #branch(scalar: number, children: readonly Diagram[]): Diagram {
    const key = `${String(scalar)}:${children.join()}`;
    let known = this.#branches.get(key);
    if (known === undefined) {
      known = this.#nodes.push({ scalar, children }) - 1;
      this.#branches.set(key, known);
    }
    return known;
  }

  /** What the diagram says where each scalar has the stored value that `raw` gives. */
  ask(diagram: Diagram, raw: (scalar: number) => number): number {
    let node = this.at(diagram);
    while (typeof node !== 'number') node = this.at(node.children[raw(node.scalar)] ?? -1);
    return node;
  }

  /** Every node that can be met below these, a node after its children. */
  below(roots: Iterable<Diagram>): readonly Diagram[] {
    const met = new Set<Diagram>();
    const order: Diagram[] = [];
    const visit = (diagram: Diagram): void => {
      if (met.has(diagram)) return;
      met.add(diagram);
      const node = this.at(diagram);
      if (typeof node !== 'number') node.children.forEach(visit);
      order.push(diagram);
    };
    for (const root of roots) visit(root);
    return order;
  }

  /** The numbers that the diagram says somewhere, in their order. */
  leavesOf(diagram: Diagram): readonly number[] {
    let known = this.#said.get(diagram);
    if (known === undefined) {
      const node = this.at(diagram);
      known =
        typeof node === 'number'
          ? [node]
          : [...new Set(node.children.flatMap((child) => this.leavesOf(child)))].sort((a, b) => a - b);
      this.#said.set(diagram, known);
    }
    return known;
  }

  /** Whether the diagram says this somewhere. */
  says(diagram: Diagram, leaf: number): boolean {
    return this.leavesOf(diagram).includes(leaf);
  }

  /** The diagram where the scalar has this stored value. */
  restrict(diagram: Diagram, scalar: number, raw: number): Diagram {
    const restricted = new Map<Diagram, Diagram>();
    for (const one of this.below([diagram])) {
      const node = this.at(one);
      const child = (of: Diagram): Diagram => restricted.get(of) ?? of;
      if (typeof node === 'number') restricted.set(one, one);
      else if (node.scalar === scalar) restricted.set(one, child(node.children[raw] ?? one));
      else restricted.set(one, this.branch(node.scalar, node.children.map(child)));
    }
    return restricted.get(diagram) ?? diagram;
  }

  /** The diagram with other leaves. */
  map(diagram: Diagram, leafOf: (leaf: number) => Diagram): Diagram {
    const mapped = new Map<Diagram, Diagram>();
    for (const one of this.below([diagram])) {
      const node = this.at(one);
      const made =
        typeof node === 'number'
          ? leafOf(node)
          : this.branch(
              node.scalar,
              node.children.map((child) => mapped.get(child) ?? child),
            );
      mapped.set(one, made);
    }
    return mapped.get(diagram) ?? diagram;
  }

  /** The scalars that decide something below, in their order. */
  scalarsOf(roots: Iterable<Diagram>): readonly number[] {
    const scalars = new Set<number>();
    for (const diagram of this.below(roots)) {
      const node = this.at(diagram);
      if (typeof node !== 'number') scalars.add(node.scalar);
    }
    return [...scalars].sort((a, b) => a - b);
  }
}
