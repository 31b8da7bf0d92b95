/** Diagrams as terms of SMT-LIB over the scalars of one state: conditions, and values of bit vectors. */
import type { Description } from '../../checker/index.ts';
import { leaves } from '../../checker/index.ts';

/** A symbol of any characters but those that end it. */
export const symbol = (name: string): string => `|${name.replaceAll(/[|\\]/g, '_')}|`;

type Scalar = Description['layout']['scalars'][number];

export const isBool = ({ field }: Scalar): boolean => field.kind === 'bool';
export const sortOf = (scalar: Scalar): string =>
  isBool(scalar) ? 'Bool' : `(_ BitVec ${Math.max(1, scalar.bits)})`;
/** A stored value as a term. */
export const literalOf = (scalar: Scalar, raw: number): string =>
  isBool(scalar) ? String(raw === 1) : `(_ bv${raw} ${Math.max(1, scalar.bits)})`;

/** What a leaf is as a term; null where the diagram is not asked. */
export type LeafTerm = (leaf: number) => string | null;

/** True where the leaf is this one. */
export const where =
  (wanted: number): LeafTerm =>
  (leaf) =>
    leaf === leaves.free ? null : String(leaf === wanted);

export class Terms {
  /** Definitions of what stands in several places, each before those that use it. */
  readonly definitions: string[] = [];
  readonly #description: Description;
  readonly #mark: string;
  readonly #names = new Map<string, string>();

  /** `mark` is behind the name of each scalar: nothing before a step, a prime after it. */
  constructor(description: Description, mark: '' | "'") {
    this.#description = description;
    this.#mark = mark;
  }

  scalar(at: number): string {
    return symbol(`${this.#description.layout.scalars[at]?.path ?? ''}${this.#mark}`);
  }

  /** The term of a diagram, of this sort. `kind` tells apart what leaves mean. */
  of(diagram: number, kind: string, sort: string, leaf: LeafTerm): string {
    const { diagrams } = this.#description;
    const below = diagrams.below([diagram]);
    const uses = new Map<number, number>();
    for (const one of below) {
      const node = diagrams.at(one);
      if (typeof node !== 'number')
        for (const child of new Set(node.children)) uses.set(child, (uses.get(child) ?? 0) + 1);
    }
    const terms = new Map<number, string | null>();
    for (const one of below) {
      const node = diagrams.at(one);
      if (typeof node === 'number') {
        terms.set(one, leaf(node));
        continue;
      }
      const key = `${kind} ${one}`;
      const known = this.#names.get(key);
      const term = known ?? this.#branch(node, terms, sort);
      if (term === null || known !== undefined || (uses.get(one) ?? 0) < 2 || term.length < 60) {
        terms.set(one, term);
        continue;
      }
      const name = symbol(`${kind} ${one}${this.#mark}`);
      this.definitions.push(`(define-fun ${name} () ${sort} ${term})`);
      this.#names.set(key, name);
      terms.set(one, name);
    }
    // A diagram that is asked nowhere may say anything.
    return terms.get(diagram) ?? leaf(0) ?? 'false';
  }

  /** By the scalar, the term that most values have last. */
  #branch(
    { scalar, children }: { readonly scalar: number; readonly children: readonly number[] },
    terms: ReadonlyMap<number, string | null>,
    sort: string,
  ): string | null {
    const groups = new Map<string, number[]>();
    for (const [raw, child] of children.entries()) {
      const term = terms.get(child) ?? null;
      if (term !== null) groups.set(term, [...(groups.get(term) ?? []), raw]);
    }
    const [last, ...others] = [...groups].sort(([, a], [, b]) => b.length - a.length);
    if (last === undefined) return null;
    return others.reduce(
      (otherwise, [term, raws]) => chosen(this.#has(scalar, raws), term, otherwise, sort),
      last[0],
    );
  }

  #has(at: number, raws: readonly number[]): string {
    const scalar = this.#description.layout.scalars[at];
    if (scalar === undefined) throw new RangeError(`no scalar ${at}`);
    const name = this.scalar(at);
    if (isBool(scalar)) return raws.includes(1) ? name : `(not ${name})`;
    const tests = raws.map((raw) => `(= ${name} ${literalOf(scalar, raw)})`);
    return tests.length === 1 ? (tests[0] ?? 'false') : `(or ${tests.join(' ')})`;
  }
}

/** `condition ? yes : no`, in few words where one of them is known. */
function chosen(condition: string, yes: string, no: string, sort: string): string {
  if (sort !== 'Bool') return `(ite ${condition} ${yes} ${no})`;
  if (yes === 'true') return no === 'false' ? condition : `(or ${condition} ${no})`;
  if (yes === 'false') return no === 'true' ? `(not ${condition})` : `(and (not ${condition}) ${no})`;
  if (no === 'true') return `(or (not ${condition}) ${yes})`;
  return no === 'false' ? `(and ${condition} ${yes})` : `(ite ${condition} ${yes} ${no})`;
}
