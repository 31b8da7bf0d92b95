/* Termination detection (EWD 840): -DN nodes, up to 9; with -DBROKEN=1 a node that activates one behind the token stays white.
 * The model begins with any set of active nodes. This one chooses it in its first step: see CHOOSES_ITS_START.
 * A deadlock is always a detection: without a token to pass or to send, nobody is active and all that node 0 sees is white.
 */
#define CHOOSES_ITS_START
#ifndef N
#define N 3
#endif
#ifndef BROKEN
#define BROKEN 0
#endif

#define HAS(set, node) ((set >> (node)) & 1)
#define DETECTS (tokenAt == 0 && !tokenBlack && !HAS(black, 0) && !HAS(active_, 0))

#define TO_2(F) F(0) F(1)
#define TO_3(F) TO_2(F) F(2)
#define TO_4(F) TO_3(F) F(3)
#define TO_5(F) TO_4(F) F(4)
#define TO_6(F) TO_5(F) F(5)
#define TO_7(F) TO_6(F) F(6)
#define TO_8(F) TO_7(F) F(7)
#define TO_9(F) TO_8(F) F(8)
#define WITH_2(F, n) F(n, 0) F(n, 1)
#define WITH_3(F, n) WITH_2(F, n) F(n, 2)
#define WITH_4(F, n) WITH_3(F, n) F(n, 3)
#define WITH_5(F, n) WITH_4(F, n) F(n, 4)
#define WITH_6(F, n) WITH_5(F, n) F(n, 5)
#define WITH_7(F, n) WITH_6(F, n) F(n, 6)
#define WITH_8(F, n) WITH_7(F, n) F(n, 7)
#define WITH_9(F, n) WITH_8(F, n) F(n, 8)
#define JOINED(word, n) word##n
#define UP_TO(n) JOINED(TO_, n)
#define WITH(n) JOINED(WITH_, n)

unsigned active_ : N;
unsigned black : N;
unsigned tokenAt : 4;
bool tokenBlack;

inline judge() { assert(!DETECTS || active_ == 0) }

#define ACTIVATE(node, other) \
  :: d_step { \
       node != other && HAS(active_, node) -> \
       active_ = active_ | (1 << other); \
       black = black | ((other > node && !BROKEN) << node); \
       judge() \
     }
#define NODE(node) \
  :: d_step { \
       node > 0 && tokenAt == node && !HAS(active_, node) -> \
       tokenAt = node - 1; \
       tokenBlack = tokenBlack || HAS(black, node); \
       black = black & ~(1 << node); \
       judge() \
     } \
  WITH(N)(ACTIVATE, node) \
  :: d_step { HAS(active_, node) -> active_ = active_ & ~(1 << node); judge() }

active proctype nodes() {
  atomic {
    do
    :: active_ < (1 << N) - 1 -> active_++
    :: break
    od;
    tokenBlack = true
  }
end:
  do
  :: d_step {
       tokenAt == 0 && (tokenBlack || HAS(black, 0)) ->
       tokenAt = N - 1;
       tokenBlack = false;
       black = black & ~1;
       judge()
     }
  UP_TO(N)(NODE)
  od
}
