----------------------------- MODULE TokenRing -----------------------------
(* Dijkstra's self-stabilising ring of n machines with k states each, from every state. *)
EXTENDS Naturals, FiniteSets
CONSTANTS n, k, broken
VARIABLE x
Machines == 0 .. n - 1

Init == x \in [Machines -> 0 .. k - 1]

Privileged(m) == IF m = 0 THEN x[0] = x[n - 1] ELSE x[m] # x[m - 1]
Privileges == Cardinality({m \in Machines : Privileged(m)})

MoveBottom == (broken \/ Privileged(0)) = TRUE /\ x' = [x EXCEPT ![0] = (@ + 1) % k]
Move(m) == Privileged(m) /\ x' = [x EXCEPT ![m] = x[m - 1]]
Next == MoveBottom \/ \E m \in Machines \ {0} : Move(m)

SomePrivilege == Privileges >= 1
NoDeadlock == ENABLED Next
NeverMorePrivileges == [][Privileges' <= Privileges]_x
=============================================================================
