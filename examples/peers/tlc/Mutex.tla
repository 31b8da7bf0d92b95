------------------------------- MODULE Mutex -------------------------------
(* Two processes and one lock. *)
VARIABLES lock, pc
vars == <<lock, pc>>
Procs == {0, 1}

Init == lock = FALSE /\ pc = [p \in Procs |-> "idle"]

Request(p) == pc[p] = "idle" /\ pc' = [pc EXCEPT ![p] = "waiting"] /\ UNCHANGED lock
Enter(p) == pc[p] = "waiting" /\ ~lock /\ lock' = TRUE /\ pc' = [pc EXCEPT ![p] = "critical"]
Leave(p) == pc[p] = "critical" /\ lock' = FALSE /\ pc' = [pc EXCEPT ![p] = "idle"]

Next == \E p \in Procs : Request(p) \/ Enter(p) \/ Leave(p)

MutualExclusion == ~(pc[0] = "critical" /\ pc[1] = "critical")
NoDeadlock == ENABLED Next
=============================================================================
