/* A bounded buffer as a monitor: -DPRODUCERS, -DCONSUMERS, up to 12 each, -DCAPACITY; with -DBROKEN=1 all wait for one condition.
 * One process whose options are the calls. Threads are bits of a mask: producers first, consumers after them.
 */
#ifndef PRODUCERS
#define PRODUCERS 3
#endif
#ifndef CONSUMERS
#define CONSUMERS 2
#endif
#ifndef CAPACITY
#define CAPACITY 2
#endif
#ifndef BROKEN
#define BROKEN 0
#endif

#define ALL_PRODUCERS ((1 << PRODUCERS) - 1)
#define ALL ((1 << (PRODUCERS + CONSUMERS)) - 1)

byte count;
int asleep;

#define TO_1(F, t) F(t, 0)
#define TO_2(F, t) TO_1(F, t) F(t, 1)
#define TO_3(F, t) TO_2(F, t) F(t, 2)
#define TO_4(F, t) TO_3(F, t) F(t, 3)
#define TO_5(F, t) TO_4(F, t) F(t, 4)
#define TO_6(F, t) TO_5(F, t) F(t, 5)
#define TO_7(F, t) TO_6(F, t) F(t, 6)
#define TO_8(F, t) TO_7(F, t) F(t, 7)
#define TO_9(F, t) TO_8(F, t) F(t, 8)
#define TO_10(F, t) TO_9(F, t) F(t, 9)
#define TO_11(F, t) TO_10(F, t) F(t, 10)
#define TO_12(F, t) TO_11(F, t) F(t, 11)
#define JOINED(n) TO_##n
#define UP_TO(n) JOINED(n)

#define IS_ASLEEP(thread) (asleep & (1 << (thread)))
#define PUT(p, wakes, wake) \
  :: d_step { !IS_ASLEEP(p) && count < CAPACITY && wakes -> count++; asleep = asleep & ~(wake) }
#define TAKE(c, wakes, wake) \
  :: d_step { !IS_ASLEEP(PRODUCERS + c) && count > 0 && wakes -> count--; asleep = asleep & ~(wake) }
#define PUT_WAKES_PRODUCER(p, thread) PUT(p, IS_ASLEEP(thread), 1 << (thread))
#define PUT_WAKES_CONSUMER(p, thread) PUT(p, IS_ASLEEP(PRODUCERS + thread), 1 << (PRODUCERS + thread))
#define TAKE_WAKES_PRODUCER(c, thread) TAKE(c, IS_ASLEEP(thread), 1 << (thread))
#define TAKE_WAKES_CONSUMER(c, thread) TAKE(c, IS_ASLEEP(PRODUCERS + thread), 1 << (PRODUCERS + thread))

#if BROKEN
#define PUTS(p) PUT(p, !asleep, 0) UP_TO(PRODUCERS)(PUT_WAKES_PRODUCER, p) UP_TO(CONSUMERS)(PUT_WAKES_CONSUMER, p)
#define TAKES(c) TAKE(c, !asleep, 0) UP_TO(PRODUCERS)(TAKE_WAKES_PRODUCER, c) UP_TO(CONSUMERS)(TAKE_WAKES_CONSUMER, c)
#else
#define PUTS(p) PUT(p, !(asleep & ~ALL_PRODUCERS), 0) UP_TO(CONSUMERS)(PUT_WAKES_CONSUMER, p)
#define TAKES(c) TAKE(c, !(asleep & ALL_PRODUCERS), 0) UP_TO(PRODUCERS)(TAKE_WAKES_PRODUCER, c)
#endif

#define PRODUCER(p) \
  PUTS(p) \
  :: d_step { !IS_ASLEEP(p) && count == CAPACITY -> asleep = asleep | (1 << p); assert(asleep != ALL) }
#define CONSUMER(c) \
  TAKES(c) \
  :: d_step { \
       !IS_ASLEEP(PRODUCERS + c) && count == 0 -> \
       asleep = asleep | (1 << (PRODUCERS + c)); \
       assert(asleep != ALL) \
     }

active proctype monitor() {
  do
  PRODUCER(0)
#if PRODUCERS > 1
  PRODUCER(1)
#endif
#if PRODUCERS > 2
  PRODUCER(2)
#endif
#if PRODUCERS > 3
  PRODUCER(3)
#endif
#if PRODUCERS > 4
  PRODUCER(4)
#endif
#if PRODUCERS > 5
  PRODUCER(5)
#endif
#if PRODUCERS > 6
  PRODUCER(6)
#endif
#if PRODUCERS > 7
  PRODUCER(7)
#endif
#if PRODUCERS > 8
  PRODUCER(8)
#endif
#if PRODUCERS > 9
  PRODUCER(9)
#endif
#if PRODUCERS > 10
  PRODUCER(10)
#endif
#if PRODUCERS > 11
  PRODUCER(11)
#endif
  CONSUMER(0)
#if CONSUMERS > 1
  CONSUMER(1)
#endif
#if CONSUMERS > 2
  CONSUMER(2)
#endif
#if CONSUMERS > 3
  CONSUMER(3)
#endif
#if CONSUMERS > 4
  CONSUMER(4)
#endif
#if CONSUMERS > 5
  CONSUMER(5)
#endif
#if CONSUMERS > 6
  CONSUMER(6)
#endif
#if CONSUMERS > 7
  CONSUMER(7)
#endif
#if CONSUMERS > 8
  CONSUMER(8)
#endif
#if CONSUMERS > 9
  CONSUMER(9)
#endif
#if CONSUMERS > 10
  CONSUMER(10)
#endif
#if CONSUMERS > 11
  CONSUMER(11)
#endif
  od
}
