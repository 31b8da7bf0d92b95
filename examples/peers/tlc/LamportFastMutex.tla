-------------------------- MODULE LamportFastMutex --------------------------
(* Lamport's fast lock. A step is a read or a write of one shared variable. *)
EXTENDS Naturals
CONSTANTS n, broken
VARIABLES x, y, b, pc, waitsFor
vars == <<x, y, b, pc, waitsFor>>
Procs == 1 .. n

Init ==
  /\ x = 0
  /\ y = 0
  /\ b = [p \in Procs |-> FALSE]
  /\ pc = [p \in Procs |-> "start"]
  /\ waitsFor = [p \in Procs |-> Procs]   \* flags still to be seen lowered, in order

Goto(p, from, to) == pc[p] = from /\ pc' = [pc EXCEPT ![p] = to]
Flag(p, value) == b' = [b EXCEPT ![p] = value]
Least(set) == CHOOSE a \in set : \A c \in set : a <= c

RaiseFlag(p) == Goto(p, "start", "setX") /\ Flag(p, TRUE) /\ UNCHANGED <<x, y, waitsFor>>
SetX(p) == Goto(p, "setX", "readY") /\ x' = p /\ UNCHANGED <<y, b, waitsFor>>
ReadY(p) == Goto(p, "readY", IF y = 0 THEN "setY" ELSE "yield") /\ UNCHANGED <<x, y, b, waitsFor>>
LowerToYield(p) == Goto(p, "yield", "awaitY") /\ Flag(p, FALSE) /\ UNCHANGED <<x, y, waitsFor>>
AwaitY(p) == y = 0 /\ Goto(p, "awaitY", "start") /\ UNCHANGED <<x, y, b, waitsFor>>
SetY(p) == Goto(p, "setY", "readX") /\ y' = p /\ UNCHANGED <<x, b, waitsFor>>
ReadX(p) == Goto(p, "readX", IF x = p THEN "critical" ELSE "contend") /\ UNCHANGED <<x, y, b, waitsFor>>
LowerToContend(p) ==
  /\ Goto(p, "contend", IF broken THEN "readYAgain" ELSE "awaitFlags")
  /\ Flag(p, FALSE)
  /\ UNCHANGED <<x, y, waitsFor>>
AwaitFlag(p) ==
  LET q == Least(waitsFor[p])
      rest == waitsFor[p] \ {q}
  IN /\ Goto(p, "awaitFlags", IF rest = {} THEN "readYAgain" ELSE "awaitFlags")
     /\ ~b[q]
     /\ waitsFor' = [waitsFor EXCEPT ![p] = IF rest = {} THEN Procs ELSE rest]
     /\ UNCHANGED <<x, y, b>>
ReadYAgain(p) ==
  Goto(p, "readYAgain", IF y = p THEN "critical" ELSE "awaitY") /\ UNCHANGED <<x, y, b, waitsFor>>
FreeY(p) == Goto(p, "critical", "leaving") /\ y' = 0 /\ UNCHANGED <<x, b, waitsFor>>
Leave(p) == Goto(p, "leaving", "start") /\ Flag(p, FALSE) /\ UNCHANGED <<x, y, waitsFor>>

Next ==
  \E p \in Procs :
    \/ RaiseFlag(p) \/ SetX(p) \/ ReadY(p) \/ LowerToYield(p) \/ AwaitY(p) \/ SetY(p) \/ ReadX(p)
    \/ LowerToContend(p) \/ AwaitFlag(p) \/ ReadYAgain(p) \/ FreeY(p) \/ Leave(p)

MutualExclusion == \A p, q \in Procs : pc[p] = "critical" /\ pc[q] = "critical" => p = q
NoDeadlock == ENABLED Next
=============================================================================
