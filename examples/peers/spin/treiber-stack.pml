/* Treiber's stack: -DTHREADS, -DNODES from 2 to 4, -DOPS; with -DBROKEN=1 there are no tags. A node counts from 1, 0 is none. */
#ifndef THREADS
#define THREADS 2
#endif
#ifndef NODES
#define NODES 2
#endif
#ifndef OPS
#define OPS 3
#endif
#ifndef BROKEN
#define BROKEN 0
#endif

byte top = 1;
byte tag;
#if NODES == 2
byte next[NODES] = { 2, 0 };
#elif NODES == 3
byte next[NODES] = { 2, 3, 0 };
#else
byte next[NODES] = { 2, 3, 4, 0 };
#endif
byte owner[NODES];

#define IS_UNCHANGED (top == myTop && tag == myTag)

/* Zero but within a step. */
byte at, steps, onStack;

/* Exactly the nodes that nobody owns are on the stack. */
inline judge() {
  at = top;
  steps = 0;
  onStack = 0;
  do
  :: at != 0 && steps < NODES -> onStack = onStack | (1 << (at - 1)); at = next[at - 1]; steps++
  :: else -> break
  od;
  for (at : 0 .. NODES - 1) { assert((owner[at] == 0) == ((onStack >> at) & 1)) }
  at = 0;
  steps = 0;
  onStack = 0
}

inline swap() {
  top = node;
  tag = tag + !BROKEN;
  left--
}

inline forget() { myTop = 0; myTag = 0; node = 0 }

#define PUSH(n) \
  :: d_step { left > 0 && owner[n - 1] == _pid + 1 -> node = n; myTop = top; myTag = tag } goto push

active [THREADS] proctype Thread() {
  byte left = OPS;
  byte myTop, myTag, node;
end:
  if
  :: d_step { left > 0 && top != 0 -> myTop = top; myTag = tag }
  PUSH(1)
  PUSH(2)
#if NODES > 2
  PUSH(3)
#endif
#if NODES > 3
  PUSH(4)
#endif
  fi;
  node = next[myTop - 1];
  if
  :: d_step { IS_UNCHANGED -> swap(); owner[myTop - 1] = _pid + 1; forget(); judge() } goto end
  :: d_step { !IS_UNCHANGED -> forget() } goto end
  fi;
push:
  if
  :: d_step { next[node - 1] = myTop; judge() }
  fi;
  if
  :: d_step { IS_UNCHANGED -> swap(); owner[node - 1] = 0; forget(); judge() } goto end
  :: d_step { !IS_UNCHANGED -> forget() } goto end
  fi
}
