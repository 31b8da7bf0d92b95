/**
 * Diagrams of what functions do on the states that a search has reached, where what they do on every state goes too many ways.
 *
 * A function is run on a whole state, and the scalars that it reads are noted in their order. The ways that were seen make a tree, and a
 * state whose way is in it needs no run. The diagrams say what the function says on each of these states. On others they say nothing, or
 * what they are told to say.
 */
import type { RecordField } from '../language/schema.ts';
import { countOf } from '../state/layout.ts';
import type { Layout } from '../state/layout.ts';
import type { Diagram, Diagrams } from './diagram.ts';
import { leaves } from './diagram.ts';
import type { Asking, Explorer, Found } from './explore.ts';
import { NoStructure } from './explore.ts';

/** Calls `visit` with the stored value of each scalar, state by state; the array is the same each time. */
export type EachState = (visit: (state: ArrayLike<number>) => void) => void;

/** Ways of one function. More make a diagram that nobody can use. */
const WAYS_MAX = 1 << 16;
/** Values of a scalar that is branched on. */
const VALUES_MAX = 1 << 16;

type Way = Found | Read;
interface Read {
  readonly scalar: number;
  readonly children: Map<number, Way>;
}
const isRead = (way: Way): way is Read => 'scalar' in way;

/**
 * A diagram for each number that a run finds something about. `unseen` has what they say where no way was seen, `free` where it has
 * nothing. Throws a NoStructure where there are too many ways.
 */
export function seen<S extends RecordField>(
  { explorer, diagrams, layout }: { explorer: Explorer<S>; diagrams: Diagrams; layout: Layout },
  each: EachState,
  asking: Asking,
  unseen: Found = new Map(),
): Map<number, Diagram> {
  const tree: { root: Way | null } = { root: null };
  let ways = 0;
  each((state) => {
    let at = tree.root;
    let from: Read | null = null;
    while (at !== null && isRead(at)) {
      from = at;
      at = at.children.get(state[at.scalar] ?? 0) ?? null;
    }
    if (at !== null) return;
    if (++ways > WAYS_MAX) throw new NoStructure('it goes too many ways, on reached states alone, too');
    const { found, reads } = explorer.follow(state, asking);
    // The reads up to that of `from` are those of the tree, for a function depends on what it reads alone.
    const rest = from === null ? reads : reads.slice(reads.indexOf(from.scalar) + 1);
    const way = rest.reduceRight<Way>(
      (then, scalar) => ({ scalar, children: new Map([[state[scalar] ?? 0, then]]) }),
      found,
    );
    if (from === null) tree.root = way;
    else from.children.set(state[from.scalar] ?? 0, way);
  });
  const nothing = new Map([[-1, diagrams.leaf(leaves.free)]]);
  for (const [number, leaf] of unseen) nothing.set(number, diagrams.leaf(leaf));
  const diagramsOf = (way: Way): ReadonlyMap<number, Diagram> => {
    if (!isRead(way)) return explorer.ended(way, asking);
    const field = layout.scalars[way.scalar]?.field;
    const count = field === undefined ? 0 : countOf(field);
    if (count > VALUES_MAX) throw new NoStructure('a scalar has too many values');
    const children = Array.from({ length: count }, (_, raw) => {
      const child = way.children.get(raw);
      return child === undefined ? nothing : diagramsOf(child);
    });
    return explorer.joined(way.scalar, children);
  };
  return new Map(tree.root === null ? nothing : diagramsOf(tree.root));
}
