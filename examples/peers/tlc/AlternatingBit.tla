--------------------------- MODULE AlternatingBit ---------------------------
(* The alternating bit protocol over two channels that keep order and lose their first item at will. *)
EXTENDS Integers, Sequences
CONSTANTS messages, capacity, broken
VARIABLES sent, delivered, data, acks
vars == <<sent, delivered, data, acks>>

Init == sent = 0 /\ delivered = <<>> /\ data = <<>> /\ acks = <<>>

Send ==
  /\ sent < messages
  /\ Len(data) < capacity
  /\ data' = Append(data, [bit |-> sent % 2, number |-> sent + 1])
  /\ UNCHANGED <<sent, delivered, acks>>
LoseMessage == data # <<>> /\ data' = Tail(data) /\ UNCHANGED <<sent, delivered, acks>>
Receive ==
  /\ data # <<>>
  /\ data' = Tail(data)
  /\ delivered' =
       IF (broken \/ Head(data).bit = Len(delivered) % 2) /\ Len(delivered) < messages
       THEN Append(delivered, Head(data).number)
       ELSE delivered
  /\ UNCHANGED <<sent, acks>>
Acknowledge ==
  /\ delivered # <<>>
  /\ Len(acks) < capacity
  /\ acks' = Append(acks, (Len(delivered) - 1) % 2)
  /\ UNCHANGED <<sent, delivered, data>>
LoseAck == acks # <<>> /\ acks' = Tail(acks) /\ UNCHANGED <<sent, delivered, data>>
ReceiveAck ==
  /\ acks # <<>>
  /\ acks' = Tail(acks)
  /\ sent' = IF Head(acks) = sent % 2 /\ sent < messages THEN sent + 1 ELSE sent
  /\ UNCHANGED <<delivered, data>>

Next == Send \/ LoseMessage \/ Receive \/ Acknowledge \/ LoseAck \/ ReceiveAck

InOrder == \A i \in 1 .. Len(delivered) : delivered[i] = i
SenderIsNotAhead == Len(delivered) - sent \in {0, 1}
NoDeadlock == ENABLED Next
=============================================================================
