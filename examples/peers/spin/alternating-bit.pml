/* The alternating bit protocol with SPIN's own channels: -DMESSAGES, -DCAPACITY; with -DBROKEN=1 the receiver takes all.
 * One process whose options are the actions. A message is its bit and its number, which only the assertion looks at.
 */
#ifndef MESSAGES
#define MESSAGES 3
#endif
#ifndef CAPACITY
#define CAPACITY 2
#endif
#ifndef BROKEN
#define BROKEN 0
#endif

chan data = [CAPACITY] of { bit, byte };
chan acks = [CAPACITY] of { bit };
byte sent, count;
byte delivered[MESSAGES];

active proctype protocol() {
  bit b;
  byte number;
  do
  :: d_step { sent < MESSAGES && nfull(data) -> data!(sent % 2),(sent + 1) }
  :: d_step { nempty(data) -> data?b,number; b = 0; number = 0 }
  :: d_step {
       nempty(data) -> data?b,number;
       if
       :: (BROKEN || b == count % 2) && count < MESSAGES ->
         delivered[count] = number;
         count++;
         assert(number == count)
       :: else
       fi;
       assert(sent <= count && count <= sent + 1);
       b = 0;
       number = 0
     }
  :: d_step { count > 0 && nfull(acks) -> acks!((count - 1) % 2) }
  :: d_step { nempty(acks) -> acks?b; b = 0 }
  :: d_step {
       nempty(acks) -> acks?b;
       if
       :: b == sent % 2 && sent < MESSAGES -> sent++
       :: else
       fi;
       assert(sent <= count);
       b = 0
     }
  od
}
