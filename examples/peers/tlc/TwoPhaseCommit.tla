--------------------------- MODULE TwoPhaseCommit ---------------------------
(* Two-phase commit: one transaction manager, n resource managers, and the set of all messages ever sent. *)
EXTENDS Naturals
CONSTANTS n, broken
VARIABLES rmState, tmState, tmPrepared, msgs
vars == <<rmState, tmState, tmPrepared, msgs>>
RM == 0 .. n - 1

Init ==
  /\ rmState = [r \in RM |-> "working"]
  /\ tmState = "init"
  /\ tmPrepared = {}
  /\ msgs = {}

TMCommit ==
  /\ tmState = "init"
  /\ (broken \/ tmPrepared = RM) = TRUE
  /\ tmState' = "committed"
  /\ msgs' = msgs \cup {<<"commit">>}
  /\ UNCHANGED <<rmState, tmPrepared>>

TMAbort ==
  /\ tmState = "init"
  /\ tmState' = "aborted"
  /\ msgs' = msgs \cup {<<"abort">>}
  /\ UNCHANGED <<rmState, tmPrepared>>

TMReceivePrepared(r) ==
  /\ tmState = "init"
  /\ <<"prepared", r>> \in msgs
  /\ tmPrepared' = tmPrepared \cup {r}
  /\ UNCHANGED <<rmState, tmState, msgs>>

RMPrepare(r) ==
  /\ rmState[r] = "working"
  /\ rmState' = [rmState EXCEPT ![r] = "prepared"]
  /\ msgs' = msgs \cup {<<"prepared", r>>}
  /\ UNCHANGED <<tmState, tmPrepared>>

RMChooseToAbort(r) ==
  /\ rmState[r] = "working"
  /\ rmState' = [rmState EXCEPT ![r] = "aborted"]
  /\ UNCHANGED <<tmState, tmPrepared, msgs>>

RMReceiveCommit(r) ==
  /\ <<"commit">> \in msgs
  /\ rmState' = [rmState EXCEPT ![r] = "committed"]
  /\ UNCHANGED <<tmState, tmPrepared, msgs>>

RMReceiveAbort(r) ==
  /\ <<"abort">> \in msgs
  /\ rmState' = [rmState EXCEPT ![r] = "aborted"]
  /\ UNCHANGED <<tmState, tmPrepared, msgs>>

Next ==
  \/ TMCommit
  \/ TMAbort
  \/ \E r \in RM :
       \/ TMReceivePrepared(r)
       \/ RMPrepare(r)
       \/ RMChooseToAbort(r)
       \/ RMReceiveCommit(r)
       \/ RMReceiveAbort(r)

Consistent == ~ \E a, c \in RM : rmState[a] = "aborted" /\ rmState[c] = "committed"
NoDeadlock == ENABLED Next
=============================================================================
