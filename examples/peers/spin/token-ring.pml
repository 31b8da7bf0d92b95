/* Dijkstra's token ring: -DN machines, up to 9, of -DK states; with -DBROKEN=1 the bottom machine moves without being privileged.
 * The model begins in every state. This one chooses one of them in its first step, from a state of its own: see CHOOSES_ITS_START.
 */
#define CHOOSES_ITS_START
#ifndef N
#define N 4
#endif
#ifndef K
#define K 4
#endif
#ifndef BROKEN
#define BROKEN 0
#endif

#define BOTTOM (x[0] == x[N - 1])
#define IS_PRIVILEGED(i) + (x[i] != x[i - 1])
#define MOVE(i) :: d_step { x[i] != x[i - 1] -> x[i] = x[i - 1]; judge() }

#define TO_2(F) F(1)
#define TO_3(F) TO_2(F) F(2)
#define TO_4(F) TO_3(F) F(3)
#define TO_5(F) TO_4(F) F(4)
#define TO_6(F) TO_5(F) F(5)
#define TO_7(F) TO_6(F) F(6)
#define TO_8(F) TO_7(F) F(7)
#define TO_9(F) TO_8(F) F(8)
#define JOINED(n) TO_##n
#define UP_TO(n) JOINED(n)

byte x[N];
byte privileges = N; /* a function of x but in the first state, kept for the assertion */
byte after;

inline judge() {
  after = BOTTOM UP_TO(N)(IS_PRIVILEGED);
  assert(after >= 1);
  assert(after <= privileges);
  privileges = after;
  after = 0
}

active proctype ring() {
  byte machine;
  atomic {
    do
    :: machine < N ->
      do
      :: x[machine] < K - 1 -> x[machine]++
      :: break
      od;
      machine++
    :: machine == N -> break
    od;
    machine = 0;
    judge()
  }
  do
  :: d_step { BROKEN || BOTTOM -> x[0] = (x[0] + 1) % K; judge() }
  UP_TO(N)(MOVE)
  od
}
