/**
 * Leader election as in Raft: `n` servers, `terms` terms, at most one leader in each.
 *
 * Messages are never lost and never taken away, which covers every delay, loss and repetition. A restart keeps the
 * term and the vote, which Raft writes to disk, and nothing else. Broken, it forgets the vote.
 * Source: Ongaro and Ousterhout, "In search of an understandable consensus algorithm", 2014, section 5.2.
 */
import { array, int, oneOf, optional, over, range, record, set } from '../checker/index.ts';

export default ({ n = 3, terms = 1, broken = false } = {}) => {
  const id = int(0, n - 1);
  const role = oneOf('follower', 'candidate', 'leader');
  const { action, always, deadlockFree, sometimes, system, zero } = over(
    record({
      server: array(n, record({ role, term: int(0, terms), votedFor: optional(id), votes: set(id) })),
      /** By term, from 1: who asked for votes, by voter the candidates who have its vote, and who became leader, ever. */
      term: array(terms, record({ requested: set(id), granted: array(n, set(id)), elected: set(id) })),
    }),
  );
  const server = range(n);
  const term = range(terms + 1).slice(1);
  return system({
    name: 'leader-election',
    initial: [zero],
    actions: {
      TimeOut: action({
        params: { server },
        guard: {
          notLeader: (s, { server }) => s.server.at(server).role !== 'leader',
          withinBound: (s, { server }) => s.server.at(server).term < terms,
        },
        effect: (s, { server }) => {
          const me = s.server.at(server);
          s.term.at(me.term).requested.add(server);
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
          requested: (s, { term }) => s.term.at(term - 1).requested.size > 0,
        },
        effect: (s, { server, term }) => {
          const me = s.server.at(server);
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
            return term > 0 && s.term.at(term - 1).requested.has(candidate);
          },
          follower: (s, { server }) => s.server.at(server).role === 'follower',
          voteIsFree: (s, { server }) => s.server.at(server).votedFor.none,
        },
        effect: (s, { server, candidate }) => {
          const me = s.server.at(server);
          me.votedFor.set(candidate);
          s.term
            .at(me.term - 1)
            .granted.at(server)
            .add(candidate);
        },
      }),
      CountVote: action({
        params: { server, voter: server },
        guard: {
          candidate: (s, { server }) => s.server.at(server).role === 'candidate',
          granted: (s, { server, voter }) => {
            const { granted } = s.term.at(s.server.at(server).term - 1);
            return granted.at(voter).has(server);
          },
          notYetCounted: (s, { server, voter }) => !s.server.at(server).votes.has(voter),
        },
        effect: (s, { server, voter }) => s.server.at(server).votes.add(voter),
      }),
      BecomeLeader: action({
        params: { server },
        guard: {
          candidate: (s, { server }) => s.server.at(server).role === 'candidate',
          majority: (s, { server }) => s.server.at(server).votes.size * 2 > n,
        },
        effect: (s, { server }) => {
          const me = s.server.at(server);
          me.role = 'leader';
          s.term.at(me.term - 1).elected.add(server);
        },
      }),
      Restart: action({
        params: { server },
        guard: { started: (s, { server }) => s.server.at(server).term > 0 },
        effect: (s, { server }) => {
          const me = s.server.at(server);
          me.role = 'follower';
          if (broken) me.votedFor.clear();
          me.votes.clear();
        },
      }),
    },
    properties: {
      OneLeaderPerTerm: always({
        holds: (s) => s.term.every(({ elected }) => elected.size <= 1),
        source: 'figure 3, Election Safety',
        otherwise: 'two leaders of one term overwrite each other',
      }),
      VotesWereGranted: always({
        holds: (s) =>
          s.server.every(({ term, votes }, me) => {
            const isGranted = (voter: number): boolean =>
              s.term
                .at(term - 1)
                .granted.at(voter)
                .has(me);
            return votes.every((voter) => voter === me || isGranted(voter));
          }),
      }),
      NoDeadlock: deadlockFree({ final: () => false }),
      SomeLeader: sometimes({ reached: (s) => s.server.some(({ role }) => role === 'leader') }),
    },
  });
};
