--------------------------- MODULE ReadersWriters ---------------------------
(* Readers and writers with two semaphores; the first reader in and the last one out care for the room. *)
EXTENDS Naturals
CONSTANTS readers, writers, broken
VARIABLES mutex, room, count, reader, writing
vars == <<mutex, room, count, reader, writing>>
R == 1 .. readers
W == 1 .. writers

Init ==
  /\ mutex = 1
  /\ room = 1
  /\ count = 0
  /\ reader = [r \in R |-> "idle"]
  /\ writing = {}

Goto(r, from, to) == reader[r] = from /\ reader' = [reader EXCEPT ![r] = to]
Lock == IF broken THEN UNCHANGED mutex ELSE mutex = 1 /\ mutex' = 0
Unlock == mutex' = 1

LockIn(r) == Goto(r, "idle", "countingIn") /\ Lock /\ UNCHANGED <<room, count, writing>>
CountIn(r) == Goto(r, "countingIn", "enteringRoom") /\ count' = count + 1 /\ UNCHANGED <<mutex, room, writing>>
EnterRoom(r) ==
  /\ Goto(r, "enteringRoom", "unlockingIn")
  /\ IF count = 1 THEN room = 1 /\ room' = 0 ELSE UNCHANGED room
  /\ UNCHANGED <<mutex, count, writing>>
UnlockIn(r) == Goto(r, "unlockingIn", "reading") /\ Unlock /\ UNCHANGED <<room, count, writing>>
LockOut(r) == Goto(r, "reading", "countingOut") /\ Lock /\ UNCHANGED <<room, count, writing>>
CountOut(r) == Goto(r, "countingOut", "leavingRoom") /\ count' = count - 1 /\ UNCHANGED <<mutex, room, writing>>
LeaveRoom(r) ==
  /\ Goto(r, "leavingRoom", "unlockingOut")
  /\ room' = IF count = 0 THEN 1 ELSE room
  /\ UNCHANGED <<mutex, count, writing>>
UnlockOut(r) == Goto(r, "unlockingOut", "idle") /\ Unlock /\ UNCHANGED <<room, count, writing>>

StartWriting(w) ==
  w \notin writing /\ room = 1 /\ room' = 0 /\ writing' = writing \cup {w} /\ UNCHANGED <<mutex, count, reader>>
StopWriting(w) ==
  w \in writing /\ room' = 1 /\ writing' = writing \ {w} /\ UNCHANGED <<mutex, count, reader>>

Next ==
  \/ \E r \in R :
       \/ LockIn(r) \/ CountIn(r) \/ EnterRoom(r) \/ UnlockIn(r)
       \/ LockOut(r) \/ CountOut(r) \/ LeaveRoom(r) \/ UnlockOut(r)
  \/ \E w \in W : StartWriting(w) \/ StopWriting(w)

OneWriter == \A v, w \in writing : v = w
NoReaderWithWriter == writing = {} \/ \A r \in R : reader[r] # "reading"
NoDeadlock == ENABLED Next
=============================================================================
