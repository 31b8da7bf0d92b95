/**
 * Leader election as in Raft: `n` servers, `terms` terms, at most one leader in each.
 *
 * Messages are never lost and never taken away, which covers every delay, loss and repetition. A restart keeps the
 * term and the vote, which Raft writes to disk, and nothing else.
 * Source: Ongaro and Ousterhout, "In search of an understandable consensus algorithm", 2014, section 5.2.
 */
import { array, int, oneOf, optional, over, range, record, set } from '../checker/index.ts';
import type { System } from '../checker/index.ts';

export interface Params {
  /** Servers. */
  readonly n?: number;
  /** Terms. */
  readonly terms?: number;
  /** A restart forgets the vote. */
  readonly broken?: boolean;
}

export default function leaderElection({ n = 3, terms = 1, broken = false }: Params = {}): System<State> {
  const { action, always, deadlockFree, sometimes, system } = over(stateOf(n, terms));
  const server = range(n);
  const term = range(terms + 1).slice(1);
  return system({
    name: 'leader-election',
    initial: [
      {
        server: server.map(() => ({ role: 'follower', term: 0, votedFor: [], votes: [] })),
        requested: term.map(() => []),
        granted: term.map(() => server.map(() => [])),
        elected: term.map(() => []),
      },
    ],
    actions: {
      TimeOut: action({
        params: { server },
        guard: {
          notLeader: (s, { server }) => s.server.at(server).role !== 'leader',
          withinBound: (s, { server }) => s.server.at(server).term < terms,
        },
        effect: (next, { server }) => {
          const me = next.server.at(server);
          next.requested.at(me.term).add(server);
          me.role = 'candidate';
          me.term += 1;
          me.votedFor.set(server);
          me.votes.clear();
          me.votes.add(server);
        },
      }),
      SeeTerm: action({
        params: { server, term },
        guard: {
          newer: (s, { server, term }) => s.server.at(server).term < term,
          requested: (s, { term }) => s.requested.at(term - 1).size > 0,
        },
        effect: (next, { server, term }) => {
          const me = next.server.at(server);
          me.role = 'follower';
          me.term = term;
          me.votedFor.clear();
          me.votes.clear();
        },
      }),
      Grant: action({
        params: { server, candidate: server },
        guard: {
          ofThisTerm: (s, { server, candidate }) => {
            const { term } = s.server.at(server);
            return term > 0 && s.requested.at(term - 1).has(candidate);
          },
          follower: (s, { server }) => s.server.at(server).role === 'follower',
          voteIsFree: (s, { server }) => s.server.at(server).votedFor.none,
        },
        effect: (next, { server, candidate }) => {
          const me = next.server.at(server);
          me.votedFor.set(candidate);
          next.granted
            .at(me.term - 1)
            .at(server)
            .add(candidate);
        },
      }),
      CountVote: action({
        params: { server, voter: server },
        guard: {
          candidate: (s, { server }) => s.server.at(server).role === 'candidate',
          granted: (s, { server, voter }) =>
            s.granted
              .at(s.server.at(server).term - 1)
              .at(voter)
              .has(server),
          notYetCounted: (s, { server, voter }) => !s.server.at(server).votes.has(voter),
        },
        effect: (next, { server, voter }) => {
          next.server.at(server).votes.add(voter);
        },
      }),
      BecomeLeader: action({
        params: { server },
        guard: {
          candidate: (s, { server }) => s.server.at(server).role === 'candidate',
          majority: (s, { server }) => s.server.at(server).votes.size * 2 > n,
        },
        effect: (next, { server }) => {
          const me = next.server.at(server);
          me.role = 'leader';
          next.elected.at(me.term - 1).add(server);
        },
      }),
      Restart: action({
        params: { server },
        guard: { started: (s, { server }) => s.server.at(server).term > 0 },
        effect: (next, { server }) => {
          const me = next.server.at(server);
          me.role = 'follower';
          if (broken) me.votedFor.clear();
          me.votes.clear();
        },
      }),
    },
    properties: {
      OneLeaderPerTerm: always({
        holds: (s) => s.elected.every((elected) => elected.size <= 1),
        source: 'figure 3, Election Safety',
        otherwise: 'two leaders of one term overwrite each other',
      }),
      VotesWereGranted: always({
        holds: (s) =>
          s.server.every(({ term, votes }, me) =>
            votes.every(
              (voter) =>
                voter === me ||
                s.granted
                  .at(term - 1)
                  .at(voter)
                  .has(me),
            ),
          ),
      }),
      NoDeadlock: deadlockFree({ final: () => false }),
      SomeLeader: sometimes({ reached: (s) => s.server.some(({ role }) => role === 'leader') }),
    },
  });
}

const stateOf = (n: number, terms: number) =>
  record({
    server: array(
      n,
      record({
        role: oneOf('follower', 'candidate', 'leader'),
        term: int(0, terms),
        votedFor: optional(int(0, n - 1)),
        votes: set(int(0, n - 1)),
      }),
    ),
    /** By term: who asked for votes. */
    requested: array(terms, set(int(0, n - 1))),
    /** By term, voter and candidate: the votes granted. */
    granted: array(terms, array(n, set(int(0, n - 1)))),
    /** By term: who became leader, ever. */
    elected: array(terms, set(int(0, n - 1))),
  });
type State = ReturnType<typeof stateOf>;
