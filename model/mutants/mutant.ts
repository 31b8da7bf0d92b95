/**
 * A mutant: a design that holds, with one protection removed or two steps exchanged, and what must notice. Each stands in a
 * file of its own; together they show that no property holds for want of trying.
 */
import type { Action } from '../../checker/index.ts';
import type { Design } from '../design.ts';
import { designNamed } from '../designs.ts';
import type { Constants, TracerSchema } from '../state.ts';

export type Actions = Readonly<Record<string, Action<TracerSchema>>>;
type Effect = Action<TracerSchema>['effect'];
type Mutation = (action: Action<TracerSchema>) => Action<TracerSchema>;

export interface Mutant {
  /** Its name for the command line, and that of its file: `release-lowers-flag`. */
  readonly name: string;
  /** What is changed, as one clause. */
  readonly change: string;
  /** What the change takes away, and how that shows. */
  readonly why: string;
  /** The Go function whose protection or order it is. */
  readonly source: string;
  /** What is changed in the facts of the design, or the design itself. */
  readonly design: Design;
  /** What is changed in the actions. */
  readonly mutate?: (actions: Actions, k: Constants) => Actions;
  /** By bounds: each property that must fail there, with the steps of its shortest counterexample. */
  readonly fails: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** The design that mutants are made of unless they say otherwise: it holds. */
export const correct: Design = designNamed('1.26-nosplit');

/** The actions with some of them changed, each of which must exist: a mutant that changes nothing is a mistake. */
export function changed(actions: Actions, changes: Readonly<Record<string, Mutation>>): Actions {
  const missing = Object.keys(changes).find((name) => !Object.hasOwn(actions, name));
  if (missing !== undefined)
    throw new RangeError(`a mutant changes ${missing}, which is no action of the model`);
  return Object.fromEntries(
    Object.entries(actions).map(([name, action]) => [name, changes[name]?.(action) ?? action]),
  );
}

/** Leaves conjuncts of a guard out, each of which must exist. */
export function without(...names: readonly string[]): Mutation {
  return (action) => {
    const missing = names.find((name) => !action.guard.some((one) => one.name === name));
    if (missing !== undefined)
      throw new RangeError(`a mutant drops ${missing}, which is no conjunct of its action`);
    return { ...action, guard: action.guard.filter(({ name }) => !names.includes(name)) };
  };
}

/** Does something after the effect. */
export function also(more: Effect): Mutation {
  return (action) => ({
    ...action,
    effect: (next, params) => {
      action.effect(next, params);
      more(next, params);
    },
  });
}

/** Does something else than the effect. */
export function instead(effect: Effect): Mutation {
  return (action) => ({ ...action, effect });
}

/** Runs the effect and puts the buffer pointers of all Ms back. */
export function keepingSlots(action: Action<TracerSchema>): Action<TracerSchema> {
  return {
    ...action,
    effect: (next, params) => {
      const ms = Array.from({ length: next.m.length }, (_, id) =>
        [0, 1].map((parity) => next.m.at(id).buf.at(parity)),
      );
      action.effect(next, params);
      ms.forEach((slots, id) => {
        slots.forEach((buf, parity) => {
          next.m.at(id).buf.set(parity, buf);
        });
      });
    },
  };
}
