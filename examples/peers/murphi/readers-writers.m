-- Readers and writers with two semaphores; with BROKEN 1 readers count themselves without the one that guards the count.
const
  READERS: 2;
  WRITERS: 2;
  BROKEN: 0;

type
  Reader: 0 .. READERS - 1;
  Writer: 0 .. WRITERS - 1;
  Place: enum {
    idle, countingIn, enteringRoom, unlockingIn, reading, countingOut, leavingRoom, unlockingOut
  };

var
  mutex: boolean;
  room: boolean;
  count: 0 .. READERS;
  reader: array [Reader] of Place;
  writing: array [Writer] of boolean;

startstate "Init"
begin
  mutex := false;
  room := false;
  count := 0;
  for r: Reader do
    reader[r] := idle;
  end;
  for w: Writer do
    writing[w] := false;
  end;
end;

ruleset r: Reader do
  rule "LockIn"
    reader[r] = idle & (BROKEN = 1 | !mutex)
  ==>
  begin
    mutex := BROKEN = 0;
    reader[r] := countingIn;
  end;

  rule "CountIn"
    reader[r] = countingIn
  ==>
  begin
    count := count + 1;
    reader[r] := enteringRoom;
  end;

  rule "EnterRoom"
    reader[r] = enteringRoom & (count != 1 | !room)
  ==>
  begin
    if count = 1 then
      room := true;
    end;
    reader[r] := unlockingIn;
  end;

  rule "UnlockIn"
    reader[r] = unlockingIn
  ==>
  begin
    mutex := false;
    reader[r] := reading;
  end;

  rule "LockOut"
    reader[r] = reading & (BROKEN = 1 | !mutex)
  ==>
  begin
    mutex := BROKEN = 0;
    reader[r] := countingOut;
  end;

  rule "CountOut"
    reader[r] = countingOut
  ==>
  begin
    count := count - 1;
    reader[r] := leavingRoom;
  end;

  rule "LeaveRoom"
    reader[r] = leavingRoom
  ==>
  begin
    if count = 0 then
      room := false;
    end;
    reader[r] := unlockingOut;
  end;

  rule "UnlockOut"
    reader[r] = unlockingOut
  ==>
  begin
    mutex := false;
    reader[r] := idle;
  end;
end;

ruleset w: Writer do
  rule "StartWriting"
    !writing[w] & !room
  ==>
  begin
    room := true;
    writing[w] := true;
  end;

  rule "StopWriting"
    writing[w]
  ==>
  begin
    room := false;
    writing[w] := false;
  end;
end;

invariant "OneWriter"
  forall v: Writer do forall w: Writer do v = w | !(writing[v] & writing[w]) end end;

invariant "NoReaderWithWriter"
  !((exists w: Writer do writing[w] end) & (exists r: Reader do reader[r] = reading end));
