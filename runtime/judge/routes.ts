/** How a thread comes from a place to the next record: which step it takes, and how far the record is. */
import type { LogStep, LogThread } from '../../model/index.ts';

export interface Route {
  /** The steps from there that lead to the record, the shortest way first. */
  readonly steps: readonly LogStep[];
  /** How many steps it takes at least. */
  readonly distance: number;
}

const none: Route = { steps: [], distance: Infinity };

export class Routes {
  readonly #thread: LogThread;
  /** By record, then by place. */
  readonly #byMark: Route[][] = [];

  constructor(thread: LogThread) {
    this.#thread = thread;
  }

  /** From the place `from` to record `mark`. */
  of(from: number, mark: number): Route {
    return this.#to(mark)[from] ?? none;
  }

  #to(mark: number): readonly Route[] {
    return (this.#byMark[mark] ??= routesTo(this.#thread, mark));
  }
}

function routesTo({ steps, arrivals }: LogThread, mark: number): Route[] {
  const distances: number[] = steps.map(() => Infinity);
  /** From the step's place, if it is taken. */
  const distanceBy = ({ ways }: LogStep): number =>
    Math.min(
      Infinity,
      ...ways.map((way) => {
        if (way.mark !== null) return way.mark === mark ? 1 : Infinity;
        const arrival = arrivals[way.to];
        if (arrival !== undefined) return arrival === mark ? 1 : Infinity;
        // Where a thread waits it begins anew.
        return way.to === 0 ? Infinity : 1 + (distances[way.to] ?? Infinity);
      }),
    );
  for (let isNew = true; isNew;) {
    isNew = false;
    steps.forEach((all, place) => {
      const distance = Math.min(Infinity, ...all.map(distanceBy));
      if (distance >= (distances[place] ?? Infinity)) return;
      distances[place] = distance;
      isNew = true;
    });
  }
  return steps.map((all, place) => ({
    steps: all.filter((step) => distanceBy(step) < Infinity).sort((a, b) => distanceBy(a) - distanceBy(b)),
    distance: distances[place] ?? Infinity,
  }));
}
