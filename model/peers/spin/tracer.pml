/* The core of Go's execution tracer, written for SPIN: -DDESIGN=DESIGN_SEED and so on, -DBOUNDS=BOUNDS_TINY and so on.
 * One process whose options are steps, each a d_step: a stored state is a state of the protocol. An M is in one section
 * at a time (the nested one while its stack grows), whose phase tells its next step: one option for all of them.
 * What counts down in the runtime counts up here, so that all is 0 at the start. Buffer b is bufs[b - 1]; 0 is nil.
 */
#define DESIGN_1_23 1
#define DESIGN_SEED 2
#define DESIGN_SEED_ENTRY_GEN 3
#define DESIGN_SEED_UNDO 4
#define DESIGN_1_24 5
#define DESIGN_1_24_NOSPLIT 6
#define DESIGN_1_25 7
#define DESIGN_1_26 8
#define DESIGN_1_26_NOSPLIT 9
#ifndef DESIGN
#define DESIGN DESIGN_1_26_NOSPLIT
#endif

#define BOUNDS_TINY 1
#define BOUNDS_SMALL 2
#define BOUNDS_CI 3
#define BOUNDS_NIGHTLY 4
#define BOUNDS_ENDLESS_SMALL 5
#ifndef BOUNDS
#define BOUNDS BOUNDS_TINY
#endif

/* What an acquire does that finds the flag up. */
#define DROPS (DESIGN == DESIGN_1_23)
#define ENTRY_GEN (DESIGN == DESIGN_SEED_ENTRY_GEN || DESIGN == DESIGN_1_26 || DESIGN == DESIGN_1_26_NOSPLIT)
/* Where a stack may grow, as a set of phases. */
#if DESIGN == DESIGN_1_23
#define SPLIT (1 << SECTION | 1 << EVENT | 1 << REFILL | 1 << FIRST_UNIT | 1 << SECOND_UNIT | 1 << END | 1 << RELEASE)
#elif DESIGN == DESIGN_1_24 || DESIGN == DESIGN_1_25 || DESIGN == DESIGN_1_26
#define SPLIT (1 << SECTION | 1 << REFILL | 1 << RELEASE)
#else
#define SPLIT (1 << SECTION | 1 << RELEASE)
#endif

#if BOUNDS == BOUNDS_TINY || BOUNDS == BOUNDS_ENDLESS_SMALL
#define MS 1
#elif BOUNDS == BOUNDS_NIGHTLY
#define MS 3
#else
#define MS 2
#endif
/* An M that goes on for ever counts its sections as it writes, and in the others it leaves without. */
#define ENDLESS (BOUNDS == BOUNDS_ENDLESS_SMALL)
#if BOUNDS == BOUNDS_TINY || BOUNDS == BOUNDS_SMALL || BOUNDS == BOUNDS_ENDLESS_SMALL
#define GENERATIONS 2
#define RESTART 0
#define CAPACITY 1
#define BUFFERS 4
#define GROWTHS_1 0
#else
#define GENERATIONS 3
#define RESTART 1
#define CAPACITY 2
#define BUFFERS 3
#define GROWTHS_1 1
#endif
#define SECTIONS(id) ((id) == 0 && !ENDLESS -> 2 : 1)
#define GROWTHS(id) ((id) == 0 -> 1 : ((id) == 1 -> GROWTHS_1 : 0))
#define EVENTS_MAX (ENDLESS -> 3 : 4)
#define UNITS (2 * CAPACITY)

/* Phases of a section; those from SECTION on are open, those from EVENT to END have a writer. */
#define OUT 0
#define START 1
#define ENABLED 2
#define RELOAD 3
#define SET_FLAG 4
#define LOAD_GEN 5
#define UNDO 6
#define SECTION 7
#define EVENT 8
#define REFILL 9
#define FIRST_UNIT 10
#define SECOND_UNIT 11
#define END 12
#define RELEASE 13

/* What newstack does. */
#define NO 0
#define ALLOC 1
#define FREE 2

/* Phases of traceAdvance. */
#define IDLE 0
#define PUBLISH 1
#define CLEAR_ENABLED 2
#define SNAPSHOT 3
#define SCAN 4
#define FLUSH 5
#define WAIT_DONE 6

typedef Section { unsigned phase : 4; unsigned gen : 2; unsigned traceBuf : 3 }
typedef Buffer { unsigned gen : 2; unsigned pos : 3; byte events[CAPACITY] }
typedef Queue { byte at[BUFFERS] }
typedef Machine {
  unsigned writing : 1; unsigned reentered : 2; unsigned entryGen : 2; unsigned locks : 2;
  unsigned growing : 2; unsigned sections : 2; unsigned growths : 1; unsigned wrote : 3; unsigned read : 3;
  byte buf[2];
  Section stack[2];
  Buffer bufs[BUFFERS];
  Queue queue[2]
}
Machine m[MS];

unsigned gen : 2;
unsigned lastNonZeroGen : 2;
unsigned flushedGen : 2;
unsigned readerGen : 2;
unsigned isEnabled : 1;
unsigned shutdown : 1;
unsigned doneSema : 2;         /* by parity */
unsigned advPhase : 3;
unsigned advGen : 2;
unsigned advM : 2;
unsigned toFlush : 3;          /* the Ms not yet flushed */

/* What is no part of the state. A breadth-first search must have it there, so it is the same between steps. */
#ifdef BREADTH_FIRST
#define SCRATCH
#else
#define SCRATCH hidden
#endif
SCRATCH byte d, b, k, next;
/* Always 0: an assertion that fails is printed by their names. */
SCRATCH byte NoTornEvent, NoWriteToQueuedBuffer, NoBufferQueuedTwice, NoLostBuffer, EventExactlyOnce,
  OneGenerationPerOuterSection, LockParityAndBalance, ReenteredZeroOutside, LocksZeroOutside, NoFlushUnderSection,
  NoWriteAfterFlushed, NoBufferLeftBehind, FullQueueEmptyWhenDone, EnabledWhileTracing, NoDroppedEvent;
inline holds(property, claim) { if :: claim :: else -> assert(property) fi }

#define OUTER(id) m[id].stack[0]
#define NESTED(id) m[id].stack[1]
#define DEPTH(id) (m[id].growing != NO)
#define RUNNING(id) m[id].stack[DEPTH(id)]
/* The section of the running step, once d is set. */
#define HERE(id) m[id].stack[d]

#if BUFFERS == 4
#define OVER_BUFFERS(F, id, op) (F(id, 0) op F(id, 1) op F(id, 2) op F(id, 3))
#else
#define OVER_BUFFERS(F, id, op) (F(id, 0) op F(id, 1) op F(id, 2))
#endif
#if MS == 1
#define OVER_MS(F, op) (F(0))
#elif MS == 2
#define OVER_MS(F, op) (F(0) op F(1))
#else
#define OVER_MS(F, op) (F(0) op F(1) op F(2))
#endif

/* Sets of buffers: bit b for buffer b, bit 0 for nil. */
#define USED_AT(id, n) ((m[id].bufs[n].gen != 0) << (n + 1))
#define USED(id) OVER_BUFFERS(USED_AT, id, |)
#define ALL_BUFFERS (((1 << BUFFERS) - 1) << 1)
#define TORN_AT(id, n) ((m[id].bufs[n].pos & 1) << (n + 1))
#define TORN(id) OVER_BUFFERS(TORN_AT, id, |)
#define QUEUED_AT(id, n) (1 << m[id].queue[0].at[n] | 1 << m[id].queue[1].at[n])
#define QUEUED(id) (OVER_BUFFERS(QUEUED_AT, id, |) & ALL_BUFFERS)
/* The same as a sum: another number where a buffer stands twice. */
#define ENTRIES_AT(id, n) (((m[id].queue[0].at[n] != 0) << m[id].queue[0].at[n]) + ((m[id].queue[1].at[n] != 0) << m[id].queue[1].at[n]))
#define ENTRIES(id) OVER_BUFFERS(ENTRIES_AT, id, +)

#define HAS_WRITER(section) (section.phase >= EVENT && section.phase <= END)
#define IS_OPEN(section) (section.phase >= SECTION)
#define WRITER_IS_OPEN(id) (HAS_WRITER(OUTER(id)) || HAS_WRITER(NESTED(id)))
#define IS_OUTSIDE(id) (OUTER(id).phase == OUT)
#define LACKS_BUFFER(id) (RUNNING(id).phase == REFILL && USED(id) == ALL_BUFFERS)

/* The plain read of trace.enabled may be stale until StopTrace is over. */
#define SEEN_ENABLED (isEnabled || shutdown)
#define CAN_RUN(id) (RUNNING(id).phase != OUT && (RUNNING(id).phase != START || SEEN_ENABLED) && !LACKS_BUFFER(id) \
  && !(ENDLESS && RUNNING(id).phase == SECTION && m[id].growing == NO && m[id].sections == SECTIONS(id)))

inline increase(count) { if :: count < 3 -> count++ :: else fi }
inline decrease(count) { if :: count > 0 -> count-- :: else fi }

/* A queue that is full takes no more, which needs a buffer that is queued twice. */
inline push(id, parity, pushed) {
  k = 0;
  do :: k < BUFFERS && m[id].queue[parity].at[k] -> k++ :: else -> break od;
  if :: k < BUFFERS -> m[id].queue[parity].at[k] = pushed :: else fi
}

/* The section is over: copystack goes on, or the outer section, or the M is outside. */
inline leave(id) {
  HERE(id).gen = 0;
  if
  :: m[id].growing == ALLOC -> m[id].growing = FREE; HERE(id).phase = START
  :: else -> m[id].growing = NO; HERE(id).phase = OUT
  fi
}

inline writeUnit(id) {
  if :: m[id].bufs[b].pos < UNITS -> m[id].bufs[b].pos++ :: else fi
}

/* traceAcquire, writer() to end() and traceRelease of the running section. */
inline stepOn(id) {
  d = DEPTH(id);
  b = HERE(id).traceBuf;
  if
  :: HERE(id).phase == START -> HERE(id).phase = ENABLED
  :: HERE(id).phase == ENABLED && !m[id].writing -> increase(m[id].locks); HERE(id).phase = SET_FLAG
  :: HERE(id).phase == ENABLED && m[id].writing && DROPS -> leave(id)
  :: HERE(id).phase == ENABLED && m[id].writing && !DROPS ->
     increase(m[id].locks);
     increase(m[id].reentered);
     if
     :: ENTRY_GEN -> HERE(id).gen = m[id].entryGen; HERE(id).phase = SECTION
     :: else -> HERE(id).gen = 0; HERE(id).phase = RELOAD
     fi
  :: HERE(id).phase == RELOAD && gen -> HERE(id).gen = gen; HERE(id).phase = SECTION
  :: HERE(id).phase == RELOAD && !gen ->
     /* The caller sees !ok and releases nothing. */
     if
     :: DESIGN == DESIGN_SEED_UNDO -> decrease(m[id].reentered); decrease(m[id].locks)
     :: else
     fi;
     leave(id)
  :: HERE(id).phase == SET_FLAG -> m[id].writing = 1; HERE(id).phase = LOAD_GEN
  :: HERE(id).phase == LOAD_GEN ->
     HERE(id).gen = gen;
     if
     :: gen -> HERE(id).phase = SECTION; if :: ENTRY_GEN -> m[id].entryGen = gen :: else fi
     :: else -> HERE(id).phase = UNDO
     fi
  :: HERE(id).phase == UNDO -> m[id].writing = 0; decrease(m[id].locks); leave(id)
  :: HERE(id).phase == SECTION ->
     HERE(id).traceBuf = m[id].buf[HERE(id).gen & 1];
     HERE(id).phase = EVENT;
     if :: ENDLESS && d == 0 -> m[id].sections++ :: else fi
  :: HERE(id).phase == EVENT ->
     if
     :: b == 0 -> HERE(id).phase = REFILL
     :: else -> if :: m[id].bufs[b - 1].pos + 2 > UNITS -> HERE(id).phase = REFILL :: else -> HERE(id).phase = FIRST_UNIT fi
     fi
  :: HERE(id).phase == REFILL ->
     if :: b -> push(id, HERE(id).gen & 1, b) :: else fi;
     b = 0;
     do :: m[id].bufs[b].gen -> b++ :: else -> break od;
     m[id].bufs[b].gen = HERE(id).gen;
     m[id].bufs[b].pos = 0;
     HERE(id).traceBuf = b + 1;
     HERE(id).phase = FIRST_UNIT
  :: HERE(id).phase == FIRST_UNIT -> b--; writeUnit(id); HERE(id).phase = SECOND_UNIT
  :: HERE(id).phase == SECOND_UNIT ->
     b--;
     k = m[id].bufs[b].pos / 2;
     if :: k == CAPACITY -> k-- :: else fi;
     m[id].bufs[b].events[k] = m[id].wrote;
     writeUnit(id);
     m[id].wrote++;
     HERE(id).phase = END
  :: HERE(id).phase == END -> m[id].buf[HERE(id).gen & 1] = b; HERE(id).traceBuf = 0; HERE(id).phase = RELEASE
  :: HERE(id).phase == RELEASE ->
     decrease(m[id].locks);
     /* entryGen is dead once the flag is down. */
     if
     :: m[id].reentered -> m[id].reentered--
     :: else -> m[id].writing = 0; m[id].entryGen = 0
     fi;
     leave(id)
  fi
}

/* readTrace0: a buffer is free again as soon as it is taken. */
inline take(id) {
  b = m[id].queue[readerGen & 1].at[0] - 1;
  k = 1;
  do
  :: k < BUFFERS -> m[id].queue[readerGen & 1].at[k - 1] = m[id].queue[readerGen & 1].at[k]; k++
  :: else -> m[id].queue[readerGen & 1].at[BUFFERS - 1] = 0; break
  od;
  k = m[id].read + m[id].bufs[b].pos / 2;
  m[id].read = (k > EVENTS_MAX -> EVENTS_MAX : k);
  m[id].bufs[b].gen = 0;
  m[id].bufs[b].pos = 0;
  k = 0;
  do :: k < CAPACITY -> m[id].bufs[b].events[k] = 0; k++ :: else -> break od
}

/* traceAdvance, where it has no choice. */
inline advance() {
  if
  :: advPhase == PUBLISH -> gen = lastNonZeroGen + 1; advPhase = IDLE
  :: advPhase == CLEAR_ENABLED -> isEnabled = 0; advPhase = SNAPSHOT
  :: advPhase == SNAPSHOT -> toFlush = (1 << MS) - 1; advPhase = SCAN
  :: advPhase == SCAN -> flushedGen = advGen; advPhase = WAIT_DONE
  :: advPhase == FLUSH ->
     b = m[advM].buf[advGen & 1];
     if :: b -> push(advM, advGen & 1, b); m[advM].buf[advGen & 1] = 0 :: else fi;
     toFlush = toFlush & ~(1 << advM);
     advM = 0;
     advPhase = SCAN
  :: advPhase == WAIT_DONE -> doneSema = doneSema & ~(1 << (advGen & 1)); shutdown = 0; advGen = 0; advPhase = IDLE
  fi
}
#define CAN_ADVANCE (advPhase != IDLE && (advPhase != SCAN || toFlush == 0) && (advPhase != WAIT_DONE || (doneSema >> (advGen & 1)) & 1))
#define NOTHING_FULL(id) (m[id].queue[readerGen & 1].at[0] == 0)
#define GENERATION_IS_READ (readerGen && flushedGen == readerGen && OVER_MS(NOTHING_FULL, &&))

#define IS_WHOLE(id) ((TORN(id) & QUEUED(id)) == 0 \
  && (RUNNING(id).phase != FIRST_UNIT || !((TORN(id) >> RUNNING(id).traceBuf) & 1)) \
  && (RUNNING(id).phase != SECOND_UNIT || ((TORN(id) >> RUNNING(id).traceBuf) & 1)))
#define WRITES_PRIVATELY(id) ((RUNNING(id).phase != FIRST_UNIT && RUNNING(id).phase != SECOND_UNIT) \
  || (((USED(id) & ~QUEUED(id)) >> RUNNING(id).traceBuf) & 1))
#define IS_QUEUED_ONCE(id) (ENTRIES(id) == QUEUED(id) && (QUEUED(id) & ~USED(id)) == 0)
#define KEEPS_ITS_BUFFERS(id) ((USED(id) & ~(QUEUED(id) | 1 << m[id].buf[0] | 1 << m[id].buf[1] \
  | 1 << OUTER(id).traceBuf | 1 << NESTED(id).traceBuf)) == 0)
#define HAS_ONE_GENERATION(id) (!IS_OPEN(NESTED(id)) || NESTED(id).gen == OUTER(id).gen)
#define FLAG_IS_RIGHT(id) (m[id].writing == (OUTER(id).phase == LOAD_GEN || OUTER(id).phase == UNDO || IS_OPEN(OUTER(id))))
#define COUNTS_NOTHING(id) (!IS_OUTSIDE(id) || m[id].reentered == 0)
#define HOLDS_NO_LOCKS(id) (!IS_OUTSIDE(id) || m[id].locks == 0)
#define IS_OPEN_IN(section, g) (IS_OPEN(section) && section.gen == g)
#define IS_LATE(section) (IS_OPEN(section) && section.gen <= flushedGen)
#define IS_NOT_LATE(id) (flushedGen == 0 || !(IS_LATE(OUTER(id)) || IS_LATE(NESTED(id))))
#define IS_STALE(id, parity) (m[id].buf[parity] && m[id].bufs[m[id].buf[parity] - 1].gen <= flushedGen)
#define LEAVES_NOTHING(id) (flushedGen == 0 || WRITER_IS_OPEN(id) || !(IS_STALE(id, 0) || IS_STALE(id, 1)))
#define IS_EMPTY(id) (m[id].queue[advGen & 1].at[0] == 0 && (!shutdown || m[id].queue[1 - (advGen & 1)].at[0] == 0))

/* next becomes the number after the events of buffer b, or 255 where they do not go on from it or are of another generation. */
inline follow(id, g) {
  if
  :: m[id].bufs[b - 1].gen == g ->
     k = 0;
     do
     :: k < m[id].bufs[b - 1].pos / 2 && m[id].bufs[b - 1].events[k] == next -> next++; k++
     :: else -> if :: k < m[id].bufs[b - 1].pos / 2 -> next = 255 :: else fi; break
     od
  :: else -> next = 255
  fi
}
inline followBatches(id, g) {
  d = 0;
  do
  :: d < BUFFERS && m[id].queue[g & 1].at[d] -> b = m[id].queue[g & 1].at[d]; follow(id, g); d++
  :: else -> break
  od;
  b = m[id].buf[g & 1];
  if :: b -> follow(id, g) :: else fi
}
/* All that was written is read or waits, in order, in batches of its generation. */
inline deliver(id) {
  if
  :: WRITER_IS_OPEN(id)
  :: else ->
     next = m[id].read;
     if
     :: readerGen -> followBatches(id, readerGen); followBatches(id, (readerGen + 1))
     :: else
     fi;
     holds(EventExactlyOnce, next == m[id].wrote)
  fi
}

inline judge() {
  holds(NoTornEvent, OVER_MS(IS_WHOLE, &&));
  holds(NoWriteToQueuedBuffer, OVER_MS(WRITES_PRIVATELY, &&));
  holds(NoBufferQueuedTwice, OVER_MS(IS_QUEUED_ONCE, &&));
  holds(NoLostBuffer, OVER_MS(KEEPS_ITS_BUFFERS, &&));
  deliver(0);
#if MS > 1
  deliver(1);
#endif
#if MS > 2
  deliver(2);
#endif
  holds(OneGenerationPerOuterSection, OVER_MS(HAS_ONE_GENERATION, &&));
  holds(LockParityAndBalance, OVER_MS(FLAG_IS_RIGHT, &&));
  holds(ReenteredZeroOutside, OVER_MS(COUNTS_NOTHING, &&));
  holds(LocksZeroOutside, OVER_MS(HOLDS_NO_LOCKS, &&));
  holds(NoFlushUnderSection, (advPhase != FLUSH || !(IS_OPEN_IN(OUTER(advM), advGen) || IS_OPEN_IN(NESTED(advM), advGen))));
  holds(NoWriteAfterFlushed, OVER_MS(IS_NOT_LATE, &&));
  holds(NoBufferLeftBehind, OVER_MS(LEAVES_NOTHING, &&));
  holds(FullQueueEmptyWhenDone, (advPhase != WAIT_DONE || !((doneSema >> (advGen & 1)) & 1) || OVER_MS(IS_EMPTY, &&)));
  holds(EnabledWhileTracing, gen == 0 || isEnabled);
  d = 0; b = 0; k = 0; next = 0
}

#define DROPS_NOW(id) (DROPS && RUNNING(id).phase == ENABLED && m[id].writing)
#define mayDrop(drops) holds(NoDroppedEvent, !(drops) || gen == 0)

#if BOUNDS == BOUNDS_ENDLESS_SMALL
#define LEAVE_UNWRITTEN(id) \
  :: d_step { RUNNING(id).phase == SECTION && m[id].growing == NO -> OUTER(id).phase = RELEASE; judge() }
#else
#define LEAVE_UNWRITTEN(id)
#endif

#define MACHINE(id) \
  :: d_step { CAN_RUN(id) -> mayDrop(DROPS_NOW(id)); stepOn(id); judge() } \
  :: d_step { IS_OUTSIDE(id) && (ENDLESS || m[id].sections < SECTIONS(id)) && SEEN_ENABLED -> \
       m[id].sections = m[id].sections + !ENDLESS; OUTER(id).phase = ENABLED; judge() } \
  LEAVE_UNWRITTEN(id) \
  :: d_step { RUNNING(id).phase == START && !isEnabled -> mayDrop(1); d = DEPTH(id); leave(id); judge() } \
  :: d_step { m[id].growths < GROWTHS(id) && m[id].growing == NO && ((SPLIT >> OUTER(id).phase) & 1) -> \
       m[id].growths++; m[id].growing = ALLOC; NESTED(id).phase = START; judge() } \
  :: d_step { advPhase == SCAN && ((toFlush >> id) & 1) && !m[id].writing -> advM = id; advPhase = FLUSH; judge() } \
  :: d_step { readerGen && !NOTHING_FULL(id) -> take(id); judge() }

active proctype tracer() {
end:
  do
  /* StartTrace, while the world is stopped. */
  :: d_step { advPhase == IDLE && gen == 0 && (RESTART || lastNonZeroGen == 0) && lastNonZeroGen < GENERATIONS && OVER_MS(IS_OUTSIDE, &&) ->
       isEnabled = 1; flushedGen = 0; readerGen = lastNonZeroGen + 1; advPhase = PUBLISH; judge() }
  /* traceAdvance, and StopTrace. */
  :: d_step { advPhase == IDLE && gen && gen < GENERATIONS ->
       advGen = gen; lastNonZeroGen = gen; gen++; advPhase = SNAPSHOT; judge() }
  :: d_step { advPhase == IDLE && gen ->
       advGen = gen; lastNonZeroGen = gen; shutdown = 1; gen = 0; advPhase = CLEAR_ENABLED; judge() }
  :: d_step { CAN_ADVANCE -> advance(); judge() }
  :: d_step { GENERATION_IS_READ ->
       doneSema = doneSema | 1 << (readerGen & 1); readerGen = (shutdown -> 0 : gen); judge() }
  MACHINE(0)
#if MS > 1
  MACHINE(1)
#endif
#if MS > 2
  MACHINE(2)
#endif
  /* Where nothing else can step. Never true, so that the report is no step. The model's few buffers are no reason of the
     runtime's to wait. */
  :: timeout && !(advPhase == IDLE && OVER_MS(IS_OUTSIDE, &&)) && !OVER_MS(LACKS_BUFFER, ||) && c_expr { (uerror("invalid end state NoDeadlock"), 0) } -> skip
  od
}
