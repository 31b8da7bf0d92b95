/* Peterson's lock; -DBROKEN=1 gives the turn away first. The program counter is the process's own. */
#ifndef BROKEN
#define BROKEN 0
#endif

bool flag[2];
bit turn;
byte inside;

active [2] proctype P() {
start:
#if BROKEN
  turn = 1 - _pid;
  flag[_pid] = true;
#else
  flag[_pid] = true;
  turn = 1 - _pid;
#endif
readFlag:
  if
  :: d_step { !flag[1 - _pid] -> inside++; assert(inside == 1) }
  :: flag[1 - _pid] ->
    if
    :: d_step { turn == _pid -> inside++; assert(inside == 1) }
    :: turn != _pid -> goto readFlag
    fi
  fi;
  d_step { flag[_pid] = false; inside-- }
  goto start
}
