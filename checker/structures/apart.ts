/**
 * The structure of an effect in parts that are kept apart: each is about the state that the parts before it have left. So it is as long as
 * the effect itself, however many ways the parts go together (flow.ts puts them together).
 */
import type { Flow } from '../language/flow.ts';
import type { RecordField } from '../language/schema.ts';
import type { Params } from '../language/system.ts';
import { isTrue } from '../state/answers.ts';
import type { Diagram, Diagrams } from './diagram.ts';
import { leaves } from './diagram.ts';
import type { Asking, Budget, Explorer } from './explore.ts';

export interface PartStructure {
  /** What it says of the state before it: 1 or 0, by which it goes on, or `fault`. A `run` says 1. Free where it is never met. */
  readonly says: Diagram;
  /** By scalar, its stored value afterwards, or `keep`. What parts hand on are further scalars, behind those of the state. */
  readonly writes: ReadonlyMap<number, Diagram>;
  /** The part that comes next where it says 0, and where it says 1: a later one, or null at the end. */
  readonly next: readonly [no: number | null, yes: number | null];
}

interface Over<S extends RecordField> {
  readonly explorer: Explorer<S>;
  readonly diagrams: Diagrams;
  /** Scalars of the state. */
  readonly scalars: number;
  readonly budget: Budget;
}

export type Part<S extends RecordField> = Exclude<Flow<S>, null>;

/** Values that scalars can have; a scalar of the state that is not in it can have any. */
type Possible = ReadonlyMap<number, ReadonlySet<number>>;

/** The parts, of which the first comes first. Throws a NoStructure. */
export function partsApart<S extends RecordField>(
  over: Over<S>,
  flow: Flow<S>,
  params: Params,
): readonly PartStructure[] {
  over.explorer.begin();
  const parts = inTurn(flow);
  const before: (Possible | undefined)[] = [new Map()];
  return parts.map(({ part, next }, at) => {
    const possible = before[at];
    if (possible === undefined)
      return {
        says: over.diagrams.leaf(leaves.free),
        writes: new Map<number, Diagram>(),
        next: [null, null],
      };
    const { says, writes } = explored(over, part, params, possible);
    const after = written(over, possible, writes);
    next.forEach((to, answer) => {
      const arriving = under(over.diagrams, after, { says, writes }, answer);
      if (to === null || arriving === null) return;
      const known = before[to];
      before[to] = known === undefined ? arriving : either(known, arriving, over.scalars);
    });
    return { says, writes, next };
  });
}

interface Numbered<S extends RecordField> {
  readonly part: Part<S>;
  readonly next: PartStructure['next'];
}

/** The parts of a flow, each once however many ways lead to it, and before those that come next. */
function inTurn<S extends RecordField>(flow: Flow<S>): readonly Numbered<S>[] {
  const functions = new Map<unknown, number>();
  const numbers = new Map<string, number>();
  const found: Numbered<S>[] = [];
  const functionOf = (run: unknown): number => {
    const known = functions.get(run) ?? functions.size;
    functions.set(run, known);
    return known;
  };
  const visit = (part: Flow<S>): number | null => {
    if (part === null) return null;
    const next: PartStructure['next'] =
      'run' in part ? [null, visit(part.next)] : [visit(part.no), visit(part.yes)];
    const key = [functionOf('run' in part ? part.run : part.when), ...next].join();
    const known = numbers.get(key) ?? found.push({ part, next }) - 1;
    numbers.set(key, known);
    return known;
  };
  visit(flow);
  const last = found.length - 1;
  const turned = (one: number | null): number | null => (one === null ? null : last - one);
  return found
    .map(({ part, next: [no, yes] }) => ({ part, next: [turned(no), turned(yes)] as const }))
    .reverse();
}

function explored<S extends RecordField>(
  { explorer, diagrams, budget }: Over<S>,
  part: Part<S>,
  params: Params,
  before: Possible,
): Pick<PartStructure, 'says' | 'writes'> {
  const asking = askingPart(explorer, part, params);
  const found = explorer.explore(budget, asking, (scalar, raw) => before.get(scalar)?.has(raw) ?? true);
  const writes = new Map<number, Diagram>();
  for (const [number, diagram] of found) if (number > 0) writes.set(number - 1, diagram);
  return { says: found.get(0) ?? diagrams.leaf(leaves.free), writes };
}

/** What is asked of a part: what it says is number 0, and what it writes to a scalar is the scalar's number and 1. */
export function askingPart<S extends RecordField>(
  explorer: Explorer<S>,
  part: Part<S>,
  params: Params,
): Asking {
  const { after, kept } = explorer;
  return {
    run: () => {
      let says = 1;
      if ('run' in part) part.run(after, params, kept);
      else says = Number(isTrue(part.when(after, params, kept)));
      const found = new Map([[0, says]]);
      explorer.writes((scalar, raw) => found.set(1 + scalar, raw));
      return found;
    },
    absent: (found) => (found.get(0) === leaves.fault ? leaves.free : leaves.keep),
  };
}

/** What scalars can have behind a part. */
function written<S extends RecordField>(
  { diagrams }: Over<S>,
  before: Possible,
  writes: PartStructure['writes'],
): Possible {
  const after = new Map(before);
  for (const [scalar, diagram] of writes) {
    const said = diagrams.leavesOf(diagram);
    const kept = said.includes(leaves.keep) ? before.get(scalar) : new Set<number>();
    if (kept === undefined) after.delete(scalar);
    else after.set(scalar, new Set([...kept, ...said.filter((leaf) => leaf >= 0)]));
  }
  return after;
}

/** The same where a part says this; null where it never does. What the part asks first then has fewer values. */
function under(
  diagrams: Diagrams,
  after: Possible,
  { says, writes }: Pick<PartStructure, 'says' | 'writes'>,
  answer: number,
): Possible | null {
  const node = diagrams.at(says);
  if (typeof node === 'number') return node === answer ? after : null;
  if (writes.has(node.scalar)) return after;
  const raws = node.children.flatMap((child, raw) => (diagrams.says(child, answer) ? [raw] : []));
  return raws.length === 0 ? null : new Map(after).set(node.scalar, new Set(raws));
}

/** What scalars can have where two ways meet. What one way alone hands on is not read behind. */
function either(one: Possible, other: Possible, scalars: number): Possible {
  const both = new Map<number, ReadonlySet<number>>();
  for (const scalar of new Set([...one.keys(), ...other.keys()])) {
    const [a, b] = [one.get(scalar), other.get(scalar)];
    if ((a === undefined || b === undefined) && scalar < scalars) continue;
    both.set(scalar, new Set([...(a ?? []), ...(b ?? [])]));
  }
  return both;
}
