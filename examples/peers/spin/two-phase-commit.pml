/* Two-phase commit: -DN resource managers, up to 10; -DBROKEN=1 commits without waiting for all.
 * One process whose options are the actions, each a d_step: a stored state is a state of the protocol. Sets are bit masks.
 */
#ifndef N
#define N 3
#endif
#ifndef BROKEN
#define BROKEN 0
#endif

#define WORKING 0
#define PREPARED 1
#define COMMITTED 2
#define ABORTED 3

byte rmState[N];
unsigned tmState : 2;          /* 0 undecided, 1 committed, 2 aborted */
unsigned tmPrepared : N;
unsigned sentPrepared : N;
bool sentCommit, sentAbort;
unsigned committed : 4;        /* managers in each final state: functions of rmState, kept for the assertion */
unsigned aborted : 4;

inline decide(r, state) {
  committed = committed - (rmState[r] == COMMITTED) + (state == COMMITTED);
  aborted = aborted - (rmState[r] == ABORTED) + (state == ABORTED);
  rmState[r] = state;
  assert(!(committed && aborted));
}

#define MANAGER(r) \
  :: d_step { !tmState && (sentPrepared & (1 << r)) -> tmPrepared = tmPrepared | (1 << r) } \
  :: d_step { rmState[r] == WORKING -> rmState[r] = PREPARED; sentPrepared = sentPrepared | (1 << r) } \
  :: d_step { rmState[r] == WORKING -> decide(r, ABORTED) } \
  :: d_step { sentCommit -> decide(r, COMMITTED) } \
  :: d_step { sentAbort -> decide(r, ABORTED) }

active proctype protocol() {
  do
  :: d_step { !tmState && (BROKEN || tmPrepared == (1 << N) - 1) -> tmState = 1; sentCommit = true }
  :: d_step { !tmState -> tmState = 2; sentAbort = true }
  MANAGER(0)
#if N > 1
  MANAGER(1)
#endif
#if N > 2
  MANAGER(2)
#endif
#if N > 3
  MANAGER(3)
#endif
#if N > 4
  MANAGER(4)
#endif
#if N > 5
  MANAGER(5)
#endif
#if N > 6
  MANAGER(6)
#endif
#if N > 7
  MANAGER(7)
#endif
#if N > 8
  MANAGER(8)
#endif
#if N > 9
  MANAGER(9)
#endif
  od
}
