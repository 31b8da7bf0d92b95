/* Lamport's fast lock: -DN processes; with -DBROKEN=1 nobody waits for lowered flags. Processes count from 1. */
#ifndef N
#define N 2
#endif
#ifndef BROKEN
#define BROKEN 0
#endif

#define ME (_pid + 1)

byte x, y;
bool b[N];
byte inside;

active [N] proctype P() {
  byte other;
start:
  b[_pid] = true;
  x = ME;
  if
  :: y == 0
  :: y != 0 ->
    b[_pid] = false;
awaitY:
    y == 0;
    goto start
  fi;
  y = ME;
  if
  :: d_step { x == ME -> inside++; assert(inside == 1) }
  :: x != ME ->
    b[_pid] = false;
#if BROKEN == 0
awaitFlags:
    if
    :: d_step { !b[other] && other < N - 1 -> other++ }
      goto awaitFlags
    :: d_step { !b[other] && other == N - 1 -> other = 0 }
    fi;
#endif
    if
    :: d_step { y == ME -> inside++; assert(inside == 1) }
    :: y != ME -> goto awaitY
    fi
  fi;
  d_step { y = 0; inside-- }
  b[_pid] = false;
  goto start
}
