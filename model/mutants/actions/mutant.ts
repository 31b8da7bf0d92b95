/** A mutant of the hand-written model: a design that holds, with actions changed. What still stands on these actions asks about it. */
import type { Action } from '../../../checker/index.ts';
import type { Parts } from '../../bounds.ts';
import type { Actions } from '../../change.ts';
import type { Design } from '../../design.ts';
import { designNamed } from '../../designs.ts';
import type { Constants, TracerSchema } from '../../state.ts';

/** What is changed. */
export interface ActionChange {
  /** What is changed in the facts of the design; default the design that holds. */
  readonly design?: Design;
  readonly mutate?: (actions: Actions, k: Constants) => Actions;
  /** The part whose fields the change needs, where it changes actions that stand without the part, too. */
  readonly part?: keyof Parts;
}

/** A design whose actions are changed, one by one and by hand, under the name of the mutant that it is. */
export interface ActionMutant extends ActionChange {
  /** That of the mutant of which it is the same. */
  readonly name: string;
  readonly change: string;
  readonly design: Design;
}

/** The design that mutants are made of unless they say otherwise: it holds. */
export const correct: Design = designNamed('1.26-nosplit');

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
