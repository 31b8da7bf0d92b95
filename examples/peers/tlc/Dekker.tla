------------------------------- MODULE Dekker -------------------------------
(* Dekker's lock. A step is a read or a write of one shared variable. *)
EXTENDS Naturals
CONSTANT broken
VARIABLES flag, turn, pc
vars == <<flag, turn, pc>>
Procs == {0, 1}

Init ==
  /\ flag = [p \in Procs |-> FALSE]
  /\ turn = 0
  /\ pc = [p \in Procs |-> "idle"]

Goto(p, from, to) == pc[p] \in from /\ pc' = [pc EXCEPT ![p] = to]

RaiseFlag(p) ==
  /\ Goto(p, {"idle", "raiseAgain"}, "readFlag")
  /\ flag' = [flag EXCEPT ![p] = TRUE]
  /\ UNCHANGED turn

ReadFlag(p) ==
  /\ Goto(p, {"readFlag"}, IF flag[1 - p] THEN "readTurn" ELSE "critical")
  /\ UNCHANGED <<flag, turn>>

ReadTurn(p) ==
  /\ Goto(p, {"readTurn"}, IF turn = p THEN "readFlag" ELSE "lower")
  /\ UNCHANGED <<flag, turn>>

LowerFlag(p) ==
  /\ Goto(p, {"lower"}, "awaitTurn")
  /\ flag' = [flag EXCEPT ![p] = FALSE]
  /\ UNCHANGED turn

AwaitTurn(p) ==
  /\ turn = p
  /\ Goto(p, {"awaitTurn"}, IF broken THEN "readFlag" ELSE "raiseAgain")
  /\ UNCHANGED <<flag, turn>>

GiveTurn(p) ==
  /\ Goto(p, {"critical"}, "leaving")
  /\ turn' = 1 - p
  /\ UNCHANGED flag

Leave(p) ==
  /\ Goto(p, {"leaving"}, "idle")
  /\ flag' = [flag EXCEPT ![p] = FALSE]
  /\ UNCHANGED turn

Next ==
  \E p \in Procs :
    RaiseFlag(p) \/ ReadFlag(p) \/ ReadTurn(p) \/ LowerFlag(p) \/ AwaitTurn(p) \/ GiveTurn(p) \/ Leave(p)

MutualExclusion == ~ \A p \in Procs : pc[p] = "critical"
NoDeadlock == ENABLED Next
=============================================================================
