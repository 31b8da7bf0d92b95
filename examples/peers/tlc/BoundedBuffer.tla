---------------------------- MODULE BoundedBuffer ----------------------------
(* A bounded buffer as a monitor with signals; a call is one step. *)
EXTENDS Naturals
CONSTANTS producers, consumers, capacity, broken
VARIABLES count, asleep
vars == <<count, asleep>>
Producers == 1 .. producers
Consumers == producers + 1 .. producers + consumers

Init == count = 0 /\ asleep = {}

\* Wakes one thread of the sleepers that the condition variable knows, or nobody where there is none.
Signal(kind) ==
  LET known == asleep \cap (IF broken THEN Producers \cup Consumers ELSE kind)
  IN IF known = {} THEN UNCHANGED asleep ELSE \E t \in known : asleep' = asleep \ {t}

Put(p) == p \notin asleep /\ count < capacity /\ count' = count + 1 /\ Signal(Consumers)
WaitToPut(p) == p \notin asleep /\ count = capacity /\ asleep' = asleep \cup {p} /\ UNCHANGED count
Take(c) == c \notin asleep /\ count > 0 /\ count' = count - 1 /\ Signal(Producers)
WaitToTake(c) == c \notin asleep /\ count = 0 /\ asleep' = asleep \cup {c} /\ UNCHANGED count

Next ==
  \/ \E p \in Producers : Put(p) \/ WaitToPut(p)
  \/ \E c \in Consumers : Take(c) \/ WaitToTake(c)

SomeoneIsAwake == asleep # Producers \cup Consumers
NoDeadlock == ENABLED Next
=============================================================================
