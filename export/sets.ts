/** What the instances of an action read and write: the scalars that decide something, and those that may change. */
import type { DescribedAction, DescribedInstance, Description } from '../checker/index.ts';
import { leaves } from '../checker/index.ts';

/** Scalars by number, in the order of the schema. */
export interface InstanceSets {
  readonly reads: readonly number[];
  readonly writes: readonly number[];
}

export function instanceSets({ diagrams }: Description, instance: DescribedInstance): InstanceSets {
  const { guard, writes, judged } = instance;
  const written = [...writes].filter(([, diagram]) => diagrams.at(diagram) !== leaves.keep);
  return {
    reads: diagrams.scalarsOf([guard, ...written.map(([, diagram]) => diagram), ...judged.values()]),
    writes: written.map(([scalar]) => scalar).sort((a, b) => a - b),
  };
}

/** Of all instances of an action, by path; `[]` is every index. */
export interface ActionSets {
  readonly action: string;
  readonly instances: number;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

export function setsOf(description: Description): readonly ActionSets[] {
  const { scalars } = description.layout;
  const paths = (of: readonly number[]): readonly string[] => [
    ...new Set(of.map((scalar) => (scalars[scalar]?.path ?? '').replaceAll(/\[[^\]]*\]/g, '[]'))),
  ];
  return description.actions.map(({ name, instances }: DescribedAction) => {
    const sets = instances.map((instance) => instanceSets(description, instance));
    return {
      action: name,
      instances: instances.length,
      reads: paths(sets.flatMap(({ reads }) => reads)),
      writes: paths(sets.flatMap(({ writes }) => writes)),
    };
  });
}
