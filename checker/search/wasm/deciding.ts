/** Code for diagrams: jumps by what a diagram says, and the values of written scalars. */
import type { Layout, ScalarShape } from '../../state/layout.ts';
import { countOf, maskOf } from '../../state/layout.ts';
import type { Branch, Diagram, Diagrams } from '../../structures/diagram.ts';
import { leaves } from '../../structures/diagram.ts';
import type { Code, Label } from './encoder.ts';

/** Labels in a chain of comparisons; more are chosen by a table of branches. */
const COMPARED_MAX = 3;
const WORD_BITS = 32;

/** Locals with the words of the state whose row's offset, behind `arena`, a local holds. */
export function wordsAt(code: Code, words: number, row: number, arena: number): readonly number[] {
  const locals = Array.from({ length: words }, () => code.local());
  locals.forEach((word, w) =>
    code
      .get(row)
      .memory('i32.load', arena + w * 4)
      .set(word),
  );
  return locals;
}

export class Deciding {
  readonly #code: Code;
  readonly #layout: Layout;
  readonly #diagrams: Diagrams;
  /** By word, the local that holds it. */
  readonly #words: readonly number[];
  /** Locals of further scalars, whose numbers are behind those of the layout. */
  #further: readonly number[] = [];
  /** A local for values that are chosen; each is pushed before the next is. */
  #value: number | undefined;

  constructor(code: Code, layout: Layout, diagrams: Diagrams, words: readonly number[]) {
    this.#code = code;
    this.#layout = layout;
    this.#diagrams = diagrams;
    this.#words = words;
  }

  /** The same with further scalars. More may be added to the array. */
  with(further: readonly number[]): this {
    this.#further = further;
    return this;
  }

  shapeOf(scalar: number): ScalarShape {
    const shape = this.#layout.scalars[scalar];
    if (shape === undefined) throw new RangeError(`there is no scalar ${String(scalar)}`);
    return shape;
  }

  /** Pushes the stored value of a scalar. */
  stored(scalar: number): Code {
    const local = this.#further[scalar - this.#layout.scalars.length];
    if (local !== undefined) return this.#code.get(local);
    const { position, bits } = this.shapeOf(scalar);
    const shift = position & 31;
    this.#word(position);
    if (shift !== 0) this.#code.const(shift).op('i32.shr_u');
    if (shift + bits < WORD_BITS) this.#code.const(maskOf(bits)).op('i32.and');
    return this.#code;
  }

  #word(position: number): Code {
    return this.#code.get(this.#words[position >>> 5] ?? 0);
  }

  /** Pushes whether the scalar has this stored value. */
  #is(scalar: number, raw: number): Code {
    if (scalar >= this.#layout.scalars.length) return this.stored(scalar).const(raw).op('i32.eq');
    const { position, bits } = this.shapeOf(scalar);
    const shift = position & 31;
    this.#word(position)
      .const(maskOf(bits) << shift)
      .op('i32.and');
    return raw === 0 ? this.#code.op('i32.eqz') : this.#code.const(raw << shift).op('i32.eq');
  }

  /** Branches to the label of what the diagram says. Nothing is run behind it. */
  jump(root: Diagram, target: (leaf: number) => Label): void {
    const code = this.#code;
    const nodes = this.#diagrams
      .below([root])
      .filter((one) => typeof this.#diagrams.at(one) !== 'number')
      .reverse();
    // Each node but the first stands behind the end of a block, so that any before it can branch there.
    const labels = new Map<Diagram, Label>();
    for (const node of nodes.slice(1).reverse()) labels.set(node, code.block());
    const labelOf = (diagram: Diagram): Label | null => {
      const node = this.#diagrams.at(diagram);
      if (typeof node === 'number') return node === leaves.free ? null : target(node);
      return labels.get(diagram) ?? null;
    };
    if (nodes.length === 0) code.branch(labelOf(root) ?? target(0));
    nodes.forEach((diagram, at) => {
      if (at > 0) code.end();
      const node = this.#diagrams.at(diagram);
      if (typeof node !== 'number') this.#choose(node, node.children.map(labelOf));
    });
  }

  /** Branches to one of the labels by a scalar; where there is none, to any. */
  #choose({ scalar }: Branch, labels: readonly (Label | null)[]): void {
    const code = this.#code;
    const raws = new Map<Label, number[]>();
    labels.forEach((label, raw) => {
      if (label === null) return;
      const of = raws.get(label);
      if (of === undefined) raws.set(label, [raw]);
      else of.push(raw);
    });
    const [most, ...others] = [...raws].sort(([, a], [, b]) => b.length - a.length);
    if (most === undefined) {
      code.op('unreachable');
      return;
    }
    const [other, ...more] = others;
    if (other !== undefined && more.length === 0 && other[1].length > 1 && labels.length <= WORD_BITS) {
      const bits = other[1].reduce((all, raw) => all | (1 << raw), 0);
      code.const(bits);
      this.stored(scalar).op('i32.shr_u').const(1).op('i32.and').branchIf(other[0]);
    } else if (others.length > COMPARED_MAX || others.some(([, of]) => of.length > 1)) {
      this.stored(scalar).branchTable([...labels.map((label) => label ?? most[0]), most[0]]);
      return;
    } else {
      for (const [label, [raw = 0]] of others) this.#is(scalar, raw).branchIf(label);
    }
    code.branch(most[0]);
  }

  /** Pushes the stored value that the diagram gives to the scalar, which it may keep. */
  value(scalar: number, diagram: Diagram): void {
    const code = this.#code;
    const node = this.#diagrams.at(diagram);
    if (typeof node === 'number') {
      if (node === leaves.keep) this.stored(scalar);
      else code.const(node);
      return;
    }
    const simple = this.#simple(scalar, node);
    if (simple !== null && this.#simply(node.scalar, simple)) return;
    const value = (this.#value ??= code.local());
    const end = code.block();
    const labels = new Map<number, Label>();
    const found = this.#diagrams
      .below([diagram])
      .map((one) => this.#diagrams.at(one))
      .filter((one): one is number => typeof one === 'number' && one !== leaves.free);
    for (const leaf of found) labels.set(leaf, code.block());
    this.jump(diagram, (leaf) => labels.get(leaf) ?? end);
    for (const leaf of found.reverse()) {
      code.end();
      if (leaf === leaves.keep) this.stored(scalar);
      else code.const(leaf);
      code.set(value).branch(end);
    }
    code.end().get(value);
  }

  /** By the stored value of the only scalar that decides, the value; null for any. Null where more decide. */
  #simple(scalar: number, node: Branch): readonly (number | null)[] | null {
    const values: (number | null)[] = [];
    for (const [raw, child] of node.children.entries()) {
      const leaf = this.#diagrams.at(child);
      if (typeof leaf !== 'number' || (leaf === leaves.keep && scalar !== node.scalar)) return null;
      values.push(leaf === leaves.free ? null : leaf === leaves.keep ? raw : leaf);
    }
    return values;
  }

  /** Pushes a value by a sum or out of a constant; false where it can be had by neither. */
  #simply(scalar: number, values: readonly (number | null)[]): boolean {
    const code = this.#code;
    const bits = WORD_BITS - Math.clz32(Math.max(1, ...values.map((value) => value ?? 0)));
    const added = new Set(values.flatMap((value, raw) => (value === null ? [] : [value - raw])));
    const [sum = 0] = added;
    if (added.size <= 1) {
      this.stored(scalar);
      if (sum !== 0) code.const(sum).op('i32.add');
      return true;
    }
    // Any raw that is not asked may still be met by the shift, whose count is taken modulo 32.
    if (values.length * bits > WORD_BITS) return false;
    code.const(values.reduce<number>((all, value, raw) => all | ((value ?? 0) << (raw * bits)), 0));
    this.stored(scalar);
    if (bits > 1) code.const(bits).op('i32.mul');
    code.op('i32.shr_u').const(maskOf(bits)).op('i32.and');
    return true;
  }

  /** Values that the scalar can have. */
  countOf(scalar: number): number {
    return countOf(this.shapeOf(scalar).field);
  }
}
