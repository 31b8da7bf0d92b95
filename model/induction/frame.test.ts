import { expect, test } from 'vitest';
import type { Action } from '../../checker/index.ts';
import { enumeration } from '../../checker/induction/enumerate.ts';
import { partialState, wanted } from '../../checker/induction/partial-state.ts';
import type { ProgramSchema } from '../program/state/state.ts';
import { inductiveInvariant } from './invariant.ts';
import { correct } from './testing/trees.ts';
import { SELF, viewOfOneM } from './view.ts';

// What lets one M stand for any number: Ms do not touch each other. Asked of the steps themselves, in every state that
// satisfies the invariant, with the other Ms unknown: a read of one would throw, and a write would make it known.

const view = viewOfOneM(correct, { buffersPerM: 1, eventsPerBuffer: 1 });
const { conjuncts } = inductiveInvariant(view);
type Actions = Readonly<Record<string, Action<ProgramSchema>>>;

/** `Action path` of everything outside its own M that a step of M 0 reads of another M, or writes; and how many were taken. */
function touches(actions: Actions): {
  readonly foreign: Set<string>;
  readonly taken: Set<string>;
} {
  const { state: schema } = view.system;
  const state = partialState(schema);
  const whole = partialState(schema);
  const next = partialState(schema);
  const isOfOther = state.paths.map((path) => /^m\[[^0]/.test(path));
  const isOfOwn = state.paths.map((path) => path.startsWith(`m[${SELF}]`));
  const ofM0 = Object.entries(actions).filter(([, { params }]) => 'm' in params);
  const params = { m: SELF };
  const foreign = new Set<string>();
  const taken = new Set<string>();
  const goesOn = enumeration(state, Object.values(conjuncts));
  while (goesOn()) {
    for (let at = 0; at < state.values.length; at++)
      whole.values[at] = isOfOther[at] === true ? undefined : (state.values[at] ?? state.domains[at]?.[0]);
    for (const [action, { guard, effect }] of ofM0) {
      try {
        if (!guard.every(({ holds }) => holds(whole.view, params))) continue;
        for (let at = 0; at < whole.values.length; at++) next.values[at] = whole.values[at];
        effect(next.draft, params);
      } catch (thrown) {
        if (thrown !== wanted) throw thrown;
        foreign.add(`${action} ${state.paths[wanted.scalar]}`);
        continue;
      }
      taken.add(action);
      for (let at = 0; at < whole.values.length; at++)
        if (isOfOwn[at] !== true && next.values[at] !== whole.values[at])
          foreign.add(`${action} ${state.paths[at]}`);
    }
  }
  return { foreign, taken };
}

/** The steps themselves: what the view does after each of them touches all Ms. */
const steps = view.steps;

test('a step of an M reads nothing of another M, and writes nothing but what is its own', () => {
  const { foreign, taken } = touches(steps);
  expect([...foreign]).toEqual([]);
  // A growth that finds the flag down could not be one of a section.
  const never = /^traceAcquireEnabled:(225|235|237) in a growth$/;
  const ofM = Object.entries(steps).flatMap(([name, { params }]) => ('m' in params ? [name] : []));
  expect([...taken].sort()).toEqual(ofM.filter((name) => !never.test(name)).sort());
});

test('one that does is noticed', () => {
  const { over } = view.constants;
  const params = { m: [SELF] };
  const reads = over.action({ params, guard: { other: (s) => s.m.at(1).writing }, effect: () => undefined });
  const writes = over.action({
    params,
    guard: {},
    effect: (next) => {
      next.m.at(2).buf.set(0, 1);
    },
  });
  expect([...touches({ reads, writes }).foreign].sort()).toEqual([
    'reads m[1].writing',
    'writes m[2].buf[0]',
  ]);
});

test('the view has the steps of the programs', () => {
  const { OthersLeft, ...actions } = view.system.actions;
  expect(Object.keys(actions)).toEqual(Object.keys(steps));
  expect(OthersLeft?.note).toContain('no step of the tracer');
});
