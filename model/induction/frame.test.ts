import { expect, test } from 'vitest';
import { enumeration } from '../../checker/induction/enumerate.ts';
import { partialState, wanted } from '../../checker/induction/partial-state.ts';
import { designNamed } from '../designs.ts';
import { actionMutantNamed } from '../mutants/actions/index.ts';
import { tracer } from '../tracer.ts';
import { inductiveInvariant } from './invariant.ts';
import { viewBounds, viewOfOneM } from './view.ts';

// What lets one M stand for any number: Ms do not touch each other. Asked of the model's own actions, in every state that
// satisfies the invariant, with the other M unknown: a read of it would throw, and a write would make it known.

const size = { buffersPerM: 2, eventsPerBuffer: 1 };
const correct = designNamed('1.26-nosplit');
const { frame, claims } = inductiveInvariant();

/** `Action path` of everything outside its own M that a step of M 0 reads of the other M, or writes; and how many were taken. */
function touches(variant: Parameters<typeof tracer>[0]): {
  readonly foreign: Set<string>;
  readonly taken: Set<string>;
} {
  const model = tracer(variant, viewBounds(size));
  const state = partialState(model.state);
  const whole = partialState(model.state);
  const next = partialState(model.state);
  const isOfOther = state.paths.map((path) => path.startsWith('m[1]'));
  const isOfOwn = state.paths.map((path) => path.startsWith('m[0]'));
  const ofM0 = Object.entries(model.actions).flatMap(([action, { params, guard, effect }]) =>
    !('m' in params) || action === 'AdvanceReadFlag' || action === 'ReaderTake'
      ? []
      : (params['depth'] ?? [0]).map((depth) => ({ action, guard, effect, params: { m: 0, depth } })),
  );
  const foreign = new Set<string>();
  const taken = new Set<string>();
  const goesOn = enumeration(state, Object.values({ ...frame, ...claims }));
  while (goesOn()) {
    for (let at = 0; at < state.values.length; at++)
      whole.values[at] = isOfOther[at] === true ? undefined : (state.values[at] ?? state.domains[at]?.[0]);
    for (const { action, guard, effect, params } of ofM0) {
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

test('a step of an M reads nothing of another M, and writes nothing but what is its own', () => {
  const { foreign, taken } = touches(correct);
  expect([...foreign]).toEqual([]);
  expect([...taken].sort()).toEqual([
    'AcquireDisabled',
    'AcquireFlagDown',
    'AcquireLoadGen',
    'AcquireNested',
    'AcquireOuter',
    'AcquireReentrant',
    'AcquireSetFlag',
    'AcquireUndo',
    'End',
    'EventEnsure',
    'EventFirstUnit',
    'EventSecondUnit',
    'Refill',
    'Release',
    'StackGrowth',
    'Writer',
  ]);
});

test('one that does is noticed', () => {
  // Puts the pointers of all Ms back, and so reads them.
  expect([...touches(actionMutantNamed('end-does-not-store')).foreign]).toEqual(['End m[1].buf[0]']);
});

test('the view has the actions of the model', () => {
  const { MoreToFlush, ...actions } = viewOfOneM(correct, size).actions;
  expect(Object.keys(actions)).toEqual(Object.keys(tracer(correct, viewBounds(size)).actions));
  expect(MoreToFlush?.note).toContain('no step of the tracer');
});
