/** Where the threads of programs can stand, for whoever follows a run of them beside another description of the same threads. */
import type { Bounds } from '../../bounds.ts';
import type { Granularity } from '../places/granularity.ts';
import type { OfKinds, ThreadKind } from '../language/kinds.ts';
import { mapKinds } from '../language/kinds.ts';
import type { Programs, ValueType } from '../language/program.ts';
import { laidOut } from '../system.ts';

/** What an action of a program is. */
export interface StandingStep {
  readonly kind: ThreadKind;
  /** The number of the place at which the thread stands before it, and the function in which that is. */
  readonly place: number;
  readonly fn: string;
  /** What is chosen there, in words; the first choice of a place stands for each way on that leaves nothing open, too. */
  readonly choice: string;
}

/** A field of a thread, and the numbers of the places at which it holds a local that a later step may read; elsewhere it is 0. */
export interface StandingLocal {
  readonly field: string;
  readonly type: ValueType;
  readonly heldAt: ReadonlySet<number>;
}

export interface Standing {
  /** By action. */
  readonly steps: ReadonlyMap<string, StandingStep>;
  readonly locals: OfKinds<readonly StandingLocal[]>;
  /** Threads that start, advance or stop. */
  readonly callers: number;
}

export function standingOf(programs: Programs, bounds: Bounds, granularity: Granularity): Standing {
  const { threads, numbering, named, callers } = laidOut(programs, bounds, granularity);
  return {
    steps: new Map(
      named.map(({ name, kind, step: { number, place, choice } }) => [
        name,
        { kind, place: number, fn: place.first.fn, choice },
      ]),
    ),
    locals: mapKinds(threads, ({ places, fields }, kind) =>
      Object.entries(fields.types).map(([field, type]) => ({
        field,
        type,
        heldAt: new Set(
          places
            .filter((place) => place.fields.has(field))
            .map(({ index }) => numbering.at[kind]?.get(index) ?? 0),
        ),
      })),
    ),
    callers,
  };
}
