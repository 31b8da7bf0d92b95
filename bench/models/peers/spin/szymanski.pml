/* Szymanski's lock: -DN processes; with -DBROKEN=1 a process does not wait for those with lower numbers. */
#ifndef N
#define N 2
#endif
#ifndef BROKEN
#define BROKEN 0
#endif

byte flag[N], inside;

inline enter() { inside++; assert(inside == 1) }

active [N] proctype P() {
  byte other;
idle:
  flag[_pid] = 1;
awaitDoor:
  if
  :: d_step { flag[other] < 3 && other < N - 1 -> other++ } goto awaitDoor
  :: d_step { flag[other] < 3 && other == N - 1 -> other = 0 }
  fi;
  flag[_pid] = 3;
lookForLate:
  if
  :: d_step { flag[other] == 1 -> other = 0 }
  :: d_step { flag[other] != 1 && other < N - 1 -> other++ } goto lookForLate
  :: d_step { flag[other] != 1 && other == N - 1 -> other = 0 } goto closeDoor
  fi;
  flag[_pid] = 2;
awaitLast:
  if
  :: d_step { flag[other] != 4 -> other = (other + 1) % N } goto awaitLast
  :: d_step { flag[other] == 4 -> other = 0 }
  fi;
closeDoor:
  if
  :: d_step { BROKEN || _pid == 0 -> flag[_pid] = 4; enter() } goto critical
  :: d_step { !BROKEN && _pid > 0 -> flag[_pid] = 4 }
  fi;
awaitLower:
  if
  :: d_step { flag[other] < 2 && other < _pid - 1 -> other++ } goto awaitLower
  :: d_step { flag[other] < 2 && other == _pid - 1 -> other = 0; enter() }
  fi;
critical:
  if
  :: d_step { _pid == N - 1 -> inside-- } goto leave
  :: d_step { _pid < N - 1 -> other = _pid + 1; inside-- }
  fi;
awaitHigher:
  if
  :: d_step { (flag[other] < 2 || flag[other] == 4) && other < N - 1 -> other++ } goto awaitHigher
  :: d_step { (flag[other] < 2 || flag[other] == 4) && other == N - 1 -> other = 0 }
  fi;
leave:
  flag[_pid] = 0;
  goto idle
}
