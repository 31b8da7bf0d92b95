/**
 * Making an action of another: what mutants do to the model, and what a part does to the core.
 */
import type { Action } from '../../checker/index.ts';
import type { Bounds } from '../bounds.ts';
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

/**
 * What parts keep of the core that have no buffers: writing an event is a matter of the part, and where the bounds have no
 * stop, tracing starts once and goes on. `more` names actions that the part has besides.
 */
export function withoutBuffers(core: Actions, { stop }: Bounds, more: readonly string[] = []): Actions {
  const names = new Set([...unbuffered, ...(stop ? stopping : []), ...more]);
  return changed(Object.fromEntries(Object.entries(core).filter(([name]) => names.has(name))), {
    StartEnable: stop ? without('starts') : without('starts', 'generationsLeft', 'worldStopped'),
    ReaderNextGen: stop ? without('nothingFull') : without('nothingFull', 'goesOn'),
    ...(stop && { ReaderStop: without('nothingFull') }),
  });
}

const unbuffered = [
  'StartEnable',
  'StartPublish',
  'AcquireFlagDown',
  'AcquireSetFlag',
  'AcquireLoadGen',
  'Release',
  'AdvanceStoreGen',
  'AdvanceSnapshot',
  'AdvanceReadFlag',
  'AdvanceFlush',
  'AdvanceFlushedGen',
  'AdvanceDone',
  'ReaderNextGen',
];

const stopping = ['StopStoreGen', 'StopClearEnabled', 'AcquireUndo', 'AcquireDisabled', 'ReaderStop'];

/** Leaves conjuncts of a guard out, each of which must exist. */
function without(...names: readonly string[]): Change {
  return (action) => {
    const missing = names.find((name) => !action.guard.some((one) => one.name === name));
    if (missing !== undefined)
      throw new NothingToChange(`${missing} is to be left out, which is no conjunct of its action`);
    return { ...action, guard: action.guard.filter(({ name }) => !names.includes(name)) };
  };
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
