/**
 * Termination detection on a ring of `n` nodes: a token goes round and comes home white when all are passive.
 *
 * Source: Dijkstra, Feijen and van Gasteren, "Derivation of a termination detection algorithm for distributed
 * computations", 1983 (EWD 840).
 */
import { array, bool, int, over, range, record } from '../checker/index.ts';
import type { System, View } from '../checker/index.ts';

export interface Params {
  /** Nodes, at least 2. */
  readonly n?: number;
  /** A node that activates one behind the token does not turn black. */
  readonly broken?: boolean;
}

export default function terminationDetection({ n = 3, broken = false }: Params = {}): System<State> {
  const { action, always, alwaysStep, deadlockFree, sometimes, system } = over(stateOf(n));
  const detects = (s: View<State>): boolean =>
    s.tokenAt === 0 && !s.tokenBlack && !s.black.at(0) && !s.active.at(0);
  const node = range(n);
  return system({
    name: 'termination-detection',
    // Any set of nodes may be active at first.
    initial: range(2 ** n).map((code) => ({
      active: node.map((bit) => Math.floor(code / 2 ** bit) % 2 === 1),
      black: node.map(() => false),
      tokenAt: 0,
      tokenBlack: true,
    })),
    actions: {
      StartProbe: action({
        guard: { home: (s) => s.tokenAt === 0, undecided: (s) => s.tokenBlack || s.black.at(0) },
        effect: (next) => {
          next.tokenAt = n - 1;
          next.tokenBlack = false;
          next.black.set(0, false);
        },
        process: () => 'node=0',
      }),
      PassToken: action({
        params: { node: node.slice(1) },
        guard: {
          here: (s, { node }) => s.tokenAt === node,
          passive: (s, { node }) => !s.active.at(node),
        },
        effect: (next, { node }) => {
          next.tokenAt = node - 1;
          next.tokenBlack = next.tokenBlack || next.black.at(node);
          next.black.set(node, false);
        },
      }),
      Activate: action({
        params: { node, other: node },
        guard: {
          active: (s, { node }) => s.active.at(node),
          another: (_, { node, other }) => node !== other,
        },
        effect: (next, { node, other }) => {
          next.active.set(other, true);
          if (other > node && !broken) next.black.set(node, true);
        },
      }),
      Finish: action({
        params: { node },
        guard: { active: (s, { node }) => s.active.at(node) },
        effect: (next, { node }) => {
          next.active.set(node, false);
        },
      }),
    },
    properties: {
      DetectionIsTrue: always({
        when: detects,
        holds: (s) => !detects(s) || s.active.every((active) => !active),
        otherwise: 'node 0 announces the end while a node still works',
      }),
      PassiveNodesStaySo: alwaysStep({
        when: (before) => before.active.every((active) => !active),
        holds: (before, after) =>
          before.active.some((active) => active) || after.active.every((active) => !active),
      }),
      NoDeadlock: deadlockFree({ final: detects }),
      Detects: sometimes({ reached: detects }),
    },
  });
}

const stateOf = (n: number) =>
  record({
    active: array(n, bool()),
    black: array(n, bool()),
    tokenAt: int(0, n - 1),
    tokenBlack: bool(),
  });
type State = ReturnType<typeof stateOf>;
