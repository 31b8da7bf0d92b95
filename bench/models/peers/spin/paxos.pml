/* Paxos: -DACCEPTORS up to 5, -DBALLOTS up to 4; with -DBROKEN=1 a proposer takes any value. Values are 1 and 2.
 * One process whose options are the actions. By ballot from 1, sets of acceptors are bit masks.
 */
#ifndef ACCEPTORS
#define ACCEPTORS 3
#endif
#ifndef BALLOTS
#define BALLOTS 2
#endif
#ifndef BROKEN
#define BROKEN 0
#endif

#define HAS(set, a) ((set >> (a)) & 1)
#define SIZE(set) (HAS(set, 0) + HAS(set, 1) + HAS(set, 2) + HAS(set, 3) + HAS(set, 4))
#define IS_MAJORITY(set) (SIZE(set) * 2 > ACCEPTORS)

/* Of each acceptor. */
byte promised[ACCEPTORS], voted[ACCEPTORS], value[ACCEPTORS];
/* Of each ballot; a promise tells the last vote. Of all ballots together: the values that are chosen, a bit for each. */
byte begun;
byte proposed[BALLOTS + 1], promises[BALLOTS + 1], votes[BALLOTS + 1], chosen;
byte toldBallot[(BALLOTS + 1) * ACCEPTORS], toldValue[(BALLOTS + 1) * ACCEPTORS];

#define TOLD(b, a) (b * ACCEPTORS + a)
#define JOINED_(word, n) word##n
#define JOINED(word, n) JOINED_(word, n)

/* The newest vote of which ballot b was told, and whether there was none or it was for v. */
#define MAX(one, other) (one > other -> one : other)
#define NEWEST_1(b) toldBallot[TOLD(b, 0)]
#define NEWEST_2(b) MAX(NEWEST_1(b), toldBallot[TOLD(b, 1)])
#define NEWEST_3(b) MAX(NEWEST_2(b), toldBallot[TOLD(b, 2)])
#define NEWEST_4(b) MAX(NEWEST_3(b), toldBallot[TOLD(b, 3)])
#define NEWEST_5(b) MAX(NEWEST_4(b), toldBallot[TOLD(b, 4)])

#define NEWEST(b) JOINED(NEWEST_, ACCEPTORS)(b)
#define IS_FOR(b, v, a) (toldBallot[TOLD(b, a)] == NEWEST(b) && toldValue[TOLD(b, a)] == v)
#define FOR_1(b, v) IS_FOR(b, v, 0)
#define FOR_2(b, v) (FOR_1(b, v) || IS_FOR(b, v, 1))
#define FOR_3(b, v) (FOR_2(b, v) || IS_FOR(b, v, 2))
#define FOR_4(b, v) (FOR_3(b, v) || IS_FOR(b, v, 3))
#define FOR_5(b, v) (FOR_4(b, v) || IS_FOR(b, v, 4))
#define SAFE(b, v) (BROKEN || NEWEST(b) == 0 || JOINED(FOR_, ACCEPTORS)(b, v))

#define PROPOSE(b, v) \
  :: d_step { \
       proposed[b] == 0 && IS_MAJORITY(promises[b]) && SAFE(b, v) -> \
       proposed[b] = v \
     }
#define PROMISE_OR_VOTE(b, a) \
  :: d_step { \
       HAS(begun, b) && promised[a] < b -> \
       promised[a] = b; \
       promises[b] = promises[b] | (1 << a); \
       toldBallot[TOLD(b, a)] = voted[a]; \
       toldValue[TOLD(b, a)] = value[a] \
     } \
  :: d_step { \
       proposed[b] != 0 && promised[a] <= b && !HAS(votes[b], a) -> \
       promised[a] = b; \
       voted[a] = b; \
       value[a] = proposed[b]; \
       votes[b] = votes[b] | (1 << a); \
       chosen = chosen | (IS_MAJORITY(votes[b]) << proposed[b]); \
       assert(chosen != 6) \
     }
#define ACCEPTORS_1(b) PROMISE_OR_VOTE(b, 0)
#define ACCEPTORS_2(b) ACCEPTORS_1(b) PROMISE_OR_VOTE(b, 1)
#define ACCEPTORS_3(b) ACCEPTORS_2(b) PROMISE_OR_VOTE(b, 2)
#define ACCEPTORS_4(b) ACCEPTORS_3(b) PROMISE_OR_VOTE(b, 3)
#define ACCEPTORS_5(b) ACCEPTORS_4(b) PROMISE_OR_VOTE(b, 4)
#define BALLOT(b) \
  :: d_step { !HAS(begun, b) -> begun = begun | (1 << b) } \
  PROPOSE(b, 1) \
  PROPOSE(b, 2) \
  JOINED(ACCEPTORS_, ACCEPTORS)(b)

active proctype protocol() {
  /* Where nothing is left to be done, all ballots are begun. */
end:
  do
  BALLOT(1)
#if BALLOTS > 1
  BALLOT(2)
#endif
#if BALLOTS > 2
  BALLOT(3)
#endif
#if BALLOTS > 3
  BALLOT(4)
#endif
  od
}
