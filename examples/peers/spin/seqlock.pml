/* A sequence lock: one writer, -DREADERS, -DWRITES; with -DBROKEN=1 readers do not look whether the number is odd. */
#ifndef READERS
#define READERS 2
#endif
#ifndef WRITES
#define WRITES 2
#endif
#ifndef BROKEN
#define BROKEN 0
#endif

byte seq, first, second, before;

active proctype Writer() {
idle:
  if
  :: d_step { seq < 2 * WRITES -> before = seq; seq++; assert(seq >= before); before = 0 }
  fi;
  first++;
  second++;
  d_step { before = seq; seq++; assert(seq >= before); before = 0 }
  goto idle
}

active [READERS] proctype Reader() {
  byte seen, one, other;
start:
  if
  :: d_step { BROKEN || seq % 2 == 0 -> seen = seq }
  fi;
  one = first;
  other = second;
  if
  :: d_step { seen != seq -> seen = 0; one = 0; other = 0 } goto start
  :: d_step { seen == seq -> seen = 0; assert(one == other) }
  fi;
  d_step { one = 0; other = 0 }
  goto start
}
