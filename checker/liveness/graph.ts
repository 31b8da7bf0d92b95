/**
 * The reachable states as a graph: numbered in the order in which a search of one thread finds them, with every transition
 * in rows by source. The numbering depends on nothing but the system, so neither do the lassos that are found in it.
 *
 * Back of the envelope: a transition takes 5 bytes (6 where there are more than 256 action instances). A state takes 8 here
 * and 41 more while a property is judged: a million states with four million transitions are 69 MB.
 */
import { encode } from '../state/codec.ts';
import type { Program } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import type { SearchResult } from '../search/result.ts';
import { OutOfMemory, allocated } from '../host/out-of-memory.ts';
import { SystemError } from '../language/system-error.ts';
import type { Space } from '../space/space.ts';
import type { Pace } from '../space/pace.ts';

export interface Graph {
  readonly states: number;
  /** The state of each of the system's initial states. */
  readonly roots: readonly number[];
  /** The store's number of each state. */
  readonly order: Int32Array;
  /** The transitions of state s are offsets[s] … offsets[s+1]-1, in the order of their action instances. */
  readonly offsets: Uint32Array;
  readonly targets: Int32Array;
  /** The action instance of each transition. */
  readonly labels: Uint8Array | Uint16Array;
  /** The first state of each level of a breadth-first search, and after the last one the number of states. */
  readonly levels: readonly number[];
}

/** 32-bit columns in {@link Scratch}. */
const SCRATCH_COLUMNS = 10;

/** Transitions that can be numbered. */
const EDGES_MAX = 2 ** 32 - 1;

export const edgesOf = ({ counters }: SearchResult): number =>
  counters.fired.reduce((sum, count) => sum + count, 0);

/** Everything that judging liveness allocates: known before it begins. */
export function bytesOf<S extends RecordField>({ program, result }: Space<S>): number {
  const label = program.instances <= 0x100 ? 1 : 2;
  const unused = rowsOf(result) - result.distinct;
  return result.distinct * (8 + 1 + SCRATCH_COLUMNS * 4) + unused * 4 + edgesOf(result) * (4 + label);
}

/** The store's numbers end here; several workers leave some of them out. */
function rowsOf({ levels }: SearchResult): number {
  let rows = 0;
  for (const ranges of levels) for (const [, to] of ranges) rows = Math.max(rows, to);
  return rows;
}

/** Columns of one entry a state, allocated once and used again for each property. */
export interface Scratch {
  /** What each state means to the property: GOAL, OWES, COUNTED (see owed.ts). */
  readonly flags: Uint8Array;
  /** While the graph is built, by the store's number the state; afterwards the region of a state (components.ts). As long as the first needs. */
  readonly region: Int32Array;
  /** What owed.ts finds. */
  readonly distance: Int32Array;
  readonly parent: Int32Array;
  readonly queue: Int32Array;
  /** What components.ts needs beside them. */
  readonly rest: Int32Array;
  /** What components.ts needs, and after it exact-loop.ts. */
  readonly low: Int32Array;
  readonly call: Int32Array;
  readonly pointer: Uint32Array;
  /** What components.ts needs, and after it routes.ts. */
  readonly index: Int32Array;
  readonly stack: Int32Array;
}

/** Throws an OutOfMemory where they do not fit. */
export function scratchOf(result: SearchResult): Scratch {
  const states = result.distinct;
  const column = (): Int32Array => new Int32Array(states);
  return allocated(() => ({
    flags: new Uint8Array(states),
    region: new Int32Array(rowsOf(result)),
    distance: column(),
    parent: column(),
    queue: column(),
    rest: column(),
    low: column(),
    call: column(),
    pointer: new Uint32Array(states),
    index: column(),
    stack: column(),
  }));
}

/** The columns of a graph, which {@link graphOf} fills. Throws an OutOfMemory where they do not fit, or have too many rows. */
export function columnsOf<S extends RecordField>({
  program,
  result,
}: Space<S>): Pick<Graph, 'order' | 'offsets' | 'targets' | 'labels'> {
  const [states, edges] = [result.distinct, edgesOf(result)];
  if (edges > EDGES_MAX) throw new OutOfMemory(`${String(edges)} transitions are more than can be numbered`);
  return allocated(() => ({
    order: new Int32Array(states),
    offsets: new Uint32Array(states + 1),
    targets: new Int32Array(edges),
    labels: program.instances <= 0x100 ? new Uint8Array(edges) : new Uint16Array(edges),
  }));
}

/** The graph of a space that was searched to its end; null where a limit was reached, which `pace` names. */
export async function graphOf<S extends RecordField>(
  { program, views, engine }: Space<S>,
  columns: ReturnType<typeof columnsOf>,
  number: Int32Array,
  pace: Pace,
): Promise<Graph | null> {
  const { order, offsets, targets, labels } = columns;
  const [states, edges] = [order.length, targets.length];
  let [count, edge] = [0, 0];
  number.fill(-1);
  const numberOf = (stored: number): number => {
    if (stored < 0) strayed(program);
    let state = number[stored] ?? -1;
    if (state < 0) {
      state = count++;
      number[stored] = state;
      order[state] = stored;
    }
    return state;
  };
  const visit = (successor: number, instance: number): void => {
    if (edge === edges) strayed(program);
    targets[edge] = numberOf(successor);
    labels[edge] = instance;
    edge++;
  };
  const roots = program.system.initial.map((state) => {
    encode(views.layout, state, views.next);
    return numberOf(engine.indexOfNext());
  });
  const levels = [0];
  for (let state = 0, levelEnd = count; state < count; state++) {
    if (state % 256 === 0 && !(await pace.goOn())) return null;
    if (state === levelEnd) {
      levels.push(state);
      levelEnd = count;
    }
    offsets[state] = edge;
    engine.successors(order[state] ?? 0, visit);
  }
  offsets[count] = edge;
  if (count !== states || edge !== edges) strayed(program);
  levels.push(states);
  return { states, roots, order, offsets, targets, labels, levels };
}

/** The search and this second look at the same states do not see the same transitions. */
function strayed<S extends RecordField>({ system }: Program<S>): never {
  throw new SystemError(
    `${system.name} has guards or effects that are not deterministic: asked again, a state has other transitions; debug mode names the function`,
    { code: 'unsteady' },
  );
}
