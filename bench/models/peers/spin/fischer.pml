/* Fischer's lock: -DN processes, -DWRITE ticks to write; with -DBROKEN=1 a process waits no longer than that. */
#ifndef N
#define N 3
#endif
#ifndef WRITE
#define WRITE 2
#endif
#ifndef BROKEN
#define BROKEN 0
#endif

#define WAIT (WRITE + !BROKEN)

byte lock, inside;
bool writing[N], waiting[N];
byte clock[N];
byte p; /* zero but within a step */

active [N] proctype P() {
idle:
  if
  :: d_step { lock == 0 -> writing[_pid] = true }
  fi;
  d_step { lock = _pid + 1; clock[_pid] = 0; writing[_pid] = false; waiting[_pid] = true }
  if
  :: d_step { clock[_pid] == WAIT && lock != _pid + 1 -> clock[_pid] = 0; waiting[_pid] = false } goto idle
  :: d_step {
       clock[_pid] == WAIT && lock == _pid + 1 ->
       clock[_pid] = 0; waiting[_pid] = false; inside++; assert(inside == 1)
     }
  fi;
  d_step { lock = 0; inside-- }
  goto idle
}

#define IS_LATE(p) (writing[p] && clock[p] == WRITE)
#define LATE_1 IS_LATE(0)
#define LATE_2 (LATE_1 || IS_LATE(1))
#define LATE_3 (LATE_2 || IS_LATE(2))
#define LATE_4 (LATE_3 || IS_LATE(3))
#define LATE_5 (LATE_4 || IS_LATE(4))
#define LATE_6 (LATE_5 || IS_LATE(5))
#define LATE_7 (LATE_6 || IS_LATE(6))
#define LATE_8 (LATE_7 || IS_LATE(7))
#define JOINED(n) LATE_##n
#define LATE(n) JOINED(n)

active proctype Time() {
  do
  :: d_step {
       !LATE(N) ->
       for (p : 0 .. N - 1) {
         clock[p] = ((writing[p] || waiting[p]) && clock[p] < WAIT -> clock[p] + 1 : clock[p])
       }
       p = 0
     }
  od
}
