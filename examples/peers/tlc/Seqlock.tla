------------------------------ MODULE Seqlock ------------------------------
(* A sequence lock over two words, one writer, readers that retry. *)
EXTENDS Naturals
CONSTANTS readers, writes, broken
VARIABLES seq, data, writer, pc, saw, pair
vars == <<seq, data, writer, pc, saw, pair>>
R == 1 .. readers

Init ==
  /\ seq = 0
  /\ data = <<0, 0>>
  /\ writer = "idle"
  /\ pc = [r \in R |-> "start"]
  /\ saw = [r \in R |-> 0]
  /\ pair = [r \in R |-> <<0, 0>>]

Write(from, to) == writer = from /\ writer' = to /\ UNCHANGED <<pc, saw, pair>>
MakeOdd == seq < 2 * writes /\ Write("idle", "first") /\ seq' = seq + 1 /\ UNCHANGED data
WriteFirst == Write("first", "second") /\ data' = [data EXCEPT ![1] = @ + 1] /\ UNCHANGED seq
WriteSecond == Write("second", "done") /\ data' = [data EXCEPT ![2] = @ + 1] /\ UNCHANGED seq
MakeEven == Write("done", "idle") /\ seq' = seq + 1 /\ UNCHANGED data

Read(r, from, to) == pc[r] = from /\ pc' = [pc EXCEPT ![r] = to] /\ UNCHANGED <<seq, data, writer>>
ReadSeq(r) ==
  /\ (broken \/ seq % 2 = 0) = TRUE
  /\ Read(r, "start", "first")
  /\ saw' = [saw EXCEPT ![r] = seq]
  /\ UNCHANGED pair
ReadFirst(r) == Read(r, "first", "second") /\ pair' = [pair EXCEPT ![r][1] = data[1]] /\ UNCHANGED saw
ReadSecond(r) == Read(r, "second", "checking") /\ pair' = [pair EXCEPT ![r][2] = data[2]] /\ UNCHANGED saw
CheckSeq(r) ==
  /\ Read(r, "checking", IF saw[r] = seq THEN "using" ELSE "start")
  /\ pair' = [pair EXCEPT ![r] = IF saw[r] = seq THEN @ ELSE <<0, 0>>]
  /\ saw' = [saw EXCEPT ![r] = 0]
Use(r) == Read(r, "using", "start") /\ pair' = [pair EXCEPT ![r] = <<0, 0>>] /\ UNCHANGED saw

Next ==
  \/ MakeOdd \/ WriteFirst \/ WriteSecond \/ MakeEven
  \/ \E r \in R : ReadSeq(r) \/ ReadFirst(r) \/ ReadSecond(r) \/ CheckSeq(r) \/ Use(r)

NoTornPair == \A r \in R : pc[r] = "using" => pair[r][1] = pair[r][2]
NoDeadlock == ENABLED Next
SeqNeverFalls == [][seq' >= seq]_vars
=============================================================================
