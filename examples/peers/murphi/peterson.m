-- Peterson's lock for two processes; with BROKEN 1 a process gives the turn away before it raises its flag.
const
  BROKEN: 0;

type
  Process: 0 .. 1;
  Place: enum { idle, second, readFlag, readTurn, critical };

var
  flag: array [Process] of boolean;
  turn: Process;
  pc: array [Process] of Place;

startstate "Init"
begin
  for p: Process do
    flag[p] := false;
    pc[p] := idle;
  end;
  turn := 0;
end;

ruleset p: Process do
  rule "RaiseFlag"
    pc[p] = (BROKEN = 1 ? second : idle)
  ==>
  begin
    flag[p] := true;
    pc[p] := BROKEN = 1 ? readFlag : second;
  end;

  rule "GiveTurn"
    pc[p] = (BROKEN = 1 ? idle : second)
  ==>
  begin
    turn := 1 - p;
    pc[p] := BROKEN = 1 ? second : readFlag;
  end;

  rule "ReadFlag"
    pc[p] = readFlag
  ==>
  begin
    pc[p] := flag[1 - p] ? readTurn : critical;
  end;

  rule "ReadTurn"
    pc[p] = readTurn
  ==>
  begin
    pc[p] := turn = p ? critical : readFlag;
  end;

  rule "Leave"
    pc[p] = critical
  ==>
  begin
    flag[p] := false;
    pc[p] := idle;
  end;
end;

invariant "MutualExclusion"
  !(pc[0] = critical & pc[1] = critical);
