/** Diagrams as expressions over the places of their scalars. */
import type { Diagrams } from '../../checker/index.ts';
import { leaves } from '../../checker/index.ts';
import { literal } from './names.ts';
import type { Names } from './names.ts';
import type { Place, Symbols } from './places.ts';
import { textOf } from './places.ts';
import { relationOf, sameValues } from './relation.ts';
import type { Term } from './term.ts';
import { atom, flat, junction, no, withoutAt, yes } from './term.ts';
import { testOf } from './tests.ts';

/** Stored values that go the same way, and where. */
interface Group {
  readonly to: Term;
  readonly raws: readonly number[];
}

/** What every definition of a module is written with. */
export interface Writing {
  readonly diagrams: Diagrams;
  readonly places: readonly Place[];
  readonly names: Names;
}

/** Definitions shorter than this stand where they are used. */
const SHORT = 40;

/**
 * The expressions of one definition. What several of them, or one of them several times, would say at length gets a name, and stands in
 * {@link Terms.shared}.
 */
export class Terms {
  /** Definitions for a LET, in an order in which each stands behind those that it uses. */
  readonly shared: (readonly [name: string, term: Term])[] = [];
  readonly #diagrams: Diagrams;
  readonly #places: readonly Place[];
  readonly #symbols: Symbols;
  readonly #known = new Map<string, Term>();
  /** Nodes that more than one way leads to, of the roots that were asked. */
  readonly #joints = new Set<number>();

  readonly #names: Names;

  constructor({ diagrams, places, names }: Writing, symbols: Symbols) {
    this.#diagrams = diagrams;
    this.#places = places;
    this.#names = names;
    this.#symbols = symbols;
  }

  /** Where the diagram says one of `yes`. What it says nothing about, or where a function is at fault, may be either. */
  truth(diagram: number, says: readonly number[] = [1]): Term {
    this.#findJoints(diagram);
    return this.#truth(diagram, says);
  }

  /** What a scalar becomes; `@` is its value before, as within EXCEPT. */
  value(diagram: number, scalar: number): Term {
    this.#findJoints(diagram);
    const place = this.#place(scalar);
    if (typeof place.values[0] === 'boolean' && !this.#diagrams.says(diagram, leaves.keep))
      return this.#truth(diagram, [1]);
    return this.#value(diagram, scalar);
  }

  #place(scalar: number): Place {
    const place = this.#places[scalar];
    if (place === undefined) throw new RangeError(`there is no scalar ${String(scalar)}`);
    return place;
  }

  text(scalar: number): string {
    return textOf(this.#place(scalar), this.#symbols);
  }

  literal(scalar: number, raw: number): string {
    const place = this.#place(scalar);
    return this.#symbols.value(place, literal(place.values[raw] ?? 0));
  }

  #findJoints(root: number): void {
    const met = new Set<number>();
    for (const diagram of this.#diagrams.below([root])) {
      const node = this.#diagrams.at(diagram);
      if (typeof node === 'number') continue;
      for (const child of new Set(node.children)) {
        if (met.has(child)) this.#joints.add(child);
        met.add(child);
      }
    }
  }

  /** Computes a term once, and gives it a name where it is long and more than one way leads to it. */
  #once(key: string, diagram: number, make: () => Term, at = ''): Term {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const made = make();
    const isNamed = this.#joints.has(diagram) && flat(made).length > SHORT;
    const term = isNamed ? atom(this.#names.local(this.shared.length)) : made;
    if (isNamed && term.op === 'atom') this.shared.push([term.text, withoutAt(made, at)]);
    this.#known.set(key, term);
    return term;
  }

  #isFree(diagram: number): boolean {
    const node = this.#diagrams.at(diagram);
    return node === leaves.free || node === leaves.fault;
  }

  #truth(diagram: number, says: readonly number[]): Term {
    const node = this.#diagrams.at(diagram);
    if (typeof node === 'number') return says.includes(node) ? yes : no;
    return this.#once(`${says.join()}:${String(diagram)}`, diagram, () => {
      const relation = relationOf(this.#diagrams, diagram, says, this.#places);
      if (relation !== null)
        return atom(
          `${this.text(relation.left)} ${relation.operator} ${this.text(relation.right)}${offset(relation.plus)}`,
        );
      const groups = this.#groups(node.children, (child) => this.#truth(child, says));
      return this.#chosenTruth(node.scalar, groups);
    });
  }

  #chosenTruth(scalar: number, groups: readonly Group[]): Term {
    const test = (of: Group, among: readonly Group[]): Term =>
      this.#test(
        scalar,
        of.raws,
        among.filter((one) => one !== of).flatMap(({ raws }) => raws),
      );
    const [first, second] = groups;
    if (first === undefined) return no;
    if (second === undefined) return first.to;
    for (const [constant, op] of [
      [no, 'and'],
      [yes, 'or'],
    ] as const) {
      const group = groups.find(({ to }) => flat(to) === flat(constant));
      if (group === undefined) continue;
      const others = groups.filter((one) => one !== group);
      const outside: Group = { to: yes, raws: others.flatMap(({ raws }) => raws) };
      const asked = op === 'and' ? test(outside, [outside, group]) : test(group, [outside, group]);
      return junction(op, [asked, this.#chosenTruth(scalar, others)]);
    }
    return this.#chosen(scalar, groups);
  }

  /** IF or CASE; what most values lead to stands last. */
  #chosen(scalar: number, groups: readonly Group[]): Term {
    const [most, ...others] = groups.toSorted(
      // Of two that are as large the order is that of their texts, which instances have in common.
      (a, b) => b.raws.length - a.raws.length || (flat(a.to) < flat(b.to) ? 1 : -1),
    );
    if (most === undefined) return no;
    const [one, ...more] = others;
    if (one === undefined) return most.to;
    const test = (of: Group): Term =>
      this.#test(
        scalar,
        of.raws,
        groups.filter((other) => other !== of).flatMap(({ raws }) => raws),
      );
    return more.length === 0
      ? { op: 'if', test: test(one), then: one.to, otherwise: most.to }
      : { op: 'case', arms: others.toReversed().map((of) => [test(of), of.to] as const), other: most.to };
  }

  #test(scalar: number, raws: readonly number[], others: readonly number[]): Term {
    const { values } = this.#place(scalar);
    return atom(
      testOf({ text: this.text(scalar), values, literal: (raw) => this.literal(scalar, raw) }, raws, others),
    );
  }

  /** The ways that are asked, those that say the same together. */
  #groups(children: readonly number[], to: (child: number, raw: number) => Term): readonly Group[] {
    const groups = new Map<string, { to: Term; raws: number[] }>();
    children.forEach((child, raw) => {
      if (this.#isFree(child)) return;
      const term = to(child, raw);
      const key = flat(term);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { to: term, raws: [raw] });
      else group.raws.push(raw);
    });
    return [...groups.values()];
  }

  #value(diagram: number, scalar: number): Term {
    const node = this.#diagrams.at(diagram);
    if (node === leaves.keep) return atom('@');
    if (typeof node === 'number') return atom(this.literal(scalar, Math.max(0, node)));
    const key = `${String(scalar)}=${String(diagram)}`;
    const make = (): Term => {
      const copied = this.#copied(node.scalar, node.children, scalar);
      const groups = this.#groups(node.children, (child, raw) =>
        copied?.raws.includes(raw) === true ? copied.to : this.#value(child, scalar),
      );
      return this.#chosen(node.scalar, groups);
    };
    return this.#once(key, diagram, make, this.text(scalar));
  }

  /** Where the value afterwards is that of the scalar `from`, or differs from it by a number: for two values at least. */
  #copied(from: number, children: readonly number[], scalar: number): Group | null {
    const [source, target] = [this.#place(from).values, this.#place(scalar).values];
    const byOffset = new Map<number, number[]>();
    children.forEach((child, raw) => {
      const leaf = this.#diagrams.at(child);
      if (typeof leaf !== 'number' || this.#isFree(child)) return;
      const [before, after] = [
        source[raw],
        leaf === leaves.keep ? (from === scalar ? source[raw] : undefined) : target[leaf],
      ];
      if (before === undefined || after === undefined) return;
      const by =
        typeof before === 'number' && typeof after === 'number'
          ? after - before
          : before === after
            ? 0
            : null;
      if (by !== null) byOffset.set(by, [...(byOffset.get(by) ?? []), raw]);
    });
    const [best] = [...byOffset].sort(([, a], [, b]) => b.length - a.length);
    const isAlike = from === scalar || sameValues(source, target);
    if (best === undefined || best[1].length < (isAlike ? 2 : 3) || (best[0] !== 0 && !isAlike)) return null;
    const before = from === scalar ? '@' : this.text(from);
    return { to: atom(`${before}${offset(best[0])}`), raws: best[1] };
  }
}

const offset = (by: number): string => (by === 0 ? '' : by > 0 ? ` + ${String(by)}` : ` - ${String(-by)}`);
