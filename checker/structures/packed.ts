/**
 * Structures as a row of numbers, by which one thread hands them to others: the nodes in the order of their numbers, then the
 * instances, then the properties; before them whether they are symmetric. Each list has its length before it.
 */
import type { PartStructure } from './apart.ts';
import type { Diagram } from './diagram.ts';
import { Diagrams } from './diagram.ts';
import type { InstanceStructure } from './asking.ts';
import type { PropertyStructure, Structures } from './structures.ts';

/** By number. */
const subjects = ['state', 'end', 'situation'] as const satisfies readonly PropertyStructure['subject'][];
/** Stands in place of a length where there is no list, and in place of a diagram where there is none. */
const NONE = -1;

export function packed({ diagrams, instances, properties, symmetric }: Structures): number[] {
  const to: number[] = [Number(symmetric), diagrams.size];
  for (let diagram = 0; diagram < diagrams.size; diagram++) {
    const node = diagrams.at(diagram);
    if (typeof node === 'number') to.push(NONE, node);
    else to.push(node.children.length, node.scalar, ...node.children);
  }
  const pairs = (of: ReadonlyMap<number, Diagram>): void => {
    to.push(of.size);
    for (const [key, diagram] of of) to.push(key, diagram);
  };
  to.push(instances.length);
  for (const { guard, writes, parts, judged } of instances) {
    to.push(guard ?? NONE, Number(writes !== null));
    pairs(writes ?? new Map());
    to.push(parts?.length ?? NONE);
    for (const { says, writes: written, next } of parts ?? []) {
      to.push(says, ...next.map((one) => one ?? NONE));
      pairs(written);
    }
    pairs(judged);
  }
  to.push(properties.length);
  for (const { property, subject, instances: of } of properties)
    to.push(property, subjects.indexOf(subject), of?.length ?? NONE, ...(of ?? []));
  return to;
}

/** The structures that were packed, with the same numbers of diagrams. */
export function unpacked(from: ArrayLike<number>): Structures {
  let next = 0;
  const take = (): number => from[next++] ?? 0;
  const times = <T>(length: number, one: () => T): T[] => Array.from({ length }, one);
  const pairs = (): Map<number, Diagram> => new Map(times(take(), (): [number, Diagram] => [take(), take()]));
  const symmetric = take() === 1;
  const diagrams = new Diagrams();
  for (let left = take(); left > 0; left--) {
    const children = take();
    if (children === NONE) diagrams.leaf(take());
    else diagrams.branch(take(), times(children, take));
  }
  const instances = times(take(), (): InstanceStructure => {
    const [guard, isKnown] = [take(), take() === 1];
    const writes = pairs();
    const count = take();
    const parts = times(Math.max(0, count), (): PartStructure => {
      const [says, no, yes] = [take(), take(), take()];
      return { says, next: [orNull(no), orNull(yes)], writes: pairs() };
    });
    return {
      ...{ guard: orNull(guard), writes: isKnown ? writes : null, judged: pairs() },
      ...(count !== NONE && { parts }),
    };
  });
  const properties = times(take(), (): PropertyStructure => {
    const [property, subject, length] = [take(), take(), take()];
    const of = length === NONE ? null : times(length, take);
    return { property, subject: subjects[subject] ?? 'state', instances: of };
  });
  return { diagrams, instances, properties, symmetric };
}

const orNull = (packed: number): number | null => (packed === NONE ? null : packed);
