import { expect, test } from 'vitest';
import type { Trace } from '../../checker/index.ts';
import { check, plainStory } from '../../checker/index.ts';
import twoPhaseCommit from '../../examples/two-phase-commit.ts';
import type { LaneView } from './lanes.ts';
import { lanes } from './lanes.ts';
import { painter } from './words.ts';

const report = await check(twoPhaseCommit({ n: 4, broken: true }));
const trace = report.violations[0]?.trace;
if (trace === undefined || trace === null) throw new Error('the broken commit is expected to be violated');

const drawn = (view: Partial<LaneView> = {}, of: Trace = trace): string[] =>
  lanes(of, { width: 100, paint: painter(false), story: plainStory, sourceOf: () => null, ...view });

test('each process has a lane, and a step stands in the lane of the process that takes it', () => {
  expect(drawn()).toEqual([
    '    tm        rm=0             rm=1',
    ' 1  TMCommit  │                │                tmState init → committed, msgs.commit false → true',
    ' 2  │         RMChooseToAbort  │                rmState[0] working → aborted',
    ' 3  │         │                RMReceiveCommit  rmState[1] working → committed',
  ]);
});

test('where columns are scarce, lanes shrink to marks and the action gets a column of its own', () => {
  expect(drawn({ width: 80 })).toEqual([
    '    tm  rm=0  rm=1',
    ' 1  ●   │     │     TMCommit         tmState init → committed,',
    '    │   │     │                      msgs.commit false → true',
    ' 2  │   ●     │     RMChooseToAbort  rmState[0] working → aborted',
    ' 3  │   │     ●     RMReceiveCommit  rmState[1] working → committed',
  ]);
});

test.each([80, 90, 100, 120, 160])('no line is wider than %d columns', (width) => {
  const sourceOf = (): string => 'runtime/tracestatus.go, traceSchedResourceState.readyNextGen';
  for (const brief of [false, true])
    expect(Math.max(...drawn({ width, sourceOf, brief }).map(({ length }) => length))).toBeLessThanOrEqual(
      width,
    );
});

test('the Go function stands beside a step with its file, and with its line where a tree was read', () => {
  const sourceOf = (): string => 'runtime/tracebuf.go, traceWriter.refill';
  expect(drawn({ sourceOf, width: 120 })[3]).toMatch(/ {2}traceWriter\.refill tracebuf\.go$/);
  const story = { ...plainStory, placeOf: () => 'tracebuf.go:156' };
  expect(drawn({ sourceOf, story, width: 120 })[3]).toMatch(/ {2}traceWriter\.refill tracebuf\.go:156$/);
  expect(drawn({ sourceOf, story, width: 120, brief: true })[1]).toMatch(/ {2}tracebuf\.go:156$/);
});

test('a brief trace has a line for each step, cut at whole changes', () => {
  expect(drawn({ brief: true, width: 90 }).slice(1)).toEqual([
    ' 1  TMCommit  │                │                tmState init → committed, …',
    ' 2  │         RMChooseToAbort  │                rmState[0] working → aborted',
    ' 3  │         │                RMReceiveCommit  rmState[1] working → committed',
  ]);
});

test('a program counter is left out beside other changes, and told where it is all that changes', () => {
  const story = {
    ...plainStory,
    isProgramCounter: (path: string) => path === 'tmState' || path === 'rmState[0]',
  };
  const lines = drawn({ story });
  expect(lines[1]).toMatch(/ {2}msgs\.commit false → true$/);
  expect(lines[2]).toMatch(/ {2}rmState\[0\] working → aborted$/);
});

test('a step that changes nothing says so', () => {
  const [step] = trace.steps;
  if (step === undefined) throw new Error('a trace without steps');
  expect(drawn({}, { ...trace, steps: [{ ...step, changes: [] }] })[1]).toMatch(/changes nothing$/);
});

test('a trace of no steps has no lanes', () => {
  expect(drawn({}, { ...trace, steps: [] })).toEqual([]);
});
