/**
 * Leader election on a ring of `n` nodes by Chang and Roberts: a node's number goes round until it meets a larger one.
 *
 * Any node may begin, and messages to a node wait in a queue. Broken, a node forwards every number.
 * Source: Chang and Roberts, "An improved algorithm for decentralized extrema-finding in circular configurations of processes", 1979.
 */
import { array, int, oneOf, over, queue, range, record } from '../../checker/index.ts';

export default ({ n = 4, broken = false } = {}) => {
  const id = int(0, n - 1);
  const { action, always, deadlockFree, sometimes, system, zero } = over(
    record({
      state: array(n, oneOf('asleep', 'awake', 'leader')),
      /** Numbers on the way to each node. */
      inbox: array(n, queue(id, n)),
    }),
  );
  const node = range(n);
  const nextOf = (node: number): number => (node + 1) % n;
  // Evens in front of odds, so that some numbers go far.
  const idOf = (node: number): number => (node * 2 < n ? node * 2 : (node - Math.ceil(n / 2)) * 2 + 1);
  return system({
    name: 'ring-election',
    initial: [zero],
    actions: {
      Begin: action({
        params: { node },
        guard: {
          asleep: (s, { node }) => s.state.at(node) === 'asleep',
          room: (s, { node }) => !s.inbox.at(nextOf(node)).isFull,
        },
        effect: (s, { node }) => {
          s.state.set(node, 'awake');
          s.inbox.at(nextOf(node)).push(idOf(node));
        },
      }),
      Receive: action({
        params: { node },
        guard: {
          message: (s, { node }) => !s.inbox.at(node).isEmpty,
          room: (s, { node }) => !s.inbox.at(nextOf(node)).isFull,
        },
        effect: (s, { node }) => {
          const number = s.inbox.at(node).shift();
          if (number === idOf(node)) s.state.set(node, 'leader');
          else if (number > idOf(node) || broken) s.inbox.at(nextOf(node)).push(number);
        },
      }),
    },
    properties: {
      OneLeader: always({ holds: (s) => s.state.count((state) => state === 'leader') <= 1 }),
      LargestLeads: always({
        holds: (s) => s.state.every((state, node) => state !== 'leader' || idOf(node) === n - 1),
      }),
      Ends: deadlockFree({ final: (s) => s.state.includes('leader') }),
      SomeLeader: sometimes({ reached: (s) => s.state.includes('leader') }),
    },
  });
};
