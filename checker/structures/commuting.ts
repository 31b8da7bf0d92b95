/**
 * Steps that commute: neither reads or writes what the other writes, so both orders lead to the same state. Of two ways round such a
 * square, a search needs to look up the end of one (search/wasm/squares.ts).
 */
import type { InstanceStructure } from './asking.ts';
import type { Diagram, Diagrams } from './diagram.ts';
import { leaves } from './diagram.ts';
import type { Structures } from './structures.ts';

/** What an instance reads and writes, whatever the state. */
interface Touched {
  readonly reads: ReadonlySet<number>;
  /** By scalar, the stored value that it has afterwards in any case; null where that depends on the state. */
  readonly writes: ReadonlyMap<number, number | null>;
}

/**
 * Whether two instances commute in every state: one is enabled behind the other where it is enabled before it, and nowhere else, and both
 * orders lead to the same state. False where that is not known. `scalars` is how many the state has.
 */
export function commutingOf(
  { diagrams, instances }: Pick<Structures, 'diagrams' | 'instances'>,
  scalars: number,
): (instance: number, other: number) => boolean {
  const all = instances.map((instance) => touchedBy(diagrams, instance, scalars));
  return (instance, other) => {
    const [one, two] = [all[instance] ?? null, all[other] ?? null];
    return one !== null && two !== null && one !== two && spares(one, two) && spares(two, one);
  };
}

/** Whether what one writes is neither read by the other nor written, unless both write the same value. */
const spares = ({ writes }: Touched, other: Touched): boolean =>
  [...writes].every(
    ([scalar, value]) =>
      !other.reads.has(scalar) &&
      (!other.writes.has(scalar) || (value !== null && other.writes.get(scalar) === value)),
  );

/** Null where that is not known. */
function touchedBy(
  diagrams: Diagrams,
  { guard, writes, parts }: InstanceStructure,
  scalars: number,
): Touched | null {
  if (guard === null || (writes === null && parts === undefined)) return null;
  const written = [...(writes ?? []), ...(parts ?? []).flatMap((part) => [...part.writes])];
  const roots = [guard, ...(parts ?? []).map(({ says }) => says), ...written.map(([, diagram]) => diagram)];
  const values = new Map<number, number | null>();
  for (const [scalar, diagram] of written)
    if (scalar < scalars && diagrams.at(diagram) !== leaves.keep)
      values.set(scalar, writes === null ? null : constantOf(diagrams, diagram));
  return { reads: new Set(diagrams.scalarsOf(roots)), writes: values };
}

function constantOf(diagrams: Diagrams, diagram: Diagram): number | null {
  const node = diagrams.at(diagram);
  return typeof node === 'number' && node >= 0 ? node : null;
}
