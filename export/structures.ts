/** The description of a system as JSON: `cli/schema/structures.schema.json` says what each field is. */
import type { DescribedAction, DescribedProperty, Description, Params } from '../checker/index.ts';
import { instanceSets } from './sets.ts';

/** A leaf; or a scalar, and the node for each of its stored values. A node stands behind those that it names. */
type Node = number | readonly [scalar: number, ...children: number[]];
type About = 'all' | 'reached';

export interface StructuresDocument {
  readonly schema: 'nosplit.structures/1';
  readonly system: string;
  readonly title: string;
  readonly scalars: readonly object[];
  readonly initial: readonly (readonly number[])[];
  readonly nodes: readonly Node[];
  readonly actions: readonly {
    readonly name: string;
    readonly source?: string;
    readonly note?: string;
    readonly instances: readonly {
      readonly params: Params;
      readonly process: string;
      readonly about: { readonly guard: About; readonly effect: About };
      readonly reads: readonly number[];
      readonly writes: readonly (readonly [scalar: number, node: number])[];
      readonly guard: number;
      readonly conjuncts: readonly { readonly name: string; readonly node: number }[];
      readonly judged: Readonly<Record<string, number>>;
    }[];
  }[];
  readonly properties: readonly {
    readonly name: string;
    readonly kind: DescribedProperty['kind'];
    readonly otherwise?: string;
    readonly fairness?: { readonly text: string; readonly constraints: readonly object[] };
    readonly instances: readonly {
      readonly params: Params | null;
      readonly about: About;
      readonly functions: Readonly<Record<string, number>>;
    }[];
  }[];
  readonly reached: number | null;
}

/** `title` is for people: what was exported. */
export function structuresDocument(description: Description, title: string): StructuresDocument {
  const { system, layout, initial, diagrams, reached } = description;
  const roots = [...rootsOf(description)];
  const order = diagrams.below(roots);
  const numbers = new Map(order.map((diagram, number) => [diagram, number]));
  const node = (diagram: number): number => numbers.get(diagram) ?? -1;
  return {
    schema: 'nosplit.structures/1',
    system: system.name,
    title,
    scalars: layout.scalars.map(({ path, field }) => ({ path, ...field })),
    initial,
    nodes: order.map((diagram): Node => {
      const at = diagrams.at(diagram);
      return typeof at === 'number' ? at : [at.scalar, ...at.children.map(node)];
    }),
    actions: description.actions.map(({ name, source, note, instances }: DescribedAction) => ({
      name,
      ...(source !== undefined && { source }),
      ...(note !== undefined && { note }),
      instances: instances.map((instance) => {
        const { reads, writes } = instanceSets(description, instance);
        return {
          ...{ params: instance.params, process: instance.process, about: instance.about, reads },
          writes: writes.map((scalar) => [scalar, node(instance.writes.get(scalar) ?? -1)] as const),
          guard: node(instance.guard),
          conjuncts: instance.conjuncts.map(({ name: of, diagram }) => ({ name: of, node: node(diagram) })),
          judged: named(instance.judged, node),
        };
      }),
    })),
    properties: description.properties.map(({ name, kind, otherwise, fairness, instances }) => ({
      ...{ name, kind },
      ...(otherwise !== undefined && { otherwise }),
      ...(fairness !== null && { fairness: runs(fairness) }),
      instances: instances.map(({ params, about, functions }) => ({
        ...{ params, about },
        functions: named(functions, node),
      })),
    })),
    reached,
  };
}

function* rootsOf({ actions, properties }: Description): Generator<number> {
  for (const { guard, conjuncts, writes, judged } of actions.flatMap(({ instances }) => instances)) {
    yield guard;
    for (const { diagram } of conjuncts) yield diagram;
    yield* writes.values();
    yield* judged.values();
  }
  for (const { functions } of properties.flatMap(({ instances }) => instances)) yield* functions.values();
}

const named = (of: ReadonlyMap<string, number>, node: (diagram: number) => number): Record<string, number> =>
  Object.fromEntries([...of].map(([name, diagram]) => [name, node(diagram)]));

const runs = ({
  text,
  constraints,
}: NonNullable<DescribedProperty['fairness']>): { text: string; constraints: readonly object[] } => ({
  text,
  constraints: constraints.map(({ strength, of, covers, selfLoops }) => ({
    ...{ strength, of, selfLoops },
    instances: covers.flatMap((isCovered, instance) => (isCovered ? [instance] : [])),
  })),
});
