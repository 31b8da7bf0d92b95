/**
 * Paxos for one decision: `acceptors` acceptors, ballots from 1 to `ballots`, two values that may be proposed.
 *
 * Messages are never lost and never taken away, which covers every delay, loss and repetition. Broken, a proposer takes any
 * value, whatever the acceptors have told it.
 * Source: Lamport, "Paxos made simple", 2001, section 2.2.
 */
import { array, bool, int, over, range, record } from '../../checker/index.ts';
import type { View } from '../../checker/index.ts';

export default ({ acceptors = 3, ballots = 2, broken = false } = {}) => {
  const ballot = int(0, ballots);
  /** Value 1 or 2, or 0 for none. */
  const value = int(0, 2);
  const state = record({
    acceptor: array(
      acceptors,
      record({
        /** The ballot that it has promised to, and the ballot and the value of its last vote. */
        promised: ballot,
        voted: ballot,
        value,
      }),
    ),
    /** By ballot from 1: whether it was begun, what was proposed, what each acceptor promised, and who voted for it. */
    ballot: array(
      ballots,
      record({
        begun: bool(),
        proposed: value,
        promise: array(acceptors, record({ sent: bool(), voted: ballot, value })),
        vote: array(acceptors, bool()),
      }),
    ),
  });
  const { action, always, deadlockFree, sometimes, system, zero } = over(state);
  const isMajority = (count: number): boolean => count * 2 > acceptors;
  const isChosen = (s: View<typeof state>, b: number): boolean =>
    isMajority(s.ballot.at(b - 1).vote.count((voted) => voted));
  const a = range(acceptors);
  const b = range(ballots + 1).slice(1);
  return system({
    name: 'paxos',
    initial: [zero],
    actions: {
      Prepare: action({
        params: { b },
        guard: { new: (s, { b }) => !s.ballot.at(b - 1).begun },
        effect: (s, { b }) => {
          s.ballot.at(b - 1).begun = true;
        },
      }),
      Promise: action({
        params: { a, b },
        guard: {
          asked: (s, { b }) => s.ballot.at(b - 1).begun,
          newer: (s, { a, b }) => s.acceptor.at(a).promised < b,
        },
        effect: (s, { a, b }) => {
          const me = s.acceptor.at(a);
          me.promised = b;
          const promise = s.ballot.at(b - 1).promise.at(a);
          promise.sent = true;
          promise.voted = me.voted;
          promise.value = me.value;
        },
      }),
      Propose: action({
        params: { b, value: [1, 2] },
        guard: {
          new: (s, { b }) => s.ballot.at(b - 1).proposed === 0,
          majority: (s, { b }) => isMajority(s.ballot.at(b - 1).promise.count(({ sent }) => sent)),
          // The value of the newest vote that it was told of, or any value if there is none.
          safe: (s, { b, value }) => {
            const { promise } = s.ballot.at(b - 1);
            return (
              broken ||
              promise.every(({ voted }) => voted === 0) ||
              promise.some(
                (newest) => newest.value === value && promise.every(({ voted }) => voted <= newest.voted),
              )
            );
          },
        },
        effect: (s, { b, value }) => {
          s.ballot.at(b - 1).proposed = value;
        },
      }),
      Vote: action({
        params: { a, b },
        guard: {
          proposed: (s, { b }) => s.ballot.at(b - 1).proposed !== 0,
          notPromisedAway: (s, { a, b }) => s.acceptor.at(a).promised <= b,
          first: (s, { a, b }) => !s.ballot.at(b - 1).vote.at(a),
        },
        effect: (s, { a, b }) => {
          const me = s.acceptor.at(a);
          me.promised = b;
          me.voted = b;
          me.value = s.ballot.at(b - 1).proposed;
          s.ballot.at(b - 1).vote.set(a, true);
        },
      }),
    },
    properties: {
      OneValueIsChosen: always({
        holds: (s) =>
          !b.some((b) => isChosen(s, b) && s.ballot.at(b - 1).proposed === 1) ||
          !b.some((b) => isChosen(s, b) && s.ballot.at(b - 1).proposed === 2),
        otherwise: 'two values are chosen',
      }),
      NoDeadlock: deadlockFree({ final: (s) => s.ballot.every(({ begun }) => begun) }),
      OldValueIsKept: sometimes({ reached: (s) => isChosen(s, 1) && isChosen(s, 2) }),
    },
  });
};
