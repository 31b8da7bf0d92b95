/**
 * Termination detection on a ring of `n` nodes: a token goes round and comes home white when all are passive.
 *
 * Broken, a node that activates one behind the token does not turn black.
 * Source: Dijkstra, Feijen and van Gasteren, "Derivation of a termination detection algorithm for distributed
 * computations", 1983 (EWD 840).
 */
import { bool, int, over, range, record, set } from '../checker/index.ts';
import type { View } from '../checker/index.ts';

export default ({ n = 3, broken = false } = {}) => {
  const id = int(0, n - 1);
  const state = record({ active: set(id), black: set(id), tokenAt: id, tokenBlack: bool() });
  const { action, always, alwaysStep, deadlockFree, sometimes, system, zero } = over(state);
  const detects = (s: View<typeof state>): boolean =>
    s.tokenAt === 0 && !s.tokenBlack && !s.black.has(0) && !s.active.has(0);
  const node = range(n);
  return system({
    name: 'termination-detection',
    // Any set of nodes may be active at first.
    initial: range(2 ** n).map((code) => ({
      ...zero,
      active: node.filter((bit) => Math.floor(code / 2 ** bit) % 2 === 1),
      tokenBlack: true,
    })),
    actions: {
      StartProbe: action({
        guard: { home: (s) => s.tokenAt === 0, undecided: (s) => s.tokenBlack || s.black.has(0) },
        effect: (s) => {
          s.tokenAt = n - 1;
          s.tokenBlack = false;
          s.black.delete(0);
        },
        process: () => 'node=0',
      }),
      PassToken: action({
        params: { node: node.slice(1) },
        guard: {
          here: (s, { node }) => s.tokenAt === node,
          passive: (s, { node }) => !s.active.has(node),
        },
        effect: (s, { node }) => {
          s.tokenAt = node - 1;
          s.tokenBlack = s.tokenBlack || s.black.has(node);
          s.black.delete(node);
        },
      }),
      Activate: action({
        params: { node, other: node },
        guard: {
          active: (s, { node }) => s.active.has(node),
          another: (_, { node, other }) => node !== other,
        },
        effect: (s, { node, other }) => {
          s.active.add(other);
          if (other > node && !broken) s.black.add(node);
        },
      }),
      Finish: action({
        params: { node },
        guard: { active: (s, { node }) => s.active.has(node) },
        effect: (s, { node }) => s.active.delete(node),
      }),
    },
    properties: {
      DetectionIsTrue: always({
        when: detects,
        holds: (s) => !detects(s) || s.active.size === 0,
        otherwise: 'node 0 announces the end while a node still works',
      }),
      PassiveNodesStaySo: alwaysStep({
        when: (before) => before.active.size === 0,
        holds: (before, after) => before.active.size > 0 || after.active.size === 0,
      }),
      NoDeadlock: deadlockFree({ final: detects }),
      Detects: sometimes({ reached: detects }),
    },
  });
};
