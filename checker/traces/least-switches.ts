/**
 * Among equally long ways through layers of states, one with the fewest changes of process, and among those the first in
 * the order of the action instances. The layers are built backwards, from the ends.
 */
import type { Program } from '../language/program.ts';

export interface Edge {
  readonly instance: number;
  /** Undefined where the step itself is the end. */
  readonly to: Node | undefined;
}

/** A state on a way, with the least number of changes of process from here to the end. */
export interface Node {
  readonly edges: Edge[];
  /** By the process of the first step from here; a node without edges is an end and costs nothing. */
  readonly cost: Map<string, number>;
  least: number;
}

/** The least number of changes of process from any of the nodes; there may be as many as the system has initial states. */
export function leastOf(nodes: Iterable<Node | undefined>): number {
  let least = Infinity;
  for (const node of nodes) least = Math.min(least, node?.least ?? Infinity);
  return least;
}

type Processes = Pick<Program, 'processOf'>;

/** A state at which a way ends. */
export const endNode = (): Node => ({ edges: [], cost: new Map(), least: 0 });

/** Adds to the layer `nodes` a step from `state` to a node of the next layer, or to the end. */
export function link({ processOf }: Processes, nodes: Map<number, Node>, state: number, edge: Edge): void {
  let node = nodes.get(state);
  if (node === undefined) nodes.set(state, (node = { edges: [], cost: new Map(), least: Infinity }));
  const process = processOf[edge.instance] ?? '';
  const cost = costAfter(edge.to, process);
  node.edges.push(edge);
  node.cost.set(process, Math.min(cost, node.cost.get(process) ?? Infinity));
  node.least = Math.min(cost, node.least);
}

/** The instances of the way from `first`; `process` has taken the step before it. */
export function leastSwitches({ processOf }: Processes, first: Node | undefined, process?: string): number[] {
  const instances: number[] = [];
  let before = process;
  for (let node = first; node !== undefined && node.edges.length > 0;) {
    const edge: Edge = cheapest(processOf, node, before);
    instances.push(edge.instance);
    before = processOf[edge.instance];
    node = edge.to;
  }
  return instances;
}

/** Changes of process from a step of `process` into `node` to the end. */
const costAfter = (node: Node | undefined, process: string): number =>
  node === undefined || node.edges.length === 0
    ? 0
    : Math.min(node.cost.get(process) ?? Infinity, node.least + 1);

function cheapest(processOf: readonly string[], node: Node, process: string | undefined): Edge {
  const cost = ({ instance, to }: Edge): number => {
    const own = processOf[instance] ?? '';
    return (process === undefined || own === process ? 0 : 1) + costAfter(to, own);
  };
  return node.edges.reduce((best, edge) =>
    cost(edge) < cost(best) || (cost(edge) === cost(best) && edge.instance < best.instance) ? edge : best,
  );
}
