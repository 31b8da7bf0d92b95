/**
 * A mutant: a design that holds, with one protection removed or two steps exchanged, and what must notice. Each stands in a
 * file of its own; together they show that no property holds for want of trying.
 */
import type { Action } from '../../checker/index.ts';
import type { Parts } from '../bounds.ts';
import type { Actions } from '../change.ts';
import type { Design } from '../design.ts';
import { designNamed } from '../designs.ts';
import { nextReaderOf } from '../reader/state.ts';
import type { Constants, TracerSchema } from '../state.ts';
import type { ResourceRules } from '../statuses/resource.ts';

export { also, changed, instead, insteadWhere, orElse, without } from '../change.ts';
export type { Actions } from '../change.ts';

/** A design from which one protection was taken, with the properties that are then violated. */
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
  /** The part whose fields the change needs, where it changes actions that stand without the part, too. */
  readonly part?: keyof Parts | 'threads';
  /** What is changed in the functions of runtime/tracestatus.go. */
  readonly statusRules?: Partial<ResourceRules>;
  /**
   * By bounds: each property that must fail there, with the steps of its shortest counterexample. This is what its author expects, and
   * the source; `expectations.json` has all that a search found, and a test of the matrix compares the two.
   */
  readonly fails: Readonly<Record<string, Readonly<Record<string, number>>>>;
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

/** Runs the effect and puts workAvailable back. */
export function quietly(action: Action<TracerSchema>): Action<TracerSchema> {
  return {
    ...action,
    effect: (next, params) => {
      const { workAvailable } = nextReaderOf(next);
      action.effect(next, params);
      nextReaderOf(next).workAvailable = workAvailable;
    },
  };
}
