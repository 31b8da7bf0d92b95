------------------------------- MODULE Bakery -------------------------------
(* Lamport's bakery lock with tickets up to a bound: whose ticket would exceed it goes away. *)
EXTENDS Naturals
CONSTANTS n, bound, broken
VARIABLES pc, choosing, ticket, max, other
vars == <<pc, choosing, ticket, max, other>>
Procs == 0 .. n - 1

Init ==
  /\ pc = [p \in Procs |-> "idle"]
  /\ choosing = [p \in Procs |-> FALSE]
  /\ ticket = [p \in Procs |-> 0]
  /\ max = [p \in Procs |-> 0]
  /\ other = [p \in Procs |-> 0]

Goto(p, from, to) == pc[p] = from /\ pc' = [pc EXCEPT ![p] = to]
Larger(a, b) == IF a > b THEN a ELSE b
Following(p) == other' = [other EXCEPT ![p] = IF @ = n - 1 THEN 0 ELSE @ + 1]

Enter(p) ==
  /\ Goto(p, "idle", "reading")
  /\ choosing' = [choosing EXCEPT ![p] = TRUE]
  /\ UNCHANGED <<ticket, max, other>>

ReadTicket(p) ==
  /\ Goto(p, "reading", IF other[p] = n - 1 THEN "taking" ELSE "reading")
  /\ max' = [max EXCEPT ![p] = Larger(@, ticket[other[p]])]
  /\ Following(p)
  /\ UNCHANGED <<choosing, ticket>>

TakeTicket(p) ==
  /\ max[p] < bound
  /\ Goto(p, "taking", "taken")
  /\ ticket' = [ticket EXCEPT ![p] = max[p] + 1]
  /\ max' = [max EXCEPT ![p] = 0]
  /\ UNCHANGED <<choosing, other>>

GoAway(p) ==
  /\ max[p] = bound
  /\ Goto(p, "taking", "idle")
  /\ choosing' = [choosing EXCEPT ![p] = FALSE]
  /\ max' = [max EXCEPT ![p] = 0]
  /\ UNCHANGED <<ticket, other>>

Chosen(p) ==
  /\ Goto(p, "taken", "awaitChosen")
  /\ choosing' = [choosing EXCEPT ![p] = FALSE]
  /\ UNCHANGED <<ticket, max, other>>

AwaitChosen(p) ==
  /\ (broken \/ ~choosing[other[p]]) = TRUE
  /\ Goto(p, "awaitChosen", "awaitTurn")
  /\ UNCHANGED <<choosing, ticket, max, other>>

Before(q, p) == ticket[q] < ticket[p] \/ (ticket[q] = ticket[p] /\ q < p)

AwaitTurn(p) ==
  /\ (ticket[other[p]] = 0 \/ ~Before(other[p], p)) = TRUE
  /\ Goto(p, "awaitTurn", IF other[p] = n - 1 THEN "critical" ELSE "awaitChosen")
  /\ Following(p)
  /\ UNCHANGED <<choosing, ticket, max>>

Leave(p) ==
  /\ Goto(p, "critical", "idle")
  /\ ticket' = [ticket EXCEPT ![p] = 0]
  /\ UNCHANGED <<choosing, max, other>>

Next ==
  \E p \in Procs :
    \/ Enter(p) \/ ReadTicket(p) \/ TakeTicket(p) \/ GoAway(p)
    \/ Chosen(p) \/ AwaitChosen(p) \/ AwaitTurn(p) \/ Leave(p)

MutualExclusion == \A p, q \in Procs : pc[p] = "critical" /\ pc[q] = "critical" => p = q
NoDeadlock == ENABLED Next
=============================================================================
