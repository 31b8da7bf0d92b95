-- Two-phase commit: N resource managers; with BROKEN 1 the manager commits without waiting for all.
const
  N: 3;
  BROKEN: 0;

type
  Manager: 0 .. N - 1;
  ManagerState: enum { working, prepared, committed, aborted };
  Decision: enum { undecided, commits, aborts };

var
  rmState: array [Manager] of ManagerState;
  tmState: Decision;
  tmPrepared: array [Manager] of boolean;
  sentPrepared: array [Manager] of boolean;
  sentCommit: boolean;
  sentAbort: boolean;

startstate "Init"
begin
  for rm: Manager do
    rmState[rm] := working;
    tmPrepared[rm] := false;
    sentPrepared[rm] := false;
  end;
  tmState := undecided;
  sentCommit := false;
  sentAbort := false;
end;

rule "TMCommit"
  tmState = undecided & (BROKEN = 1 | forall rm: Manager do tmPrepared[rm] end)
==>
begin
  tmState := commits;
  sentCommit := true;
end;

rule "TMAbort"
  tmState = undecided
==>
begin
  tmState := aborts;
  sentAbort := true;
end;

ruleset rm: Manager do
  rule "TMReceivePrepared"
    tmState = undecided & sentPrepared[rm]
  ==>
  begin
    tmPrepared[rm] := true;
  end;

  rule "RMPrepare"
    rmState[rm] = working
  ==>
  begin
    rmState[rm] := prepared;
    sentPrepared[rm] := true;
  end;

  rule "RMChooseToAbort"
    rmState[rm] = working
  ==>
  begin
    rmState[rm] := aborted;
  end;

  rule "RMReceiveCommit"
    sentCommit
  ==>
  begin
    rmState[rm] := committed;
  end;

  rule "RMReceiveAbort"
    sentAbort
  ==>
  begin
    rmState[rm] := aborted;
  end;
end;

invariant "Consistent"
  !((exists rm: Manager do rmState[rm] = committed end) & (exists rm: Manager do rmState[rm] = aborted end));
