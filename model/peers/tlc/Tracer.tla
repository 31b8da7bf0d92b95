------------------------------- MODULE Tracer -------------------------------
(* The core of Go's execution tracer, written for TLC: a twin of the model beside it. An action is named after the
   Go function that the step belongs to, and stands for what other threads see at once.
   An M has one stack: while it grows (growing # "no"), the nested section runs and the outer one waits. *)
EXTENDS Naturals, Sequences, FiniteSets
CONSTANTS design, bounds
VARIABLES
  trace,     \* trace.gen, trace.enabled, …; doneSema by generation parity
  advancer,  \* the goroutine that holds traceAdvanceSema
  ms         \* the Ms: 1, 2, …
vars == <<trace, advancer, ms>>

(* ------------------------------ Designs and bounds ------------------------------ *)

Reentry == CASE design = "1.23" -> "drop"
             [] design \in {"seed", "seed-undo", "1.24", "1.24-nosplit", "1.25"} -> "reload"
             [] design \in {"seed-entry-gen", "1.26", "1.26-nosplit"} -> "entryGen"

\* Where a stack may grow between writer() and end(), by the phase that the function's prologue comes before.
Split == CASE design = "1.23" -> {"event", "refill", "firstUnit", "secondUnit", "end"}
           [] design \in {"1.24", "1.25", "1.26"} -> {"refill"}
           [] design \in {"seed", "seed-entry-gen", "seed-undo", "1.24-nosplit", "1.26-nosplit"} -> {}

Tiny == [sections |-> <<2>>, growths |-> <<1>>, endless |-> FALSE, generations |-> 2, restart |-> FALSE, capacity |-> 1,
         buffers |-> 4]
EndlessSmall == [Tiny EXCEPT !.sections = <<1>>, !.endless = TRUE]
Small == [Tiny EXCEPT !.sections = <<2, 1>>, !.growths = <<1, 0>>]
Ci == [sections |-> <<2, 1>>, growths |-> <<1, 1>>, endless |-> FALSE, generations |-> 3, restart |-> TRUE, capacity |-> 2,
       buffers |-> 3]
Nightly == [Ci EXCEPT !.sections = <<2, 1, 1>>, !.growths = <<1, 1, 0>>]
Limit == CASE bounds = "tiny" -> Tiny
           [] bounds = "small" -> Small
           [] bounds = "endless-small" -> EndlessSmall
           [] bounds = "ci" -> Ci
           [] bounds = "nightly" -> Nightly

Ms == DOMAIN Limit.sections
Buffers == 1 .. Limit.buffers
Capacity == Limit.capacity
Max(a, b) == IF a > b THEN a ELSE b
EventsOf(m) == Limit.sections[m] + 2 * Limit.growths[m]
EventsMax == CHOOSE n \in {EventsOf(m) : m \in Ms} : \A m \in Ms : EventsOf(m) <= n

Outer == 0
Nested == 1

(* ------------------------------ State ------------------------------ *)

Init ==
  /\ trace = [gen |-> 0, enabled |-> FALSE, shutdown |-> FALSE, lastNonZeroGen |-> 0, flushedGen |-> 0,
              readerGen |-> 0, doneSema |-> [parity \in 0 .. 1 |-> FALSE]]
  /\ advancer = [phase |-> "idle", gen |-> 0, toFlush |-> {}, m |-> 0]
  /\ ms = [m \in Ms |->
            [writing |-> FALSE, reentered |-> 0, entryGen |-> 0, locks |-> 0, growing |-> "no",
             buf |-> [parity \in 0 .. 1 |-> 0],  \* 0 is nil
             stack |-> [depth \in {Outer, Nested} |-> [phase |-> "out", gen |-> 0, traceBuf |-> 0]],
             \* pos in half events; events holds the numbers of the complete ones
             bufs |-> [b \in Buffers |-> [gen |-> 0, pos |-> 0, events |-> [k \in 1 .. Capacity |-> 0]]],
             full |-> [parity \in 0 .. 1 |-> <<>>],
             wrote |-> 0, read |-> 0, sections |-> Limit.sections[m], growths |-> Limit.growths[m]]]

Depth(mp) == IF mp.growing = "no" THEN Outer ELSE Nested
Section(mp) == mp.stack[Depth(mp)]
HasWriter(section) == section.phase \in {"event", "refill", "firstUnit", "secondUnit", "end"}
IsOpen(section) == section.phase \in {"section", "release"} \/ HasWriter(section)
IsOutside(mp) == mp.stack[Outer].phase = "out"

(* ------------------------------ Parts of steps ------------------------------ *)

\* A step of an M alone.
Becomes(m, mp) == ms' = [ms EXCEPT ![m] = mp] /\ UNCHANGED <<trace, advancer>>
Goes(m, phase) == Becomes(m, [ms[m] EXCEPT !.stack[Depth(ms[m])].phase = phase])
IsAt(m, phase) == Section(ms[m]).phase = phase

\* m.locks and reentered are not counted beyond 3.
Inc(n) == IF n = 3 THEN 3 ELSE n + 1
Dec(n) == IF n = 0 THEN 0 ELSE n - 1

\* The section is over: copystack goes on from stackalloc to stackfree, or back to the outer section; or the M is outside.
Leave(mp) ==
  LET next == CASE mp.growing = "no" -> "out" [] mp.growing = "alloc" -> "start" [] mp.growing = "free" -> "out"
  IN [mp EXCEPT !.stack[Depth(mp)] = [@ EXCEPT !.phase = next, !.gen = 0],
                !.growing = IF @ = "alloc" THEN "free" ELSE "no"]

\* A queue of all buffers takes no more (which needs a buffer that is queued twice).
Push(queue, b) == IF Len(queue) = Limit.buffers THEN queue ELSE Append(queue, b)

(* ------------------------------ StartTrace ------------------------------ *)

StartEnable ==
  /\ advancer.phase = "idle" /\ trace.gen = 0
  /\ (Limit.restart \/ trace.lastNonZeroGen = 0) = TRUE
  /\ trace.lastNonZeroGen < Limit.generations
  /\ \A m \in Ms : IsOutside(ms[m])  \* the world is stopped
  /\ trace' = [trace EXCEPT !.enabled = TRUE, !.flushedGen = 0, !.readerGen = trace.lastNonZeroGen + 1]
  /\ advancer' = [advancer EXCEPT !.phase = "publish"]
  /\ UNCHANGED ms

StartPublish ==
  /\ advancer.phase = "publish"
  /\ trace' = [trace EXCEPT !.gen = trace.lastNonZeroGen + 1]
  /\ advancer' = [advancer EXCEPT !.phase = "idle"]
  /\ UNCHANGED ms

(* ------------------------------ traceAcquire, traceTryAcquire ------------------------------ *)

\* The plain read of trace.enabled may be stale until StopTrace is over. The comparison makes it one choice for TLC.
SeenEnabled == (trace.enabled \/ trace.shutdown) = TRUE

\* Where an M goes on for ever, its sections are counted as it writes, and in the others it leaves without.
AcquireOuter(m) ==
  /\ IsOutside(ms[m]) /\ (Limit.endless \/ ms[m].sections > 0) = TRUE /\ SeenEnabled
  /\ Becomes(m, [ms[m] EXCEPT !.sections = IF Limit.endless THEN @ ELSE @ - 1, !.stack[Outer].phase = "enabled"])

AcquireNested(m) == IsAt(m, "start") /\ SeenEnabled /\ Goes(m, "enabled")

AcquireDisabled(m) == IsAt(m, "start") /\ ~trace.enabled /\ Becomes(m, Leave(ms[m]))

\* traceTryAcquire of 1.23 gives up where the flag is up; all later ones go on.
AcquireDropped(m) == IsAt(m, "enabled") /\ ms[m].writing /\ Reentry = "drop" /\ Becomes(m, Leave(ms[m]))

AcquireReentrant(m) ==
  /\ IsAt(m, "enabled") /\ ms[m].writing /\ Reentry # "drop"
  /\ LET mp == [ms[m] EXCEPT !.locks = Inc(@), !.reentered = Inc(@)]
     IN Becomes(m, [mp EXCEPT !.stack[Depth(mp)] =
          IF Reentry = "entryGen" THEN [@ EXCEPT !.phase = "section", !.gen = mp.entryGen]
                                  ELSE [@ EXCEPT !.phase = "reload", !.gen = 0]])

\* Where the generation is 0 the caller sees !ok and releases nothing.
AcquireReload(m) ==
  /\ IsAt(m, "reload")
  /\ LET mp == ms[m]
         undone == IF design = "seed-undo" THEN [mp EXCEPT !.locks = Dec(@), !.reentered = Dec(@)] ELSE mp
     IN Becomes(m, IF trace.gen = 0
                   THEN Leave(undone)
                   ELSE [mp EXCEPT !.stack[Depth(mp)] = [@ EXCEPT !.phase = "section", !.gen = trace.gen]])

AcquireFlagDown(m) ==
  /\ IsAt(m, "enabled") /\ ~ms[m].writing
  /\ Becomes(m, [ms[m] EXCEPT !.locks = Inc(@), !.stack[Depth(ms[m])].phase = "setFlag"])

AcquireSetFlag(m) ==
  /\ IsAt(m, "setFlag")
  /\ Becomes(m, [ms[m] EXCEPT !.writing = TRUE, !.stack[Depth(ms[m])].phase = "loadGen"])

AcquireLoadGen(m) ==
  /\ IsAt(m, "loadGen")
  /\ LET mp == ms[m]
         phase == IF trace.gen = 0 THEN "undo" ELSE "section"
     IN Becomes(m, [mp EXCEPT !.stack[Depth(mp)] = [@ EXCEPT !.phase = phase, !.gen = trace.gen],
                              !.entryGen = IF Reentry = "entryGen" /\ trace.gen # 0 THEN trace.gen ELSE @])

AcquireUndo(m) ==
  /\ IsAt(m, "undo")
  /\ Becomes(m, Leave([ms[m] EXCEPT !.writing = FALSE, !.locks = Dec(@)]))

(* ------------------------------ writer() to end(), release ------------------------------ *)

Writer(m) ==
  /\ IsAt(m, "section")
  /\ LET mp == ms[m]
         b == mp.buf[Section(mp).gen % 2]
         counts == Limit.endless /\ Depth(mp) = Outer
     IN /\ counts => mp.sections > 0
        /\ Becomes(m, [mp EXCEPT !.stack[Depth(mp)] = [@ EXCEPT !.phase = "event", !.traceBuf = b],
                                 !.sections = IF counts THEN @ - 1 ELSE @])

LeaveUnwritten(m) == Limit.endless /\ Depth(ms[m]) = Outer /\ IsAt(m, "section") /\ Goes(m, "release")

EventEnsure(m) ==
  /\ IsAt(m, "event")
  /\ LET b == Section(ms[m]).traceBuf
     IN Goes(m, IF b = 0 THEN "refill" ELSE IF ms[m].bufs[b].pos + 2 > 2 * Capacity THEN "refill" ELSE "firstUnit")

\* Under trace.lock: the old buffer is queued, the first free one taken.
Refill(m) ==
  /\ IsAt(m, "refill")
  /\ LET mp == ms[m]
         section == Section(mp)
         free == {b \in Buffers : mp.bufs[b].gen = 0}
         fresh == CHOOSE b \in free : \A other \in free : b <= other
     IN /\ free # {}
        /\ Becomes(m, [mp EXCEPT
             !.full[section.gen % 2] = IF section.traceBuf = 0 THEN @ ELSE Push(@, section.traceBuf),
             !.bufs[fresh] = [@ EXCEPT !.gen = section.gen, !.pos = 0],
             !.stack[Depth(mp)] = [@ EXCEPT !.phase = "firstUnit", !.traceBuf = fresh]])

HalfMore(pos) == IF pos = 2 * Capacity THEN pos ELSE pos + 1

EventFirstUnit(m) ==
  /\ IsAt(m, "firstUnit")
  /\ LET mp == ms[m]
     IN Becomes(m, [mp EXCEPT !.bufs[Section(mp).traceBuf].pos = HalfMore(@), !.stack[Depth(mp)].phase = "secondUnit"])

EventSecondUnit(m) ==
  /\ IsAt(m, "secondUnit")
  /\ LET mp == ms[m]
         b == Section(mp).traceBuf
         pos == mp.bufs[b].pos
         k == IF pos = 2 * Capacity THEN Capacity ELSE pos \div 2 + 1
     IN Becomes(m, [mp EXCEPT !.bufs[b] = [@ EXCEPT !.events[k] = mp.wrote, !.pos = HalfMore(@)],
                              !.wrote = @ + 1,
                              !.stack[Depth(mp)].phase = "end"])

End(m) ==
  /\ IsAt(m, "end")
  /\ LET mp == ms[m]
         section == Section(mp)
     IN Becomes(m, [mp EXCEPT !.buf[section.gen % 2] = section.traceBuf,
                              !.stack[Depth(mp)] = [@ EXCEPT !.phase = "release", !.traceBuf = 0]])

\* entryGen is dead once the flag is down.
Release(m) ==
  /\ IsAt(m, "release")
  /\ LET mp == [ms[m] EXCEPT !.locks = Dec(@)]
     IN Becomes(m, Leave(IF mp.reentered > 0
                         THEN [mp EXCEPT !.reentered = @ - 1]
                         ELSE [mp EXCEPT !.writing = FALSE, !.entryGen = 0]))

(* ------------------------------ newstack ------------------------------ *)

\* Code around a write may always call what is not nosplit; the write itself only where the design leaves it split.
StackGrowth(m) ==
  /\ ms[m].growths > 0 /\ ms[m].growing = "no"
  /\ ms[m].stack[Outer].phase \in {"section", "release"} \cup Split
  /\ Becomes(m, [ms[m] EXCEPT !.growths = @ - 1, !.growing = "alloc", !.stack[Nested].phase = "start"])

(* ------------------------------ traceAdvance, StopTrace ------------------------------ *)

AdvanceStoreGen ==
  /\ advancer.phase = "idle" /\ trace.gen # 0 /\ trace.gen < Limit.generations
  /\ trace' = [trace EXCEPT !.gen = @ + 1, !.lastNonZeroGen = trace.gen]
  /\ advancer' = [advancer EXCEPT !.phase = "snapshot", !.gen = trace.gen]
  /\ UNCHANGED ms

StopStoreGen ==
  /\ advancer.phase = "idle" /\ trace.gen # 0
  /\ trace' = [trace EXCEPT !.gen = 0, !.lastNonZeroGen = trace.gen, !.shutdown = TRUE]
  /\ advancer' = [advancer EXCEPT !.phase = "clearEnabled", !.gen = trace.gen]
  /\ UNCHANGED ms

StopClearEnabled ==
  /\ advancer.phase = "clearEnabled"
  /\ trace' = [trace EXCEPT !.enabled = FALSE]
  /\ advancer' = [advancer EXCEPT !.phase = "snapshot"]
  /\ UNCHANGED ms

AdvanceSnapshot ==
  /\ advancer.phase = "snapshot"
  /\ advancer' = [advancer EXCEPT !.phase = "scan", !.toFlush = Ms]
  /\ UNCHANGED <<trace, ms>>

AdvanceReadFlag(m) ==
  /\ advancer.phase = "scan" /\ m \in advancer.toFlush /\ ~ms[m].writing
  /\ advancer' = [advancer EXCEPT !.phase = "flush", !.m = m]
  /\ UNCHANGED <<trace, ms>>

AdvanceFlush ==
  /\ advancer.phase = "flush"
  /\ LET m == advancer.m
         parity == advancer.gen % 2
         b == ms[m].buf[parity]
     IN /\ ms' = IF b = 0 THEN ms ELSE [ms EXCEPT ![m].full[parity] = Push(@, b), ![m].buf[parity] = 0]
        /\ advancer' = [advancer EXCEPT !.phase = "scan", !.toFlush = @ \ {m}, !.m = 0]
  /\ UNCHANGED trace

AdvanceFlushedGen ==
  /\ advancer.phase = "scan" /\ advancer.toFlush = {}
  /\ trace' = [trace EXCEPT !.flushedGen = advancer.gen]
  /\ advancer' = [advancer EXCEPT !.phase = "waitDone"]
  /\ UNCHANGED ms

AdvanceDone ==
  /\ advancer.phase = "waitDone" /\ trace.doneSema[advancer.gen % 2]
  /\ trace' = [trace EXCEPT !.doneSema[advancer.gen % 2] = FALSE, !.shutdown = FALSE]
  /\ advancer' = [advancer EXCEPT !.phase = "idle", !.gen = 0]
  /\ UNCHANGED ms

(* ------------------------------ readTrace0 ------------------------------ *)

\* A buffer is free again as soon as it is taken.
ReaderTake(m) ==
  /\ trace.readerGen # 0
  /\ LET parity == trace.readerGen % 2
         queue == ms[m].full[parity]
         b == Head(queue)
         read == ms[m].read + ms[m].bufs[b].pos \div 2
     IN /\ queue # <<>>
        /\ Becomes(m, [ms[m] EXCEPT !.full[parity] = Tail(@),
                                    !.bufs[b] = [gen |-> 0, pos |-> 0, events |-> [k \in 1 .. Capacity |-> 0]],
                                    !.read = IF read > EventsMax THEN EventsMax ELSE read])

GenerationIsRead ==
  /\ trace.readerGen # 0 /\ trace.flushedGen = trace.readerGen
  /\ \A m \in Ms : ms[m].full[trace.readerGen % 2] = <<>>

ReaderNextGen ==
  /\ GenerationIsRead /\ ~trace.shutdown
  /\ trace' = [trace EXCEPT !.doneSema[trace.readerGen % 2] = TRUE, !.readerGen = trace.gen]
  /\ UNCHANGED <<advancer, ms>>

ReaderStop ==
  /\ GenerationIsRead /\ trace.shutdown
  /\ trace' = [trace EXCEPT !.doneSema[trace.readerGen % 2] = TRUE, !.readerGen = 0]
  /\ UNCHANGED <<advancer, ms>>

(* ------------------------------ All steps ------------------------------ *)

\* What has begun goes on; these need no decision from outside.
AdvancerGoesOn ==
  \/ StartPublish \/ StopClearEnabled \/ AdvanceSnapshot \/ AdvanceFlush \/ AdvanceFlushedGen \/ AdvanceDone
  \/ \E m \in Ms : AdvanceReadFlag(m)
ReaderGoesOn == ReaderNextGen \/ ReaderStop \/ \E m \in Ms : ReaderTake(m)
GoesOn(m) ==
  \/ AcquireNested(m) \/ AcquireDisabled(m) \/ AcquireDropped(m) \/ AcquireReentrant(m) \/ AcquireReload(m)
  \/ AcquireFlagDown(m) \/ AcquireSetFlag(m) \/ AcquireLoadGen(m) \/ AcquireUndo(m)
  \/ Writer(m) \/ LeaveUnwritten(m) \/ EventEnsure(m) \/ Refill(m) \/ EventFirstUnit(m) \/ EventSecondUnit(m) \/ End(m)
  \/ Release(m)

Next ==
  \/ StartEnable \/ AdvanceStoreGen \/ StopStoreGen \/ AdvancerGoesOn
  \/ ReaderGoesOn
  \/ \E m \in Ms : AcquireOuter(m) \/ StackGrowth(m) \/ GoesOn(m)

(* ------------------------------ Properties ------------------------------ *)

ForAllMs(P(_)) == \A m \in Ms : P(ms[m])
Elements(queue) == {queue[k] : k \in DOMAIN queue}
Queued(mp) == Elements(mp.full[0]) \cup Elements(mp.full[1])
Used(mp) == {b \in Buffers : mp.bufs[b].gen # 0}
Writes(mp) == Section(mp).phase \in {"firstUnit", "secondUnit"}
WriterIsOpen(mp) == HasWriter(mp.stack[Outer]) \/ HasWriter(mp.stack[Nested])
OpenGens(mp) == {mp.stack[depth].gen : depth \in {d \in {Outer, Nested} : IsOpen(mp.stack[d])}}

NoTornEvent == ForAllMs(LAMBDA mp :
  /\ Writes(mp) => mp.bufs[Section(mp).traceBuf].pos % 2 = IF Section(mp).phase = "firstUnit" THEN 0 ELSE 1
  /\ \A b \in Queued(mp) : mp.bufs[b].pos % 2 = 0)

NoWriteToQueuedBuffer == ForAllMs(LAMBDA mp : Writes(mp) => Section(mp).traceBuf \in Used(mp) \ Queued(mp))

NoBufferQueuedTwice == ForAllMs(LAMBDA mp :
  /\ Queued(mp) \subseteq Used(mp)
  /\ Len(mp.full[0]) + Len(mp.full[1]) = Cardinality(Queued(mp)))

NoLostBuffer == ForAllMs(LAMBDA mp :
  Used(mp) \subseteq Queued(mp) \cup {mp.buf[0], mp.buf[1], mp.stack[Outer].traceBuf, mp.stack[Nested].traceBuf})

\* What waits for the reader of one generation, the oldest batch first.
Batches(mp, gen) == mp.full[gen % 2] \o IF mp.buf[gen % 2] = 0 THEN <<>> ELSE <<mp.buf[gen % 2]>>
EventsIn(buffer) == SubSeq(buffer.events, 1, buffer.pos \div 2)
RECURSIVE EventsOfAll(_, _)
EventsOfAll(mp, batches) ==
  IF batches = <<>> THEN <<>> ELSE EventsIn(mp.bufs[Head(batches)]) \o EventsOfAll(mp, Tail(batches))

EventExactlyOnce == ForAllMs(LAMBDA mp :
  LET gen == trace.readerGen
      batches == IF gen = 0 THEN <<>> ELSE Batches(mp, gen) \o Batches(mp, gen + 1)
      events == EventsOfAll(mp, batches)
  IN WriterIsOpen(mp) \/
       /\ gen # 0 => \A g \in {gen, gen + 1} : \A b \in Elements(Batches(mp, g)) : mp.bufs[b].gen = g
       /\ mp.read + Len(events) = mp.wrote
       /\ \A k \in DOMAIN events : events[k] = mp.read + k - 1)

OneGenerationPerOuterSection == ForAllMs(LAMBDA mp :
  IsOpen(mp.stack[Nested]) => mp.stack[Nested].gen = mp.stack[Outer].gen)

LockParityAndBalance == ForAllMs(LAMBDA mp :
  mp.writing = (mp.stack[Outer].phase \in {"loadGen", "undo"} \/ IsOpen(mp.stack[Outer])))

ReenteredZeroOutside == ForAllMs(LAMBDA mp : IsOutside(mp) => mp.reentered = 0)
LocksZeroOutside == ForAllMs(LAMBDA mp : IsOutside(mp) => mp.locks = 0)

NoFlushUnderSection == advancer.phase = "flush" => advancer.gen \notin OpenGens(ms[advancer.m])
NoWriteAfterFlushed == ForAllMs(LAMBDA mp : trace.flushedGen # 0 => \A gen \in OpenGens(mp) : gen > trace.flushedGen)

NoBufferLeftBehind == ForAllMs(LAMBDA mp :
  \/ trace.flushedGen = 0
  \/ WriterIsOpen(mp)
  \/ \A parity \in 0 .. 1 : mp.buf[parity] # 0 => mp.bufs[mp.buf[parity]].gen > trace.flushedGen)

FullQueueEmptyWhenDone ==
  LET parity == advancer.gen % 2
  IN advancer.phase = "waitDone" /\ trace.doneSema[parity] =>
       ForAllMs(LAMBDA mp : mp.full[parity] = <<>> /\ (trace.shutdown => mp.full[1 - parity] = <<>>))

EnabledWhileTracing == trace.gen # 0 => trace.enabled

NoDroppedEvent == [][(\E m \in Ms : AcquireDropped(m) \/ AcquireDisabled(m)) => trace.gen = 0]_vars

\* The model's few buffers are no reason of the runtime's to wait.
LacksBuffer == \E m \in Ms : IsAt(m, "refill") /\ Used(ms[m]) = Buffers

NoDeadlock ==
  \/ advancer.phase = "idle" /\ ForAllMs(IsOutside)
  \/ LacksBuffer
  \/ ENABLED Next

(* ------------------------------ Claims about runs ------------------------------ *)

\* A flag that is down again and again is seen down at last.
Fair ==
  /\ WF_vars(AdvancerGoesOn)
  /\ WF_vars(ReaderGoesOn)
  /\ \A m \in Ms : WF_vars(GoesOn(m))
  /\ SF_vars(\E m \in Ms : AdvanceReadFlag(m))

AdvanceEnds == Fair => ((advancer.phase # "idle") ~> (advancer.phase = "idle" \/ LacksBuffer))
StopReturns == Fair => (trace.shutdown ~> (~trace.shutdown \/ LacksBuffer))
QueuedBuffersAreRead == Fair => []<>(ForAllMs(LAMBDA mp : Queued(mp) = {}) \/ LacksBuffer)
=============================================================================
