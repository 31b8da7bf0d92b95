/* Anderson's lock: -DN processes; with -DBROKEN=1 a process does not close its slot. */
#ifndef N
#define N 3
#endif
#ifndef BROKEN
#define BROKEN 0
#endif

byte tail, inside;
int open = 1; /* a bit for each slot */

active [N] proctype P() {
  byte slot;
idle:
  if
  :: d_step { slot = tail; tail = (tail + 1) % N }
  fi;
#if BROKEN
  d_step { open & (1 << slot) -> inside++; assert(inside == 1) }
#else
  open & (1 << slot);
  d_step { open = open & ~(1 << slot); inside++; assert(inside == 1) }
#endif
  d_step { open = open | (1 << ((slot + 1) % N)); slot = 0; inside-- }
  goto idle
}
