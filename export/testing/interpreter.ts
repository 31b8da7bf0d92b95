/**
 * A search of exported structures that shares nothing with the checker: it is given the text of the JSON, and knows of it what
 * the schema says. States are lists of stored values, and a set of their texts is all that it remembers.
 */
import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer());
const DocumentSchema = v.object({
  initial: v.array(v.array(count)),
  nodes: v.array(v.union([count, v.array(count)])),
  actions: v.array(
    v.object({
      instances: v.array(
        v.object({
          guard: count,
          conjuncts: v.array(v.object({ node: count })),
          writes: v.array(v.tuple([count, count])),
          judged: v.record(v.string(), count),
        }),
      ),
    }),
  ),
  properties: v.array(
    v.object({
      name: v.string(),
      kind: v.string(),
      instances: v.array(v.object({ functions: v.record(v.string(), count) })),
    }),
  ),
});

export interface Interpreted {
  readonly distinct: number;
  readonly generated: number;
  readonly diameter: number;
  /** Steps of a shortest counterexample to each property that is violated; null of a situation that is not reached. */
  readonly violated: Readonly<Record<string, number | null>>;
}

/** Searches the whole space. Claims about runs are not judged. */
export function interpret(text: string): Interpreted {
  const { initial, nodes, actions, properties } = v.parse(DocumentSchema, JSON.parse(text));
  const ask = (root: number, state: readonly number[]): number => {
    let node = nodes[root];
    while (Array.isArray(node)) node = nodes[node[1 + (state[node[0] ?? -1] ?? -1)] ?? -1];
    if (node === undefined) throw new Error(`node ${root} leads nowhere`);
    return node;
  };
  const instances = actions.flatMap((action) => action.instances);
  const violated: Record<string, number | null> = {};
  const situations = new Set(properties.flatMap(({ name, kind }) => (kind === 'sometimes' ? [name] : [])));
  const violate = (name: string, steps: number): void => {
    violated[name] ??= steps;
  };
  const judge = (state: readonly number[], steps: number): void => {
    for (const { name, kind, instances: of } of properties)
      for (const { functions } of of) {
        const { when, holds, reached } = functions;
        const isAsked = when === undefined || ask(when, state) === 1;
        if (kind === 'always' && isAsked && ask(holds ?? -1, state) !== 1) violate(name, steps);
        if (kind === 'sometimes' && ask(reached ?? -1, state) === 1) situations.delete(name);
      }
  };
  const seen = new Set<string>();
  let level: (readonly number[])[] = [];
  const meet = (state: readonly number[], into: (readonly number[])[], steps: number): void => {
    const key = state.join();
    if (seen.has(key)) return;
    seen.add(key);
    into.push(state);
    judge(state, steps);
  };
  let [generated, diameter] = [initial.length, 0];
  for (const state of initial) meet(state, level, 0);
  for (; level.length > 0; diameter++) {
    const next: (readonly number[])[] = [];
    for (const state of level) {
      let isEnd = true;
      for (const { guard, conjuncts, writes, judged } of instances) {
        const isEnabled = ask(guard, state) === 1;
        // Conjuncts are asked up to the first that is false.
        if (isEnabled !== conjuncts.every(({ node }) => ask(node, state) === 1))
          throw new Error('a guard is not the conjunction of its parts');
        if (!isEnabled) continue;
        isEnd = false;
        generated++;
        const after = [...state];
        for (const [scalar, node] of writes) {
          const raw = ask(node, state);
          if (raw >= 0) after[scalar] = raw;
        }
        for (const [name, node] of Object.entries(judged))
          if (ask(node, state) === 2) violate(name, diameter + 1);
        meet(after, next, diameter + 1);
      }
      if (!isEnd) continue;
      for (const { name, kind, instances: of } of properties)
        if (kind === 'deadlockFree' && of.some(({ functions }) => ask(functions['final'] ?? -1, state) !== 1))
          violate(name, diameter);
    }
    level = next;
  }
  for (const name of situations) violated[name] = null;
  return { distinct: seen.size, generated, diameter, violated };
}
