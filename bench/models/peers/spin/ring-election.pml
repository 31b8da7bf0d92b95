/* Leader election on a ring: -DN nodes, each a process that never ends; with -DBROKEN=1 a node forwards every number. */
#ifndef N
#define N 4
#endif
#ifndef BROKEN
#define BROKEN 0
#endif

#define NEXT ((_pid + 1) % N)
#define ID (_pid * 2 < N -> _pid * 2 : (_pid - (N + 1) / 2) * 2 + 1)

chan inbox[N] = [N] of { byte };
byte leaders;

active [N] proctype Node() {
  byte number; /* zero but within a step */
  bool awake;
end:
  do
  :: d_step { !awake && nfull(inbox[NEXT]) -> awake = true; inbox[NEXT]!ID }
  :: d_step {
       nempty(inbox[_pid]) && nfull(inbox[NEXT]) ->
       inbox[_pid]?number;
       if
       :: number == ID -> awake = true; leaders++; assert(leaders == 1); assert(ID == N - 1)
       :: number != ID && (number > ID || BROKEN) -> inbox[NEXT]!number
       :: else
       fi;
       number = 0
     }
  od
}
