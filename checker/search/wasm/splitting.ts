/**
 * What an effect writes, as cases: where many written scalars are decided by the same one, its value is looked at once, and in each case
 * little is left to decide.
 */
import type { Diagram, Diagrams } from '../../structures/diagram.ts';
import { leaves } from '../../structures/diagram.ts';

/** By scalar, its value afterwards. */
export type Writes = ReadonlyMap<number, Diagram>;

export type Cases =
  | { readonly writes: Writes }
  /** By the number of a case that `decides` says. */
  | { readonly decides: Diagram; readonly cases: readonly Cases[] };

/** How much the cases together may be longer than the whole, in nodes. */
const LONGER_MAX = 8;
/** Diagrams that a scalar has to decide to be worth it. */
const DECIDED_MIN = 3;

export function casesOf(diagrams: Diagrams, writes: Writes): Cases {
  const sizes = new Map<Diagram, number>();
  const size = (of: Writes): number => {
    let sum = 0;
    for (const diagram of of.values()) {
      let known = sizes.get(diagram);
      if (known === undefined) {
        known = diagrams.below([diagram]).filter((one) => typeof diagrams.at(one) !== 'number').length;
        sizes.set(diagram, known);
      }
      sum += known;
    }
    return sum;
  };
  const restricted = new Map<string, Diagram>();
  const where = (diagram: Diagram, scalar: number, raw: number): Diagram => {
    const node = diagrams.at(diagram);
    if (typeof node === 'number') return diagram;
    if (node.scalar === scalar) return node.children[raw] ?? diagram;
    const key = `${String(diagram)} ${String(scalar)} ${String(raw)}`;
    let known = restricted.get(key);
    if (known === undefined) {
      known = diagrams.restrict(diagram, scalar, raw);
      restricted.set(key, known);
    }
    return known;
  };
  const of = (writes: Writes): Cases => {
    const scalar = decider(diagrams, writes);
    if (scalar === null) return { writes };
    const met = new Map<string, Map<number, Diagram>>();
    const numbers = Array.from({ length: scalar.values }, (_, raw) => {
      const rest = new Map([...writes].map(([written, one]) => [written, where(one, scalar.scalar, raw)]));
      if ([...rest.values()].every((one) => diagrams.at(one) === leaves.free)) return leaves.free;
      const key = [...rest.values()].join();
      const known = [...met.keys()].indexOf(key);
      if (known >= 0) return known;
      met.set(key, rest);
      return met.size - 1;
    });
    const sum = [...met.values()].reduce((all, one) => all + size(one), 1);
    if (met.size < 2 || sum > size(writes) + LONGER_MAX) return { writes };
    const decides = diagrams.branch(
      scalar.scalar,
      numbers.map((number) => diagrams.leaf(number)),
    );
    return { decides, cases: [...met.values()].map(of) };
  };
  return of(writes);
}

/** The scalar that most diagrams ask first, and how many values it has; null where no scalar decides enough of them. */
function decider(diagrams: Diagrams, writes: Writes): { scalar: number; values: number } | null {
  const users = new Map<number, { count: number; values: number }>();
  for (const [written, diagram] of writes) {
    const node = diagrams.at(diagram);
    if (typeof node === 'number' || node.scalar === written) continue;
    const count = (users.get(node.scalar)?.count ?? 0) + 1;
    users.set(node.scalar, { count, values: node.children.length });
  }
  let most: { scalar: number; count: number; values: number } | null = null;
  for (const [scalar, of] of users) if (of.count > (most?.count ?? 0)) most = { scalar, ...of };
  return most === null || most.count < DECIDED_MIN ? null : most;
}
