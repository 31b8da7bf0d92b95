/* The filter lock: -DN processes; with -DBROKEN=1 a process names itself the victim before it shows its level. */
#ifndef N
#define N 3
#endif
#ifndef BROKEN
#define BROKEN 0
#endif

byte level[N], victim[N], inside;

inline enter() { wants = 0; inside++; assert(inside == 1) }

active [N] proctype P() {
  byte wants, other;
idle:
  wants = 1;
first:
#if BROKEN
  victim[wants] = _pid;
  level[_pid] = wants;
#else
  level[_pid] = wants;
  victim[wants] = _pid;
#endif
scanning:
  if
  :: d_step { (other == _pid || level[other] < wants) && other < N - 1 -> other++ } goto scanning
  :: d_step { (other == _pid || level[other] < wants) && other == N - 1 && wants < N - 1 -> other = 0; wants++ }
    goto first
  :: d_step { (other == _pid || level[other] < wants) && other == N - 1 && wants == N - 1 -> other = 0; enter() }
  :: other != _pid && level[other] >= wants ->
    if
    :: d_step { victim[wants] == _pid -> other = 0 } goto scanning
    :: d_step { victim[wants] != _pid && wants < N - 1 -> other = 0; wants++ } goto first
    :: d_step { victim[wants] != _pid && wants == N - 1 -> other = 0; enter() }
    fi
  fi;
  d_step { level[_pid] = 0; inside-- }
  goto idle
}
