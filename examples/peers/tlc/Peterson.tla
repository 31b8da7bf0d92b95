------------------------------ MODULE Peterson ------------------------------
(* Peterson's lock. A step is a read or a write of one shared variable. *)
EXTENDS Naturals
CONSTANT broken
VARIABLES flag, turn, pc
vars == <<flag, turn, pc>>
Procs == {0, 1}

Init ==
  /\ flag = [p \in Procs |-> FALSE]
  /\ turn = 0
  /\ pc = [p \in Procs |-> "idle"]

Goto(p, from, to) == pc[p] = from /\ pc' = [pc EXCEPT ![p] = to]

RaiseFlag(p) ==
  /\ IF broken THEN Goto(p, "second", "readFlag") ELSE Goto(p, "idle", "second")
  /\ flag' = [flag EXCEPT ![p] = TRUE]
  /\ UNCHANGED turn

GiveTurn(p) ==
  /\ IF broken THEN Goto(p, "idle", "second") ELSE Goto(p, "second", "readFlag")
  /\ turn' = 1 - p
  /\ UNCHANGED flag

ReadFlag(p) ==
  /\ Goto(p, "readFlag", IF flag[1 - p] THEN "readTurn" ELSE "critical")
  /\ UNCHANGED <<flag, turn>>

ReadTurn(p) ==
  /\ Goto(p, "readTurn", IF turn = p THEN "critical" ELSE "readFlag")
  /\ UNCHANGED <<flag, turn>>

Leave(p) ==
  /\ Goto(p, "critical", "idle")
  /\ flag' = [flag EXCEPT ![p] = FALSE]
  /\ UNCHANGED turn

Next == \E p \in Procs : RaiseFlag(p) \/ GiveTurn(p) \/ ReadFlag(p) \/ ReadTurn(p) \/ Leave(p)

MutualExclusion == ~ \A p \in Procs : pc[p] = "critical"
NoDeadlock == ENABLED Next
=============================================================================
