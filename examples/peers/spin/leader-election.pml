/* Leader election as in Raft: -DN servers, up to 5, -DTERMS; with -DBROKEN=1 a restart forgets the vote.
 * One process whose options are the actions. Sets are bit masks, by term from 1; a vote is for a server from 1, or 0.
 */
#ifndef N
#define N 3
#endif
#ifndef TERMS
#define TERMS 1
#endif
#ifndef BROKEN
#define BROKEN 0
#endif

#define FOLLOWER 0
#define CANDIDATE 1
#define LEADER 2
#define HAS(set, server) ((set >> (server)) & 1)
#define SIZE(set) (HAS(set, 0) + HAS(set, 1) + HAS(set, 2) + HAS(set, 3) + HAS(set, 4))
#define THIS_TERM(server) (term[server] - 1)
#define GRANTED(server, voter) granted[THIS_TERM(server) * N + voter]

byte role[N], term[N], votedFor[N], votes[N];
byte requested[TERMS], elected[TERMS], granted[TERMS * N];

byte voter; /* zero but within a step */

inline judge(server) {
  for (voter : 0 .. N - 1) {
    assert(!HAS(votes[server], voter) || voter == server || HAS(GRANTED(server, voter), server))
  }
  voter = 0
}

#define TO_1(F, s) F(s, 0)
#define TO_2(F, s) TO_1(F, s) F(s, 1)
#define TO_3(F, s) TO_2(F, s) F(s, 2)
#define TO_4(F, s) TO_3(F, s) F(s, 3)
#define TO_5(F, s) TO_4(F, s) F(s, 4)
#define JOINED(n) TO_##n
#define UP_TO(n) JOINED(n)

#define SEE_TERM(server, t) \
  :: d_step { \
       term[server] < t + 1 && requested[t] -> \
       role[server] = FOLLOWER; term[server] = t + 1; votedFor[server] = 0; votes[server] = 0 \
     }
#define GRANT(server, candidate) \
  :: d_step { \
       term[server] > 0 && HAS(requested[THIS_TERM(server)], candidate) && role[server] == FOLLOWER && !votedFor[server] -> \
       votedFor[server] = candidate + 1; \
       GRANTED(server, server) = GRANTED(server, server) | (1 << candidate) \
     }
#define COUNT_VOTE(server, voter) \
  :: d_step { \
       role[server] == CANDIDATE && HAS(GRANTED(server, voter), server) && !HAS(votes[server], voter) -> \
       votes[server] = votes[server] | (1 << voter); \
       judge(server) \
     }
#define SERVER(server) \
  :: d_step { \
       role[server] != LEADER && term[server] < TERMS -> \
       requested[term[server]] = requested[term[server]] | (1 << server); \
       role[server] = CANDIDATE; \
       term[server]++; \
       votedFor[server] = server + 1; \
       votes[server] = 1 << server; \
       judge(server) \
     } \
  UP_TO(TERMS)(SEE_TERM, server) \
  UP_TO(N)(GRANT, server) \
  UP_TO(N)(COUNT_VOTE, server) \
  :: d_step { \
       role[server] == CANDIDATE && SIZE(votes[server]) * 2 > N -> \
       role[server] = LEADER; \
       elected[THIS_TERM(server)] = elected[THIS_TERM(server)] | (1 << server); \
       assert(SIZE(elected[THIS_TERM(server)]) <= 1) \
     } \
  :: d_step { \
       term[server] > 0 -> \
       role[server] = FOLLOWER; \
       votedFor[server] = (BROKEN -> 0 : votedFor[server]); \
       votes[server] = 0 \
     }

active proctype servers() {
  do
  SERVER(0)
#if N > 1
  SERVER(1)
#endif
#if N > 2
  SERVER(2)
#endif
#if N > 3
  SERVER(3)
#endif
#if N > 4
  SERVER(4)
#endif
  od
}
