/* Go-back-n with SPIN's own channels: -DMESSAGES, -DWINDOW, -DCAPACITY; with -DBROKEN=1 sequence numbers count modulo the window. */
#ifndef MESSAGES
#define MESSAGES 4
#endif
#ifndef WINDOW
#define WINDOW 2
#endif
#ifndef CAPACITY
#define CAPACITY 2
#endif
#ifndef BROKEN
#define BROKEN 0
#endif

#define MODULUS (WINDOW + !BROKEN)

chan data = [CAPACITY] of { byte };
chan acks = [CAPACITY] of { byte };
byte base, next_, expected;

active proctype protocol() {
  byte number; /* zero but within a step */
  do
  :: d_step { next_ < MESSAGES && next_ < base + WINDOW && nfull(data) -> data!next_; next_++ }
  :: d_step { base < next_ -> next_ = base }
  :: d_step { nempty(data) -> data?number; number = 0 }
  :: d_step {
       nempty(data) -> data?number;
       if
       :: number % MODULUS == expected % MODULUS && expected < MESSAGES -> assert(number == expected); expected++
       :: else
       fi;
       number = 0
     }
  :: d_step { nfull(acks) -> acks!(expected % MODULUS) }
  :: d_step { nempty(acks) -> acks?number; number = 0 }
  :: d_step {
       nempty(acks) -> acks?number;
       number = (number + MODULUS - (base % MODULUS)) % MODULUS;
       base = (base + number > MESSAGES -> MESSAGES : base + number);
       next_ = (next_ < base -> base : next_);
       assert(base <= expected);
       number = 0
     }
  od
}
