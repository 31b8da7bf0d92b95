/** How generations are stored, as JavaScript over the state, and what the drivers are told of those that are left. */
import type { Bounds } from '../../bounds.ts';
import { countMax } from '../state/generations-begun.ts';
import { toldText } from '../scheduler/told.ts';
import type { FaultName } from '../state/state.ts';

export class GenerationText {
  readonly #bounds: Bounds;
  /** What a place has room for. */
  readonly #highest: number;
  readonly #fault: (name: FaultName) => string;

  constructor(bounds: Bounds, highest: number, fault: (name: FaultName) => string) {
    this.#bounds = bounds;
    this.#highest = highest;
    this.#fault = fault;
  }

  /** The tree counts otherwise than the releases, which need no more room than the bounds say. */
  get #countsOtherwise(): boolean {
    return this.#highest > this.#bounds.generations;
  }

  /** Beyond what there is room for, generations do not follow each other. */
  stored(target: string, value: string): string {
    const highest = this.#highest;
    return this.#countsOtherwise
      ? `if (${value} < 0 || ${value} >= ${highest}) { ${this.#fault('skips')} ${target} = ${highest}; } else ${target} = ${value};`
      : `${target} = ${value};`;
  }

  /** A generation that begins: the next, or after a stop one that has its turn in arrays by gen%2 and gen%3. */
  begun(value: string): string {
    const follows = `(S.trace.gen === 0 ? (${value} - S.newest) % 6 === 1 : ${value} === S.newest + 1)`;
    const count = this.#countsOtherwise ? `S.begun = Math.min(S.begun + 1, ${countMax(this.#bounds)});` : '';
    const told = toldText(this.#bounds, 'start');
    const starts = told === '' ? '' : `if (S.trace.gen === 0) { ${told} }`;
    return `if (${value} !== 0) { ${starts} ${count} if (${value} <= S.newest) { ${this.#fault('repeats')} } else if (S.newest !== 0 && !${follows}) { ${this.#fault('skips')} } S.newest = Math.min(Math.max(S.newest, ${value}), ${this.#highest}); }`;
  }

  /** What a driver is told where generations are counted; undefined where trace.gen itself is the number. */
  mayBegin(name: string): string | undefined {
    const { generations, restart } = this.#bounds;
    if (!this.#countsOtherwise) return undefined;
    if (name === 'mayAdvance') return `S.begun < ${generations}`;
    if (name !== 'mayStart' && name !== 'startsHere') return undefined;
    // What goes on is not over yet: as with the number of the last, a start is tried beside it.
    const over = `S.begun - (S.trace.gen !== 0 ? 1 : 0) < ${generations}`;
    return [
      ...(name === 'startsHere' ? ['p.m === 0'] : []),
      over,
      ...(restart ? [] : ['S.trace.lastNonZeroGen === 0']),
    ].join(' && ');
  }
}
