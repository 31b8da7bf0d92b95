------------------------ MODULE TerminationDetection ------------------------
(* Termination detection with a token on a ring, as in EWD 840. *)
EXTENDS Naturals
CONSTANTS n, broken
VARIABLES active, black, tokenAt, tokenBlack
vars == <<active, black, tokenAt, tokenBlack>>
Nodes == 0 .. n - 1

Init ==
  /\ active \in SUBSET Nodes
  /\ black = {}
  /\ tokenAt = 0
  /\ tokenBlack = TRUE

StartProbe ==
  /\ tokenAt = 0
  /\ (tokenBlack \/ 0 \in black) = TRUE
  /\ tokenAt' = n - 1
  /\ tokenBlack' = FALSE
  /\ black' = black \ {0}
  /\ UNCHANGED active
PassToken(i) ==
  /\ tokenAt = i
  /\ i \notin active
  /\ tokenAt' = i - 1
  /\ tokenBlack' = (tokenBlack \/ i \in black)
  /\ black' = black \ {i}
  /\ UNCHANGED active
Activate(i, j) ==
  /\ i \in active
  /\ active' = active \cup {j}
  /\ black' = IF j > i /\ ~broken THEN black \cup {i} ELSE black
  /\ UNCHANGED <<tokenAt, tokenBlack>>
Finish(i) == i \in active /\ active' = active \ {i} /\ UNCHANGED <<black, tokenAt, tokenBlack>>

Next ==
  \/ StartProbe
  \/ \E i \in Nodes \ {0} : PassToken(i)
  \/ \E i \in Nodes : Finish(i) \/ \E j \in Nodes \ {i} : Activate(i, j)

Detects == tokenAt = 0 /\ ~tokenBlack /\ 0 \notin black /\ 0 \notin active
DetectionIsTrue == Detects => active = {}
NoDeadlock == ENABLED Next \/ Detects
PassiveNodesStaySo == [][active = {} => active' = {}]_vars
=============================================================================
