/**
 * The hand-written part reader with what the tree does otherwise, so that both can be compared to the state. Each difference by
 * itself is one that nobody can tell, or one in which the tree is right.
 */
import type { Action, System } from '../../../checker/index.ts';
import type { TracerSchema, TracerState } from '../../../model/index.ts';

type One = Action<TracerSchema>;

export function readerAsRead(system: System<TracerSchema>): System<TracerSchema> {
  const { actions } = system;
  const others = Object.entries(actions).filter(([name]) => name !== 'ReaderRelease');
  const changed = others.map(([name, action]) => [name, changes[name]?.(action, actions) ?? action] as const);
  return { ...system, actions: Object.fromEntries(changed) };
}

/** The reader's own phase `release` stands for a reader that goes round again. */
const runs = (s: TracerState): boolean => ['running', 'release'].includes(s.reader.at(0).phase);

const alsoAgain = (action: One): One => ({
  ...action,
  guard: action.guard.map((one) => (one.name === 'running' ? { ...one, holds: runs } : one)),
});

type Change = (action: One, all: Readonly<Record<string, One>>) => One;

/** semrelease moves to the left: it is one step with the unlock before it. */
const releases =
  (goesRound: boolean): Change =>
  (action, all) => ({
    ...alsoAgain(action),
    effect: (next, params) => {
      action.effect(next, params);
      all['ReaderRelease']?.effect(next, params);
      // The tree takes the lock again and goes round, without a buffer that it would have to recycle: a place of its own.
      if (goesRound) next.reader.at(0).phase = 'release';
    },
  });

const changes: Readonly<Record<string, Change>> = {
  ReaderNextGen: releases(true),
  ReaderStop: releases(false),
  ReaderFindsNothing: alsoAgain,
  ReaderTake: (action) => ({
    ...alsoAgain(action),
    effect: (next, params) => {
      action.effect(next, params);
      next.reader.at(0).phase = 'running';
    },
  }),
  // Package runtime/trace starts the reader's goroutine when StartTrace has returned.
  StartEnable: (action) => ({
    ...action,
    effect: (next, params) => {
      action.effect(next, params);
      next.reader.at(0).phase = 'off';
    },
  }),
  StartPublish: (action) => ({
    ...action,
    effect: (next, params) => {
      action.effect(next, params);
      next.reader.at(0).phase = 'running';
    },
  }),
};
