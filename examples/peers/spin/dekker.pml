/* Dekker's lock; with -DBROKEN=1 a process that waited does not raise its flag again. */
#ifndef BROKEN
#define BROKEN 0
#endif

bool flag[2];
bit turn;
byte inside;

active [2] proctype P() {
start:
  flag[_pid] = true;
readFlag:
  if
  :: d_step { !flag[1 - _pid] -> inside++; assert(inside == 1) }
  :: flag[1 - _pid] ->
    if
    :: turn == _pid -> goto readFlag
    :: turn != _pid ->
      flag[_pid] = false;
      turn == _pid;
#if BROKEN == 0
      flag[_pid] = true;
#endif
      goto readFlag
    fi
  fi;
  d_step { turn = 1 - _pid; inside-- }
  flag[_pid] = false;
  goto start
}
