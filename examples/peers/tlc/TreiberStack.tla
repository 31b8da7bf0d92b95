---------------------------- MODULE TreiberStack ----------------------------
(* Treiber's stack; the top is a pair of node and tag, and only the broken one leaves the tag as it is. *)
EXTENDS Naturals
CONSTANTS threads, nodes, ops, broken
VARIABLES top, succ, owned, pc, left, seen, node
vars == <<top, succ, owned, pc, left, seen, node>>
T == 1 .. threads
N == 1 .. nodes
None == 0
Unseen == <<None, 0>>

Init ==
  /\ top = <<1, 0>>
  /\ succ = [a \in N |-> IF a = nodes THEN None ELSE a + 1]
  /\ owned = [t \in T |-> {}]
  /\ pc = [t \in T |-> "idle"]
  /\ left = [t \in T |-> ops]
  /\ seen = [t \in T |-> Unseen]
  /\ node = [t \in T |-> None]

Goto(t, from, to) == pc[t] = from /\ pc' = [pc EXCEPT ![t] = to]
See(t) == seen' = [seen EXCEPT ![t] = top]
Forget(t) == seen' = [seen EXCEPT ![t] = Unseen] /\ node' = [node EXCEPT ![t] = None]
Swap(t) ==
  /\ seen[t] = top
  /\ top' = <<node[t], IF broken THEN top[2] ELSE top[2] + 1>>
  /\ left' = [left EXCEPT ![t] = @ - 1]
  /\ Forget(t)
Retry(t, from) ==
  /\ Goto(t, from, "idle")
  /\ seen[t] # top
  /\ Forget(t)
  /\ UNCHANGED <<top, succ, owned, left>>

PopReadTop(t) ==
  /\ Goto(t, "idle", "popReadNext")
  /\ left[t] > 0
  /\ top[1] # None
  /\ See(t)
  /\ UNCHANGED <<top, succ, owned, left, node>>
PopReadNext(t) ==
  /\ Goto(t, "popReadNext", "popSwap")
  /\ node' = [node EXCEPT ![t] = succ[seen[t][1]]]
  /\ UNCHANGED <<top, succ, owned, left, seen>>
PopSwap(t) ==
  /\ Goto(t, "popSwap", "idle")
  /\ Swap(t)
  \* Whoever pops a node last is its owner.
  /\ owned' = [u \in T |-> IF u = t THEN owned[u] \cup {seen[t][1]} ELSE owned[u] \ {seen[t][1]}]
  /\ UNCHANGED succ

PushReadTop(t, a) ==
  /\ Goto(t, "idle", "pushLink")
  /\ left[t] > 0
  /\ a \in owned[t]
  /\ See(t)
  /\ node' = [node EXCEPT ![t] = a]
  /\ UNCHANGED <<top, succ, owned, left>>
PushLink(t) ==
  /\ Goto(t, "pushLink", "pushSwap")
  /\ succ' = [succ EXCEPT ![node[t]] = seen[t][1]]
  /\ UNCHANGED <<top, owned, left, seen, node>>
PushSwap(t) ==
  /\ Goto(t, "pushSwap", "idle")
  /\ Swap(t)
  /\ owned' = [u \in T |-> owned[u] \ {node[t]}]
  /\ UNCHANGED succ

Next ==
  \E t \in T :
    \/ PopReadTop(t) \/ PopReadNext(t) \/ PopSwap(t) \/ Retry(t, "popSwap")
    \/ \E a \in N : PushReadTop(t, a)
    \/ PushLink(t) \/ PushSwap(t) \/ Retry(t, "pushSwap")

\* The nodes met on the way from the top, in at most as many steps as there are nodes.
RECURSIVE Walk(_, _)
Walk(a, steps) == IF a = None \/ steps = 0 THEN {} ELSE {a} \cup Walk(succ[a], steps - 1)
OnStack == Walk(top[1], nodes)
Owned == UNION {owned[t] : t \in T}

NoOwnedNodeOnStack == OnStack \cap Owned = {}
NoNodeLost == OnStack \cup Owned = N
NoDeadlock ==
  ENABLED Next \/ \A t \in T : pc[t] = "idle" /\ (left[t] = 0 \/ top[1] = None)
=============================================================================
