/* A hash set that only grows: -DTHREADS, -DKEYS up to 6, -DSLOTS; with -DBROKEN=1 a thread writes without comparing. */
#ifndef THREADS
#define THREADS 2
#endif
#ifndef KEYS
#define KEYS 3
#endif
#ifndef SLOTS
#define SLOTS 4
#endif
#ifndef BROKEN
#define BROKEN 0
#endif

byte table[SLOTS];
byte done; /* a bit for each key */
byte at, found; /* zero but within a step */

/* Each key is in one slot at most, and those that were inserted are in one. */
inline judge() {
  for (at : 0 .. SLOTS - 1) {
    assert(table[at] == 0 || !(found & (1 << table[at])));
    found = found | (1 << table[at])
  }
  assert((done & ~(found >> 1)) == 0);
  at = 0;
  found = 0
}

inline finish() { done = done | (1 << (key - 1)); key = 0; slot = 0 }

#define INSERT(k) :: d_step { k <= KEYS -> key = k; slot = k >> 1 }

active [THREADS] proctype Thread() {
  byte key, slot;
idle:
  if
  INSERT(1)
  INSERT(2)
  INSERT(3)
  INSERT(4)
  INSERT(5)
  INSERT(6)
  fi;
reading:
  if
  :: table[slot] == 0
  :: d_step { table[slot] != 0 && table[slot] != key -> slot = (slot + 1) % SLOTS } goto reading
  :: d_step { table[slot] == key -> finish(); judge() } goto idle
  fi;
  if
  :: d_step { BROKEN || table[slot] == 0 -> table[slot] = key; finish(); judge() } goto idle
  :: !BROKEN && table[slot] != 0 -> goto reading
  fi
}
