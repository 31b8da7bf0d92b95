------------------------- MODULE DiningPhilosophers -------------------------
(* Dining philosophers; a fork is held by a philosopher or by nobody. *)
EXTENDS Naturals
CONSTANTS n, broken
VARIABLES holder, pc
vars == <<holder, pc>>
Seats == 0 .. n - 1
Nobody == n

Right(p) == (p + 1) % n
LeftHanded(p) == broken \/ p # n - 1
First(p) == IF LeftHanded(p) THEN p ELSE Right(p)
Second(p) == IF LeftHanded(p) THEN Right(p) ELSE p

Init ==
  /\ holder = [f \in Seats |-> Nobody]
  /\ pc = [p \in Seats |-> "thinking"]

Step(p, from, to, fork, before, after) ==
  /\ pc[p] = from
  /\ holder[fork] = before
  /\ pc' = [pc EXCEPT ![p] = to]
  /\ holder' = [holder EXCEPT ![fork] = after]

Next ==
  \E p \in Seats :
    \/ Step(p, "thinking", "oneFork", First(p), Nobody, p)
    \/ Step(p, "oneFork", "eating", Second(p), Nobody, p)
    \/ Step(p, "eating", "sated", First(p), p, Nobody)
    \/ Step(p, "sated", "thinking", Second(p), p, Nobody)

NeighboursNeverEatTogether == \A p \in Seats : ~(pc[p] = "eating" /\ pc[Right(p)] = "eating")
NoDeadlock == ENABLED Next
=============================================================================
