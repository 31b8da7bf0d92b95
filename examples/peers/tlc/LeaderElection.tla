--------------------------- MODULE LeaderElection ---------------------------
(* Leader election as in Raft; messages are a set that only grows, and a restart keeps term and vote only. *)
EXTENDS Naturals, FiniteSets
CONSTANTS n, terms, broken
VARIABLES role, term, votedFor, votes, requests, grants, elected
vars == <<role, term, votedFor, votes, requests, grants, elected>>
Servers == 1 .. n
Nobody == 0

Init ==
  /\ role = [s \in Servers |-> "follower"]
  /\ term = [s \in Servers |-> 0]
  /\ votedFor = [s \in Servers |-> Nobody]
  /\ votes = [s \in Servers |-> {}]
  /\ requests = {}       \* <<term, candidate>>
  /\ grants = {}         \* <<term, voter, candidate>>
  /\ elected = {}        \* <<term, leader>>

TimeOut(s) ==
  /\ role[s] # "leader"
  /\ term[s] < terms
  /\ role' = [role EXCEPT ![s] = "candidate"]
  /\ term' = [term EXCEPT ![s] = @ + 1]
  /\ votedFor' = [votedFor EXCEPT ![s] = s]
  /\ votes' = [votes EXCEPT ![s] = {s}]
  /\ requests' = requests \cup {<<term[s] + 1, s>>}
  /\ UNCHANGED <<grants, elected>>

SeeTerm(s, t) ==
  /\ t > term[s]
  /\ requests \cap ({t} \X Servers) # {}
  /\ role' = [role EXCEPT ![s] = "follower"]
  /\ term' = [term EXCEPT ![s] = t]
  /\ votedFor' = [votedFor EXCEPT ![s] = Nobody]
  /\ votes' = [votes EXCEPT ![s] = {}]
  /\ UNCHANGED <<requests, grants, elected>>

Grant(s, c) ==
  /\ <<term[s], c>> \in requests
  /\ role[s] = "follower"
  /\ votedFor[s] = Nobody
  /\ votedFor' = [votedFor EXCEPT ![s] = c]
  /\ grants' = grants \cup {<<term[s], s, c>>}
  /\ UNCHANGED <<role, term, votes, requests, elected>>

CountVote(s, v) ==
  /\ role[s] = "candidate"
  /\ <<term[s], v, s>> \in grants
  /\ v \notin votes[s]
  /\ votes' = [votes EXCEPT ![s] = @ \cup {v}]
  /\ UNCHANGED <<role, term, votedFor, requests, grants, elected>>

BecomeLeader(s) ==
  /\ role[s] = "candidate"
  /\ Cardinality(votes[s]) * 2 > n
  /\ role' = [role EXCEPT ![s] = "leader"]
  /\ elected' = elected \cup {<<term[s], s>>}
  /\ UNCHANGED <<term, votedFor, votes, requests, grants>>

Restart(s) ==
  /\ term[s] > 0
  /\ role' = [role EXCEPT ![s] = "follower"]
  /\ votedFor' = IF broken THEN [votedFor EXCEPT ![s] = Nobody] ELSE votedFor
  /\ votes' = [votes EXCEPT ![s] = {}]
  /\ UNCHANGED <<term, requests, grants, elected>>

Next ==
  \E s \in Servers :
    \/ TimeOut(s)
    \/ \E t \in 1 .. terms : SeeTerm(s, t)
    \/ \E c \in Servers : Grant(s, c)
    \/ \E v \in Servers : CountVote(s, v)
    \/ BecomeLeader(s)
    \/ Restart(s)

OneLeaderPerTerm == \A a, b \in elected : a[1] = b[1] => a = b
VotesWereGranted == \A s \in Servers : \A v \in votes[s] \ {s} : <<term[s], v, s>> \in grants
NoDeadlock == ENABLED Next
=============================================================================
