/** Making an action of another: what Ps and system calls do to the core. */
import type { Action } from '../../checker/index.ts';
import { NothingToChange } from '../program/edits/nothing-to-change.ts';
import type { TracerSchema } from './state.ts';

export type Actions = Readonly<Record<string, Action<TracerSchema>>>;
type Effect = Action<TracerSchema>['effect'];

export type Change = (action: Action<TracerSchema>) => Action<TracerSchema>;

/** The actions with some of them changed, each of which must exist: a change of nothing is a mistake. */
export function changed(actions: Actions, changes: Readonly<Record<string, Change>>): Actions {
  const missing = Object.keys(changes).find((name) => !Object.hasOwn(actions, name));
  if (missing !== undefined)
    throw new NothingToChange(`${missing} is to be changed, which is no action of the model`);
  return Object.fromEntries(
    Object.entries(actions).map(([name, action]) => [name, changes[name]?.(action) ?? action]),
  );
}

/** Does something after the effect. */
export function also(more: Effect): Change {
  return (action) => ({
    ...action,
    effect: (next, params) => {
      action.effect(next, params);
      more(next, params);
    },
  });
}
