/* Lamport's bakery lock: -DN processes, tickets up to -DBOUND; with -DBROKEN=1 nobody waits for one who is choosing. */
#ifndef N
#define N 2
#endif
#ifndef BOUND
#define BOUND 3
#endif
#ifndef BROKEN
#define BROKEN 0
#endif

bool choosing[N];
byte ticket[N];
byte inside;

active [N] proctype P() {
  byte max, other;
start:
  choosing[_pid] = true;
reading:
  if
  :: d_step { other < N - 1 -> max = (ticket[other] > max -> ticket[other] : max); other++ }
    goto reading
  :: d_step { other == N - 1 -> max = (ticket[other] > max -> ticket[other] : max); other = 0 }
  fi;
  if
  :: d_step { max == BOUND -> max = 0; choosing[_pid] = false }
    goto start
  :: d_step { max < BOUND -> ticket[_pid] = max + 1; max = 0 }
  fi;
  choosing[_pid] = false;
awaiting:
  BROKEN || !choosing[other];
  if
  :: d_step { other < N - 1 && (ticket[other] == 0 || ticket[other] > ticket[_pid] ||
                                (ticket[other] == ticket[_pid] && other >= _pid)) -> other++ }
    goto awaiting
  :: d_step { other == N - 1 && (ticket[other] == 0 || ticket[other] > ticket[_pid] ||
                                 (ticket[other] == ticket[_pid] && other >= _pid)) ->
              other = 0; inside++; assert(inside == 1) }
  fi;
  d_step { ticket[_pid] = 0; inside-- }
  goto start
}
