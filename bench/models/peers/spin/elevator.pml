/* An elevator: -DFLOORS, up to 16; with -DBROKEN=1 it may leave while its door closes. Calls are bits of a mask. */
#ifndef FLOORS
#define FLOORS 4
#endif
#ifndef BROKEN
#define BROKEN 0
#endif

#define CLOSED 0
#define OPENING 1
#define OPEN 2
#define CLOSING 3
#define NONE 0
#define UP 1
#define DOWN 2

#define HERE ((calls >> at) & 1)
#define ABOVE (calls >> (at + 1))
#define BELOW (calls & ((1 << at) - 1))
#define MAY_LEAVE (door == CLOSED || (BROKEN && door == CLOSING))
#define CALL(floor) :: d_step { !(calls & (1 << floor)) -> calls = calls | (1 << floor) }

unsigned at : 4;
unsigned door : 2;
unsigned direction : 2;
unsigned calls : FLOORS;

active proctype elevator() {
  do
  CALL(0)
  CALL(1)
#if FLOORS > 2
  CALL(2)
#endif
#if FLOORS > 3
  CALL(3)
#endif
#if FLOORS > 4
  CALL(4)
#endif
#if FLOORS > 5
  CALL(5)
#endif
#if FLOORS > 6
  CALL(6)
#endif
#if FLOORS > 7
  CALL(7)
#endif
#if FLOORS > 8
  CALL(8)
#endif
#if FLOORS > 9
  CALL(9)
#endif
#if FLOORS > 10
  CALL(10)
#endif
#if FLOORS > 11
  CALL(11)
#endif
#if FLOORS > 12
  CALL(12)
#endif
#if FLOORS > 13
  CALL(13)
#endif
#if FLOORS > 14
  CALL(14)
#endif
#if FLOORS > 15
  CALL(15)
#endif
  :: d_step { door == CLOSED && HERE -> door = OPENING; assert(HERE) }
  :: d_step { door == OPENING -> door = OPEN; calls = calls & ~(1 << at) }
  :: d_step { door == OPEN -> door = CLOSING }
  :: d_step { door == CLOSING -> door = CLOSED }
  :: d_step {
       MAY_LEAVE && !HERE && ABOVE && (direction != DOWN || !BELOW) ->
       assert(door == CLOSED);
       at++;
       direction = UP
     }
  :: d_step {
       MAY_LEAVE && !HERE && BELOW && (direction != UP || !ABOVE) ->
       assert(door == CLOSED);
       at--;
       direction = DOWN
     }
  :: d_step { direction != NONE && calls == 0 -> direction = NONE }
  od
}
