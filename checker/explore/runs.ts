/**
 * The tree of runs: every state that was visited, with the step that led there. Runs share the states of their prefix.
 */
import { encode } from '../state/codec.ts';
import { take } from '../evaluate/step.ts';
import type { Program } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import { SystemError } from '../language/system-error.ts';
import type { StepView } from '../language/system.ts';
import type { Views } from '../state/views.ts';
import type { NodeId } from './answer.ts';

interface Node {
  readonly parent: NodeId | null;
  /** The instance that was taken; of a root the number of the initial state. */
  readonly taken: number;
  readonly depth: number;
  readonly words: Int32Array;
  readonly children: Map<number, NodeId>;
}

export class Runs<S extends RecordField> {
  readonly #program: Program<S>;
  readonly #views: Views<S>;
  readonly #nodes: Node[] = [];
  readonly #roots = new Map<number, NodeId>();
  readonly #numbers = new Map<string, number>();

  constructor(program: Program<S>, views: Views<S>) {
    this.#program = program;
    this.#views = views;
    for (const { first, steps } of program.actions)
      steps.forEach((step, index) => this.#numbers.set(keyOf(step), first + index));
  }

  /** The state of an initial state's number. */
  root(initial: number): NodeId {
    const known = this.#roots.get(initial);
    if (known !== undefined) return known;
    const words = new Int32Array(this.#views.layout.words);
    encode(this.#views.layout, this.#program.system.initial[initial], words);
    const id = this.#add({ parent: null, taken: initial, depth: 0, words, children: new Map() });
    this.#roots.set(initial, id);
    return id;
  }

  /** The state after the step of an instance, which must be enabled. */
  take(at: NodeId, instance: number): NodeId {
    const node = this.node(at);
    const known = node.children.get(instance);
    if (known !== undefined) return known;
    take(this.#program, this.#views, node.words, instance);
    const words = this.#views.next.slice();
    const id = this.#add({ parent: at, taken: instance, depth: node.depth + 1, words, children: new Map() });
    node.children.set(instance, id);
    return id;
  }

  /** The instance of a step; undefined where the system has none such. */
  numberOf(step: StepView): number | undefined {
    return this.#numbers.get(keyOf(step));
  }

  /** The states from the initial one to this one, both included. */
  path(at: NodeId): readonly NodeId[] {
    const path: NodeId[] = [];
    for (let id: NodeId | null = at; id !== null; id = this.node(id).parent) path.push(id);
    return path.reverse();
  }

  /** The instances taken from the initial state to this one. */
  taken(at: NodeId): readonly number[] {
    return this.path(at)
      .slice(1)
      .map((id) => this.node(id).taken);
  }

  node(at: NodeId): Node {
    const node = this.#nodes[at];
    if (node === undefined)
      throw new SystemError(`state ${String(at)} was never visited`, { code: 'options' });
    return node;
  }

  #add(node: Node): NodeId {
    return this.#nodes.push(node) - 1;
  }
}

const keyOf = ({ action, params }: StepView): string => JSON.stringify([action, Object.entries(params)]);
