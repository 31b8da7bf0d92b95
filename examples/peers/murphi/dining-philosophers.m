-- Dining philosophers: N of them; the last one reaches for its right fork first, but not with BROKEN 1.
const
  N: 4;
  BROKEN: 0;

type
  Philosopher: 0 .. N - 1;
  Place: enum { thinking, oneFork, eating, sated };

var
  taken: array [Philosopher] of boolean;
  pc: array [Philosopher] of Place;

function right(p: Philosopher): Philosopher;
begin
  return (p + 1) % N;
end;

function first(p: Philosopher): Philosopher;
begin
  return BROKEN = 0 & p = N - 1 ? right(p) : p;
end;

function last(p: Philosopher): Philosopher;
begin
  return BROKEN = 0 & p = N - 1 ? p : right(p);
end;

startstate "Init"
begin
  for p: Philosopher do
    taken[p] := false;
    pc[p] := thinking;
  end;
end;

ruleset p: Philosopher do
  rule "TakeFirst"
    pc[p] = thinking & !taken[first(p)]
  ==>
  begin
    taken[first(p)] := true;
    pc[p] := oneFork;
  end;

  rule "TakeSecond"
    pc[p] = oneFork & !taken[last(p)]
  ==>
  begin
    taken[last(p)] := true;
    pc[p] := eating;
  end;

  rule "PutFirst"
    pc[p] = eating
  ==>
  begin
    taken[first(p)] := false;
    pc[p] := sated;
  end;

  rule "PutSecond"
    pc[p] = sated
  ==>
  begin
    taken[last(p)] := false;
    pc[p] := thinking;
  end;
end;

invariant "NeighboursNeverEatTogether"
  forall p: Philosopher do !(pc[p] = eating & pc[right(p)] = eating) end;
